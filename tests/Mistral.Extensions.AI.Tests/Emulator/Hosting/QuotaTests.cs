using System.Net;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Hosting;

/// <summary>The rate limits of the emulator: <see cref="RateLimitQuota"/>.</summary>
public sealed class QuotaTests
{
    private readonly ManualTimeProvider _timeProvider = new();

    [Fact]
    public async Task Request_beyond_the_quota_is_rejected_as_the_API_rejects_it()
    {
        await using var emulator = await StartAsync(new RateLimitQuota { Requests = 2, Tokens = 1_000_000 });
        await emulator.PostUserMessageAsync("Hello");
        var last = await emulator.PostUserMessageAsync("Hello");

        var rejected = await emulator.PostUserMessageAsync("Hello");

        Assert.Equal(HttpStatusCode.OK, last.Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, rejected.Status);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"object":"error","message":"Rate limit exceeded","type":"rate_limited","param":null,"code":"1300","raw_status_code":429}
                """),
            rejected.Json));
        Assert.Equal(["x-ratelimit-limit-req-minute=2", "x-ratelimit-remaining-req-minute=0"], GetHeaders(rejected));
    }

    [Fact]
    public async Task Rate_limit_headers_count_requests_and_tokens_down()
    {
        await using var emulator = await StartAsync(new RateLimitQuota { Requests = 10, Tokens = 1000 });
        var first = await emulator.PostUserMessageAsync("Hello");

        var second = await emulator.PostUserMessageAsync("Hello again");

        var (cost, used) = (GetTokens(second), GetTokens(first) + GetTokens(second));
        Assert.Equal(
            [
                "x-ratelimit-limit-req-minute=10",
                "x-ratelimit-limit-tokens-minute=1000",
                "x-ratelimit-remaining-req-minute=8",
                $"x-ratelimit-remaining-tokens-minute={1000 - used}",
                $"x-ratelimit-tokens-query-cost={cost}",
            ],
            GetHeaders(second));
    }

    [Fact]
    public async Task Limit_of_tokens_rejects_requests_and_has_no_headers_of_requests()
    {
        await using var emulator = await StartAsync(new RateLimitQuota { Tokens = 5 });
        var first = await emulator.PostUserMessageAsync("Hello, how are you today?");

        var rejected = await emulator.PostUserMessageAsync("Hello");

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, rejected.Status);
        Assert.Equal(["x-ratelimit-limit-tokens-minute=5", "x-ratelimit-remaining-tokens-minute=0"], GetHeaders(rejected));
    }

    [Fact]
    public async Task Quota_is_free_again_when_the_requests_are_older_than_the_window()
    {
        await using var emulator = await StartAsync(new RateLimitQuota { Requests = 2 });
        await emulator.PostUserMessageAsync("Hello");
        _timeProvider.Advance(TimeSpan.FromSeconds(40));
        await emulator.PostUserMessageAsync("Hello");

        _timeProvider.Advance(TimeSpan.FromSeconds(19));
        var early = await emulator.PostUserMessageAsync("Hello");
        _timeProvider.Advance(TimeSpan.FromSeconds(1));
        var accepted = await emulator.PostUserMessageAsync("Hello");
        var next = await emulator.PostUserMessageAsync("Hello");

        Assert.Equal(
            [HttpStatusCode.TooManyRequests, HttpStatusCode.OK, HttpStatusCode.TooManyRequests],
            [early.Status, accepted.Status, next.Status]);
    }

    [Fact]
    public async Task Models_have_separate_quotas_that_aliases_share()
    {
        await using var emulator = await StartAsync(new RateLimitQuota { Requests = 1 });
        await emulator.PostUserMessageAsync("Hello", """{"model":"mistral-small-latest"}""");

        var alias = await emulator.PostUserMessageAsync("Hello", """{"model":"mistral-small-2603"}""");
        var other = await emulator.PostUserMessageAsync("Hello", """{"model":"mistral-large-latest"}""");

        Assert.Equal([HttpStatusCode.TooManyRequests, HttpStatusCode.OK], [alias.Status, other.Status]);
    }

    [Fact]
    public async Task Retry_after_is_the_time_until_the_next_request_is_accepted()
    {
        await using var emulator = await StartAsync(
            new RateLimitQuota { Requests = 1, RequestWindow = TimeSpan.FromSeconds(10), SendRetryAfter = true });
        await emulator.PostUserMessageAsync("Hello");
        _timeProvider.Advance(TimeSpan.FromSeconds(3));

        var rejected = await emulator.PostUserMessageAsync("Hello");
        _timeProvider.Advance(TimeSpan.FromSeconds(7));
        var accepted = await emulator.PostUserMessageAsync("Hello");

        Assert.Equal("7", rejected.Headers["retry-after"]);
        Assert.Equal(HttpStatusCode.OK, accepted.Status);
    }

    [Fact]
    public async Task Model_outside_the_plan_is_rejected_without_retry_after()
    {
        await using var emulator = await StartAsync(new RateLimitQuota { Requests = 0, SendRetryAfter = true });

        var rejected = await emulator.PostUserMessageAsync("Hello");

        Assert.Equal(HttpStatusCode.TooManyRequests, rejected.Status);
        Assert.Equal(["x-ratelimit-limit-req-minute=0", "x-ratelimit-remaining-req-minute=0"], GetHeaders(rejected));
        Assert.DoesNotContain("retry-after", rejected.Headers.Keys);
    }

    [Fact]
    public async Task Streams_and_requests_without_a_model_have_no_rate_limit_headers()
    {
        await using var emulator = await StartAsync(new RateLimitQuota { Requests = 1 });

        var models = await emulator.SendAsync(HttpMethod.Get, "/v1/models");
        var stream = await emulator.PostUserMessageAsync("Hello", """{"stream":true}""");
        var rejected = await emulator.PostUserMessageAsync("Hello", """{"stream":true}""");

        Assert.Empty(GetHeaders(models));
        Assert.Empty(GetHeaders(stream));
        Assert.Equal(HttpStatusCode.TooManyRequests, rejected.Status);
    }

    [Theory]
    [InlineData("/v1/embeddings", """{"model":"mistral-embed","input":"a"}""")]
    [InlineData("/v1/fim/completions", """{"model":"codestral-latest","prompt":"a"}""")]
    [InlineData("/v1/moderations", """{"model":"mistral-moderation-latest","input":"a"}""")]
    [InlineData("/v1/conversations", """{"model":"mistral-small-latest","inputs":"a"}""")]
    [InlineData("/v1/ocr", """{"model":"mistral-ocr-latest","document":{"type":"document_url","document_url":"https://a.test/b.pdf"}}""")]
    [InlineData("/v1/audio/speech", """{"input":"a","voice_id":"en_paul_neutral"}""")]
    public async Task Every_operation_of_a_model_counts(string path, string body)
    {
        await using var emulator = await StartAsync(new RateLimitQuota { Requests = 1 });
        var first = await emulator.SendAsync(HttpMethod.Post, path, body);

        var second = await emulator.SendAsync(HttpMethod.Post, path, body);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests], [first.Status, second.Status]);
    }

    [Fact]
    public async Task Rejected_request_does_not_change_a_conversation()
    {
        await using var emulator = await StartAsync(new RateLimitQuota { Requests = 1 });
        var started = await emulator.SendAsync(
            HttpMethod.Post, "/v1/conversations", """{"model":"mistral-small-latest","inputs":"Hello"}""");
        var path = $"/v1/conversations/{started.Json["conversation_id"]}";
        var before = await emulator.SendAsync(HttpMethod.Get, $"{path}/history");

        var rejected = await emulator.SendAsync(HttpMethod.Post, path, """{"inputs":"Hello again"}""");

        Assert.Equal(HttpStatusCode.TooManyRequests, rejected.Status);
        Assert.Equal(before.Body, (await emulator.SendAsync(HttpMethod.Get, $"{path}/history")).Body);
    }

    [Fact]
    public async Task Concurrent_requests_do_not_exceed_the_quota()
    {
        await using var emulator = await StartAsync(new RateLimitQuota { Requests = 20 });

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => emulator.PostUserMessageAsync("Hello")));

        Assert.Equal(20, responses.Count(response => response.Status == HttpStatusCode.OK));
        Assert.Equal(30, responses.Count(response => response.Status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Quota_that_is_not_valid_is_rejected()
    {
        RateLimitQuota[] quotas = [new() { Requests = -1 }, new() { Tokens = -1 }, new() { Requests = 1, RequestWindow = TimeSpan.Zero }];

        foreach (var quota in quotas)
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => StartAsync(quota));
    }

    private Task<TestEmulator> StartAsync(RateLimitQuota quota) =>
        TestEmulator.StartAsync(new MistralEmulatorOptions { Quota = quota, TimeProvider = _timeProvider });

    private static int GetTokens(EmulatorResponse response) => response.Json["usage"]!["total_tokens"]!.GetValue<int>();

    private static IEnumerable<string> GetHeaders(EmulatorResponse response) => response.Headers
        .Where(header => header.Key.StartsWith("x-ratelimit-", StringComparison.Ordinal))
        .Select(header => $"{header.Key}={header.Value}")
        .Order(StringComparer.Ordinal);
}
