using System.Net;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Models;

/// <summary>A header of any answer tells that its model will be retired.</summary>
public sealed class RetirementNoticeTests : IDisposable
{
    private readonly LogBook _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task It_is_logged_once_for_each_model_whatever_it_was_asked_for()
    {
        using var client = Client(StubServer.Completion("""{"role":"assistant","content":"OK"}"""));

        await client.Chat.CompleteAsync(
            new() { Model = "mistral-old", Messages = [new UserMessage("Hi")] }, TestContext.Current.CancellationToken);
        await client.Fim.CompleteAsync(new() { Model = "mistral-old", Prompt = "def" }, TestContext.Current.CancellationToken);
        await client.Fim.CompleteAsync(new() { Model = "codestral-old", Prompt = "def" }, TestContext.Current.CancellationToken);
        await client.Fim.CompleteAsync(new() { Model = "codestral-old", Prompt = "def" }, TestContext.Current.CancellationToken);

        Assert.Equal(["mistral-old", "codestral-old"], Warnings().Select(text => text.Split(' ')[1]));
        Assert.All(Warnings(), text => Assert.Contains("2026-12-31T12:00:00Z", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_read_from_a_stream_too()
    {
        var chunk = StubServer.Chunk("""{"content":"a"}""", "stop").ReplaceLineEndings(" ");
        using var client = Client($"data: {chunk}\n\ndata: [DONE]\n\n", "text/event-stream");

        await foreach (
            var _ in client.Fim.StreamAsync(new() { Model = "codestral-old", Prompt = "def" }, TestContext.Current.CancellationToken))
        {
        }

        Assert.Contains("codestral-old", Assert.Single(Warnings()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_read_from_embeddings_and_documents_too()
    {
        using var client = Client("""{"data":[],"pages":[]}""");

        await client.Embeddings.CreateAsync(new() { Model = "mistral-embed-old", Input = ["a"] }, TestContext.Current.CancellationToken);
        await client.Ocr.ProcessAsync(
            new() { Model = "mistral-ocr-old", Document = OcrDocument.FromUrl(new("https://example.com/a.pdf")) }, TestContext.Current.CancellationToken);

        Assert.Equal(["mistral-embed-old", "mistral-ocr-old"], Warnings().Select(text => text.Split(' ')[1]));
    }

    [Fact]
    public async Task Without_the_header_nothing_is_said()
    {
        using var client = Client("""{"id":"m"}""", retirement: null);

        await client.Models.GetAsync("mistral-small-latest", TestContext.Current.CancellationToken);

        Assert.Empty(Warnings());
    }

    private MistralClient Client(string body, string contentType = "application/json", string? retirement = "2026-12-31T12:00:00Z")
    {
        var server = new StubServer().Then(() =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, null, contentType) };
            if (retirement is not null)
                response.Headers.Add("x-model-deprecation-timestamp", retirement);
            return response;
        });
        return server.Client(options => options.LoggerFactory = _log);
    }

    private IEnumerable<string> Warnings() => _log.OfTheLibrary
        .Where(line => line.StartsWith("Warning ", StringComparison.Ordinal))
        .Select(line => line.Split(": ", 2)[1]);
}
