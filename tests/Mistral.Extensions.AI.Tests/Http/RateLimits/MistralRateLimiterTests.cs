using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Mistral.Extensions.AI.Http.RateLimits;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.RateLimits;

/// <summary>What <see cref="MistralRateLimiter"/> learns from responses, and which requests it delays.</summary>
public sealed class MistralRateLimiterTests : IDisposable
{
    private const string LimitRequests = "x-ratelimit-limit-req-minute";
    private const string RemainingRequests = "x-ratelimit-remaining-req-minute";
    private const string LimitTokens = "x-ratelimit-limit-tokens-minute";
    private const string RemainingTokens = "x-ratelimit-remaining-tokens-minute";
    private const string QueryCost = "x-ratelimit-tokens-query-cost";

    private readonly ManualTimeProvider _timeProvider = new();
    private readonly MistralRateLimiter _limiter;

    public MistralRateLimiterTests() => _limiter = new(3, _timeProvider);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public async Task Without_headers_no_request_waits()
    {
        await SendAsync();
        await SendAsync(status: 429);

        for (var i = 0; i < 1000; i++)
            Assert.True(AcquireAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Requests_in_flight_count_towards_the_remaining_quota()
    {
        await SendRequestsAsync(8, limit: 10);

        Assert.True(AcquireAsync().IsCompleted);
        Assert.True(AcquireAsync().IsCompleted);
        Assert.False(AcquireAsync().IsCompleted);
    }

    [Fact]
    public async Task Requests_that_the_server_had_not_seen_count_towards_the_remaining_quota()
    {
        var first = await AcquireAsync();
        var later = new[] { AcquireAsync(), AcquireAsync() };
        Report(first, 200, (LimitRequests, 10), (RemainingRequests, 3));

        Assert.All(later, lease => Assert.True(lease.IsCompleted));
        Assert.True(AcquireAsync().IsCompleted);
        Assert.False(AcquireAsync().IsCompleted);
    }

    [Fact]
    public async Task Response_to_an_earlier_request_does_not_replace_what_a_later_one_reported()
    {
        var (first, second) = (await AcquireAsync(), await AcquireAsync());
        Report(second, 200, (LimitRequests, 10), (RemainingRequests, 0));
        Report(first, 200, (LimitRequests, 10), (RemainingRequests, 9));

        Assert.False(AcquireAsync().IsCompleted);
    }

    [Fact]
    public async Task Request_that_the_server_receives_after_a_later_one_counts()
    {
        var (overtaken, later) = (await AcquireAsync(), await AcquireAsync());
        Report(later, 200, (LimitRequests, 3), (RemainingRequests, 2));

        Assert.True(AcquireAsync().IsCompleted);
        Assert.False(AcquireAsync().IsCompleted);
        overtaken.Dispose();
    }

    [Fact]
    public async Task Request_is_sent_when_the_use_of_this_client_is_older_than_a_minute()
    {
        await SendRequestsAsync(10, limit: 10);
        var waiting = AcquireAsync();

        _timeProvider.Advance(TimeSpan.FromSeconds(59.9));
        Assert.False(waiting.IsCompleted);

        _timeProvider.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True((await waiting).IsAcquired);
    }

    [Fact]
    public async Task Use_of_other_clients_is_assumed_to_be_even()
    {
        await SendAsync(headers: [(LimitRequests, 61), (RemainingRequests, 0)]);
        var waiting = AcquireAsync();

        _timeProvider.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(waiting.IsCompleted);

        _timeProvider.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True((await waiting).IsAcquired);
    }

    [Fact]
    public async Task Last_tenth_of_the_limit_is_spread_over_the_minute()
    {
        await SendRequestsAsync(95, limit: 100);
        Task<RateLimitLease>[] waiting = [AcquireAsync(), AcquireAsync()];

        _timeProvider.Advance(TimeSpan.FromSeconds(11.9));
        Assert.False(waiting[0].IsCompleted);

        _timeProvider.Advance(TimeSpan.FromSeconds(0.1));
        await waiting[0];
        _timeProvider.Advance(TimeSpan.FromSeconds(11.9));
        Assert.False(waiting[1].IsCompleted);

        _timeProvider.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True((await waiting[1]).IsAcquired);
    }

    [Fact]
    public async Task Tokens_are_limited()
    {
        await SendAsync(tokens: 600, headers: [(LimitTokens, 1000), (RemainingTokens, 400), (QueryCost, 600)]);

        Assert.True(AcquireAsync(tokens: 300).IsCompleted);
        var waiting = AcquireAsync(tokens: 300);
        Assert.False(waiting.IsCompleted);

        _timeProvider.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await waiting).IsAcquired);
    }

    [Fact]
    public async Task Estimates_of_tokens_are_corrected_by_the_query_cost()
    {
        await SendAsync(tokens: 1000, headers: [(LimitTokens, 1000), (RemainingTokens, 900), (QueryCost, 100)]);

        // Each one is expected to cost 100 tokens. The last of them is in the last tenth of the limit.
        for (var i = 0; i < 8; i++)
            Assert.True(AcquireAsync(tokens: 1000).IsCompleted);
    }

    [Fact]
    public async Task Request_with_more_tokens_than_the_limit_is_sent_when_the_whole_quota_is_available()
    {
        await SendAsync(tokens: 100, headers: [(LimitTokens, 1000), (RemainingTokens, 900), (QueryCost, 100)]);
        var waiting = AcquireAsync(tokens: 5000);
        Assert.False(waiting.IsCompleted);

        _timeProvider.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await waiting).IsAcquired);
    }

    [Fact]
    public async Task First_request_waits_for_a_minute_at_the_most()
    {
        await SendAsync(tokens: 0, headers: [(LimitTokens, 1000), (RemainingTokens, 1000)]);
        var neverCompleted = await AcquireAsync(tokens: 1000);
        Task<RateLimitLease>[] waiting = [AcquireAsync(tokens: 10), AcquireAsync(tokens: 10)];

        _timeProvider.Advance(TimeSpan.FromMinutes(1));

        Assert.True((await waiting[0]).IsAcquired);
        Assert.False(waiting[1].IsCompleted);
        neverCompleted.Dispose();
    }

    [Fact]
    public async Task Rejected_request_does_not_count()
    {
        await SendAsync(headers: [(LimitRequests, 4), (RemainingRequests, 3)]);
        var rejected = await AcquireAsync();
        Report(rejected, 429);
        rejected.Dispose();

        for (var i = 0; i < 3; i++)
            Assert.True(AcquireAsync().IsCompleted);
        Assert.False(AcquireAsync().IsCompleted);
    }

    [Fact]
    public async Task Failed_request_counts()
    {
        await SendAsync(headers: [(LimitRequests, 4), (RemainingRequests, 1)]);
        (await AcquireAsync()).Dispose();

        Assert.False(AcquireAsync().IsCompleted);
    }

    [Fact]
    public async Task Limit_of_zero_delays_no_request()
    {
        await SendAsync(status: 429, headers: [(LimitRequests, 0), (RemainingRequests, 0)]);

        Assert.True(AcquireAsync().IsCompleted);
    }

    [Fact]
    public async Task No_request_to_a_model_is_sent_before_RetryAfter_has_passed()
    {
        await SendAsync(status: 429, headers: [("Retry-After", 30)]);
        Task<RateLimitLease>[] waiting = [AcquireAsync(), AcquireAsync()];

        _timeProvider.Advance(TimeSpan.FromSeconds(29.9));
        Assert.All(waiting, lease => Assert.False(lease.IsCompleted));

        _timeProvider.Advance(TimeSpan.FromSeconds(0.1));
        Assert.All(await Task.WhenAll(waiting), lease => Assert.True(lease.IsAcquired));
    }

    [Fact]
    public async Task RetryAfter_of_more_than_a_minute_rejects_the_requests()
    {
        var rejected = await AcquireAsync();
        await SendAsync(status: 429, headers: [("Retry-After", 30)]);
        var waiting = AcquireAsync();
        Report(rejected, 429, ("Retry-After", 90));

        foreach (var call in new[] { waiting, AcquireAsync() })
        {
            using var lease = await call;
            Assert.False(lease.IsAcquired);
            Assert.True(lease.TryGetMetadata(MetadataName.RetryAfter, out var delay));
            Assert.Equal(TimeSpan.FromSeconds(90), delay);
        }
    }

    [Fact]
    public async Task Models_do_not_block_each_other()
    {
        await SendAsync("first", status: 429, headers: [("Retry-After", 30)]);
        await SendAsync("second", headers: [(LimitRequests, 10), (RemainingRequests, 0)]);

        Assert.False(AcquireAsync("first").IsCompleted);
        Assert.False(AcquireAsync("second").IsCompleted);
        Assert.True(AcquireAsync("third").IsCompleted);
    }

    [Fact]
    public async Task Requests_without_a_model_are_limited_by_API_group()
    {
        await SendAsync(null, status: 429, headers: [("Retry-After", 30)], path: "/v1/agents/completions");

        Assert.False(AcquireAsync(null, path: "/v1/agents/a").IsCompleted);
        Assert.True(AcquireAsync(null, path: "/v1/files").IsCompleted);
    }

    [Fact]
    public async Task Requests_are_sent_in_order()
    {
        await SendAsync(headers: [(LimitRequests, 61), (RemainingRequests, 0)]);
        var waiting = Enumerable.Range(0, 3).Select(_ => AcquireAsync()).ToList();

        for (var sent = 1; sent <= 3; sent++)
        {
            _timeProvider.Advance(TimeSpan.FromSeconds(1));
            await waiting[sent - 1];
            Assert.Equal(sent, waiting.Count(lease => lease.IsCompleted));
        }
    }

    [Fact]
    public async Task Canceled_request_leaves_the_queue()
    {
        using var cancellation = new CancellationTokenSource();
        await SendAsync(status: 429, headers: [("Retry-After", 30)]);
        var canceled = AcquireAsync(cancellationToken: cancellation.Token);
        var waiting = AcquireAsync();

        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Equal(1, _limiter.GetStatistics()!.CurrentQueuedCount);

        _timeProvider.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await waiting).IsAcquired);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AcquireAsync(cancellationToken: cancellation.Token));
    }

    [Fact]
    public async Task Request_beyond_the_limit_of_the_queue_is_rejected()
    {
        await SendAsync(status: 429, headers: [("Retry-After", 30)]);
        var waiting = Enumerable.Range(0, 3).Select(_ => AcquireAsync()).ToList();

        using var lease = await AcquireAsync();

        Assert.False(lease.IsAcquired);
        Assert.True(lease.TryGetMetadata(MetadataName.RetryAfter, out var delay));
        Assert.Equal(TimeSpan.FromSeconds(30), delay);
        Assert.All(waiting, call => Assert.False(call.IsCompleted));
        Assert.True(AcquireAsync("other").IsCompleted);
    }

    [Fact]
    public async Task Models_without_limits_are_forgotten_when_there_are_many()
    {
        await SendAsync("known", headers: [(LimitRequests, 10), (RemainingRequests, 0)]);
        for (var i = 0; i < 5000; i++)
            await SendAsync($"model-{i}", status: 400);

        Assert.InRange(_limiter.QueueCount, 1, 1000);
        Assert.False(AcquireAsync("known").IsCompleted);
    }

    private Task<RateLimitLease> AcquireAsync(
        string? model = "m", int tokens = 0, string path = "/v1/chat/completions", CancellationToken? cancellationToken = null) =>
        _limiter.AcquireAsync(
            new() { Model = model, Path = path, EstimatedTokens = tokens }, 1, cancellationToken ?? CancellationToken).AsTask();

    /// <summary>Sends a request that need not wait, and receives its response.</summary>
    private async Task SendAsync(
        string? model = "m",
        int tokens = 0,
        int status = 200,
        (string Name, int Value)[]? headers = null,
        string path = "/v1/chat/completions")
    {
        var call = AcquireAsync(model, tokens, path);
        Assert.True(call.IsCompleted);
        using var lease = await call;
        Report(lease, status, headers ?? []);
    }

    /// <summary>Sends requests, each of which reports the remaining ones.</summary>
    private async Task SendRequestsAsync(int count, int limit)
    {
        var leases = new List<RateLimitLease>();
        for (var i = 0; i < count; i++)
            leases.Add(await AcquireAsync());
        for (var i = 0; i < count; i++)
        {
            Report(leases[i], 200, (LimitRequests, limit), (RemainingRequests, limit - i - 1));
            leases[i].Dispose();
        }
    }

    private static void Report(RateLimitLease lease, int status, params (string Name, int Value)[] headers)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value.ToString(CultureInfo.InvariantCulture));
        ((ModelLease)lease).Report(response);
    }
}
