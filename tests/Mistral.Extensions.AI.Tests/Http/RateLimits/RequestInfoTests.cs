using System.Threading.RateLimiting;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.RateLimits;

/// <summary>What <c>MistralClientOptions.RateLimiterPermits</c> receives, and how many permits are acquired.</summary>
public sealed class RequestInfoTests : IDisposable
{
    private readonly TokenBucketRateLimiter _limiter = new(new()
    {
        TokenLimit = 1_000_000,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromHours(1),
        AutoReplenishment = false,
    });

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private long UsedPermits => 1_000_000 - _limiter.GetStatistics()!.CurrentAvailablePermits;

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public async Task Chat_request_counts_its_JSON_and_max_tokens()
    {
        var server = StubServer.WithDefaultResponse();

        var info = await GetInfoAsync(
            server, client => client.Chat.CompleteAsync(TestCalls.ChatRequest with { MaxTokens = 1000 }, CancellationToken));

        var expected = new MistralRequestInfo
        {
            Method = "POST",
            Path = "/v1/chat/completions",
            Model = StubServer.Model,
            EstimatedTokens = (server.SingleRequestBody().ToJsonString().Length + 3) / 4 + 1000,
        };
        Assert.Equal(expected, info);
        Assert.Equal(info.EstimatedTokens, UsedPermits);
    }

    [Fact]
    public async Task Streaming_request_is_marked()
    {
        var server = StubServer.WithStream(StubServer.Chunk("""{"content":"OK"}""", "stop"));

        Assert.True((await GetInfoAsync(server, client => client.StreamTextAsync())).IsStreaming);
    }

    [Fact]
    public async Task Files_in_a_request_do_not_count_as_tokens()
    {
        var image = new ImageUrlChunk(MediaUrl.FromBytes(new byte[1_000_000], "image/png"));
        var request = TestCalls.ChatRequest with { Messages = [new UserMessage([image])] };

        var info = await GetInfoAsync(StubServer.WithDefaultResponse(), client => client.Chat.CompleteAsync(request, CancellationToken));

        Assert.InRange(info.EstimatedTokens, 1, 100);
    }

    [Fact]
    public async Task Conversation_counts_max_tokens_of_its_completion_arguments()
    {
        var info = await GetInfoAsync(
            StubServer.WithResponse("""{"conversation_id":"c","outputs":[]}"""),
            client => client.Conversations.AppendAsync(
                "c", new() { Inputs = "Hi", CompletionArgs = new() { MaxTokens = 5000 } }, CancellationToken));

        Assert.Equal(("/v1/conversations/c", null), (info.Path, info.Model));
        Assert.InRange(info.EstimatedTokens, 5001, 5100);
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Path_does_not_depend_on_the_endpoint_and_has_no_query()
    {
        var server = StubServer.WithResponse("""{"object":"list","data":[]}""");
        MistralRequestInfo? info = null;
        var client = server.CreateClient(options =>
        {
            options.Endpoint = new("https://gateway.example/v1/account/mistral");
            options.RateLimiter = _limiter;
            options.RateLimiterPermits = request => (info = request).EstimatedTokens;
        });

        await client.Files.ListAsync(new() { Search = "a" }, CancellationToken).FirstOrDefaultAsync(CancellationToken);

        Assert.Equal(new MistralRequestInfo { Method = "GET", Path = "/v1/files" }, info);
    }

    [Fact]
    public async Task Request_without_permits_is_sent_without_a_lease()
    {
        var client = StubServer.WithDefaultResponse().CreateClient(
            options => (options.RateLimiter, options.RateLimiterPermits) = (_limiter, _ => 0));

        Assert.Equal("OK", await client.CompleteTextAsync());

        Assert.Equal((0, 0), (UsedPermits, _limiter.GetStatistics()!.TotalSuccessfulLeases));
    }

    public static TheoryData<OcrPages?, bool, int?> OcrRequests => new()
    {
        { null, false, null },
        { new[] { 0, 4 }, false, 2 },
        { "0-5, 7", false, 7 },
        { null, true, 1 },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(OcrRequests))]
    public async Task Pages_of_an_OCR_request_are_counted(OcrPages? pages, bool isImage, int? expected)
    {
        ContentChunk document = isImage ? new ImageUrlChunk("https://e.com/a.png") : new DocumentUrlChunk("https://e.com/a.pdf");
        var request = new OcrRequest { Model = "mistral-ocr-latest", Document = document, Pages = pages };

        var info = await GetInfoAsync(
            StubServer.WithResponse("""{"pages":[]}"""), client => client.Ocr.ProcessAsync(request, CancellationToken));

        Assert.Equal(("/v1/ocr", expected), (info.Path, info.Pages));
    }

    private async Task<MistralRequestInfo> GetInfoAsync(StubServer server, Func<MistralClient, Task> call)
    {
        var infos = new List<MistralRequestInfo>();
        await call(server.CreateClient(options =>
        {
            options.RateLimiter = _limiter;
            options.RateLimiterPermits = request =>
            {
                infos.Add(request);
                return request.EstimatedTokens;
            };
        }));
        return Assert.Single(infos);
    }
}
