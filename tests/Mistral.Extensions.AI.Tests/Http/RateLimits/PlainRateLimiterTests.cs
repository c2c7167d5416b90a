using System.Threading.RateLimiting;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.RateLimits;

/// <summary><see cref="MistralRateLimiter"/> as a <see cref="RateLimiter"/> that is not part of a client, and with clients.</summary>
public sealed class PlainRateLimiterTests
{
    private static readonly MistralRequestInfo Request = new() { Model = StubServer.Model, Path = "/v1/chat/completions" };

    private readonly ManualTimeProvider _timeProvider = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leases_can_be_acquired_without_a_client()
    {
        using var limiter = new MistralRateLimiter();

        using var first = limiter.AttemptAcquire(5);
        using var second = await limiter.AcquireAsync(5, CancellationToken);

        Assert.True(first.IsAcquired && second.IsAcquired);
        Assert.False(first.TryGetMetadata(MetadataName.RetryAfter, out _));
    }

    [Fact]
    public async Task Statistics_count_the_leases_of_all_models()
    {
        using var limiter = new MistralRateLimiter(1, _timeProvider);
        Assert.Equal(int.MaxValue, limiter.GetStatistics()!.CurrentAvailablePermits);
        await CreateServer(remaining: 4).CreateClient(options => options.RateLimiter = limiter).CompleteTextAsync();
        Assert.Equal(4, limiter.GetStatistics()!.CurrentAvailablePermits);
        await CreateServer(remaining: 0).CreateClient(options => options.RateLimiter = limiter).CompleteTextAsync();
        using var other = limiter.AttemptAcquire();

        var waiting = limiter.AcquireAsync(Request, 1, CancellationToken).AsTask();
        var rejected = await limiter.AcquireAsync(Request, 1, CancellationToken);

        var statistics = limiter.GetStatistics()!;
        Assert.False(waiting.IsCompleted || rejected.IsAcquired);
        Assert.Equal((0, 1), (statistics.CurrentAvailablePermits, statistics.CurrentQueuedCount));
        Assert.Equal((3, 1), (statistics.TotalSuccessfulLeases, statistics.TotalFailedLeases));
    }

    [Fact]
    public void IdleDuration_is_the_time_since_the_last_lease()
    {
        using var limiter = new MistralRateLimiter(1, _timeProvider);
        var lease = limiter.AttemptAcquire();
        Assert.Null(limiter.IdleDuration);

        lease.Dispose();
        lease.Dispose();
        _timeProvider.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(5), limiter.IdleDuration);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disposal_rejects_waiting_requests_and_later_ones_throw(bool isAsync)
    {
        var limiter = new MistralRateLimiter(10, _timeProvider);
        await CreateServer(remaining: 0).CreateClient(options => options.RateLimiter = limiter).CompleteTextAsync();
        var waiting = limiter.AcquireAsync(Request, 1, CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);

        if (isAsync)
            await limiter.DisposeAsync();
        else
            limiter.Dispose();

        Assert.False((await waiting).IsAcquired);
        Assert.Throws<ObjectDisposedException>(() => limiter.AttemptAcquire());
        var exception = await CreateServer(remaining: 1).ExpectErrorAsync(options => options.RateLimiter = limiter);
        Assert.IsType<ObjectDisposedException>(exception.InnerException);
    }

    [Fact]
    public void Negative_queue_limit_is_rejected() => Assert.Throws<ArgumentOutOfRangeException>(() => new MistralRateLimiter(-1));

    [Fact]
    public async Task Clients_share_the_limits_that_a_limiter_has_learned()
    {
        using var limiter = new MistralRateLimiter(10, _timeProvider);
        var (first, second) = (CreateServer(remaining: 0), CreateServer(remaining: 9));
        await first.CreateClient(options => options.RateLimiter = limiter).CompleteTextAsync();

        var call = second.CreateClient(options => options.RateLimiter = limiter).CompleteTextAsync();
        Assert.False(call.IsCompleted);
        Assert.Empty(second.RequestMessages);

        _timeProvider.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("OK", await call);
    }

    private static StubServer CreateServer(int remaining) => new StubServer().Then(() =>
    {
        var response = new HttpResponseMessage
        {
            Content = new StringContent(StubServer.Completion("""{"role":"assistant","content":"OK"}""")),
        };
        response.Headers.TryAddWithoutValidation("x-ratelimit-limit-req-minute", "10");
        response.Headers.TryAddWithoutValidation("x-ratelimit-remaining-req-minute", $"{remaining}");
        return response;
    });
}
