using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Moq;
using Moq.Protected;

namespace Mistral.Extensions.AI.Tests.Http.RateLimits;

/// <summary>Calls that are not sent because of <c>MistralClientOptions.RateLimiter</c>.</summary>
public sealed class RateLimiterErrorTests
{
    private readonly StubServer _server = StubServer.WithDefaultResponse();
    private readonly ManualTimeProvider _timeProvider = new();

    [Fact]
    public async Task Rejected_lease_throws_and_no_request_is_sent()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 0 });
        using var lease = limiter.AttemptAcquire();

        var exception = await _server.ExpectErrorAsync(options => options.RateLimiter = limiter);

        Assert.Equal(
            "POST /v1/chat/completions: The request was not sent, because the rate limiter (MistralClientOptions.RateLimiter) rejected it. "
                + "Call again later, or increase the limit of the queue of the limiter, so that requests wait.",
            exception.Message);
        Assert.Null(exception.StatusCode);
        Assert.Null(exception.RetryAfter);
        Assert.Empty(_server.RequestMessages);
    }

    [Fact]
    public async Task Rejected_lease_has_the_RetryAfter_of_the_limiter()
    {
        using var limiter = CreateTokenBucket(10);
        limiter.AttemptAcquire(10).Dispose();

        var exception = await _server.ExpectErrorAsync(options => options.RateLimiter = limiter);

        Assert.Equal(TimeSpan.FromHours(1), exception.RetryAfter);
        Assert.Contains("Call again after 3600 seconds", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejected_lease_is_not_retried()
    {
        var limiter = CreateLimiter(_ => Task.FromResult<RateLimitLease>(new RejectedLease()), out var acquisitions);
        using var provider = CreateServiceProvider(limiter);

        await Assert.ThrowsAsync<MistralException>(() => provider.GetRequiredService<MistralClient>().CompleteTextAsync());

        Assert.Equal(1, acquisitions());
        Assert.Empty(_server.RequestMessages);
    }

    [Fact]
    public async Task Rejected_lease_of_a_retry_reports_the_earlier_failure()
    {
        var limiter = CreateLimiter(
            count => Task.FromResult<RateLimitLease>(count == 1 ? new AcquiredLease() : new RejectedLease()), out _);
        using var provider = CreateServiceProvider(limiter, new StubServer().Then("{}", HttpStatusCode.ServiceUnavailable));
        var call = provider.GetRequiredService<MistralClient>().CompleteTextAsync();
        await _timeProvider.WaitForTimerAsync();
        _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());

        var exception = await Assert.ThrowsAsync<MistralException>(() => call);

        Assert.Contains("rejected it. An earlier attempt failed (HTTP 503).", exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.StatusCode);
    }

    [Fact]
    public async Task Canceled_wait_throws_OperationCanceledException()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 1 });
        using var lease = limiter.AttemptAcquire();
        using var cancellation = new CancellationTokenSource();
        var call = _server.CreateClient(options => options.RateLimiter = limiter).CompleteTextAsync(cancellation.Token);

        await cancellation.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Empty(_server.RequestMessages);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Timeout_includes_the_wait_for_a_lease(bool isPerAttempt)
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 1 });
        using var lease = limiter.AttemptAcquire();
        using var provider = CreateServiceProvider(limiter);
        using var client = _server.CreateClient(
            options => (options.RateLimiter, options.TimeProvider, options.Timeout) = (limiter, _timeProvider, TimeSpan.FromSeconds(30)));
        var call = (isPerAttempt ? provider.GetRequiredService<MistralClient>() : client).CompleteTextAsync();

        _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());

        var exception = await Assert.ThrowsAsync<MistralException>(() => call);
        Assert.Equal(
            "POST /v1/chat/completions: The request was not sent, because the rate limiter (MistralClientOptions.RateLimiter) gave no "
                + "permit within 30 seconds. Increase MistralClientOptions.Timeout to wait longer.",
            exception.Message);
        Assert.IsType<TimeoutException>(exception.InnerException);
        Assert.Empty(_server.RequestMessages);
    }

    [Fact]
    public async Task Timeout_of_the_server_reports_the_wait_for_a_lease()
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 1 });
        var lease = limiter.AttemptAcquire();
        using var client = new MistralClient(
            new HttpClient(new UnresponsiveHandler(received)),
            new() { ApiKey = "test-key", RateLimiter = limiter, TimeProvider = _timeProvider, Timeout = TimeSpan.FromSeconds(30) });
        var call = client.CompleteTextAsync();
        await _timeProvider.WaitForTimerAsync();

        _timeProvider.Advance(TimeSpan.FromSeconds(20));
        lease.Dispose();
        await received.Task;
        _timeProvider.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains(
            "No response was received within 30 seconds, of which 20 seconds were spent waiting for the rate limiter",
            (await Assert.ThrowsAsync<MistralException>(() => call)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_permits_than_the_limiter_can_give_throw_ArgumentException()
    {
        using var limiter = CreateTokenBucket(10);
        var client = _server.CreateClient(options => (options.RateLimiter, options.RateLimiterPermits) = (limiter, _ => 11));

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => client.CompleteTextAsync());

        Assert.Contains("The request needs 11 permits, more than the rate limiter", exception.Message, StringComparison.Ordinal);
        Assert.IsType<ArgumentOutOfRangeException>(exception.InnerException);
        Assert.Empty(_server.RequestMessages);
    }

    [Fact]
    public async Task Negative_permits_throw_ArgumentException()
    {
        using var limiter = CreateTokenBucket(10);
        var client = _server.CreateClient(options => (options.RateLimiter, options.RateLimiterPermits) = (limiter, _ => -1));

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => client.CompleteTextAsync());

        Assert.Contains("RateLimiterPermits must return 0 or more, but returned -1.", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_server.RequestMessages);
    }

    public static TheoryData<Exception> LimiterFailures =>
    [
        new HttpRequestException("down"),
        new ObjectDisposedException("limiter"),
        new TimeoutException("down"),
        new OperationCanceledException(),
    ];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(LimiterFailures))]
    public async Task Failure_of_the_limiter_throws_MistralException_and_is_not_retried(Exception failure)
    {
        var limiter = CreateLimiter(_ => Task.FromException<RateLimitLease>(failure), out var acquisitions);
        using var provider = CreateServiceProvider(limiter);

        var exception = await Assert.ThrowsAsync<MistralException>(
            () => provider.GetRequiredService<MistralClient>().CompleteTextAsync());

        Assert.Contains(
            $"was not sent, because the rate limiter (MistralClientOptions.RateLimiter) failed ({failure.GetType().Name}).",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Same(failure, exception.InnerException);
        Assert.Equal(1, acquisitions());
    }

    [Fact]
    public void RateLimiterPermits_without_RateLimiter_is_rejected()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => new MistralClient(new MistralClientOptions { ApiKey = "test-key", RateLimiterPermits = _ => 1 }));

        Assert.Contains("RateLimiterPermits has no effect without RateLimiter.", exception.Message, StringComparison.Ordinal);
    }

    private static TokenBucketRateLimiter CreateTokenBucket(int limit) => new(new()
    {
        TokenLimit = limit,
        TokensPerPeriod = limit,
        ReplenishmentPeriod = TimeSpan.FromHours(1),
        AutoReplenishment = false,
        QueueLimit = 0,
    });

    /// <summary>Creates a limiter whose leases depend on the number of acquisitions, counted from 1.</summary>
    private static RateLimiter CreateLimiter(Func<int, Task<RateLimitLease>> acquire, out Func<int> acquisitions)
    {
        var count = 0;
        var limiter = new Mock<RateLimiter>();
        limiter.Protected()
            .Setup<ValueTask<RateLimitLease>>("AcquireAsyncCore", ItExpr.IsAny<int>(), ItExpr.IsAny<CancellationToken>())
            .Returns(() => new(acquire(++count)));
        acquisitions = () => count;
        return limiter.Object;
    }

    private ServiceProvider CreateServiceProvider(RateLimiter limiter, StubServer? server = null)
    {
        var services = new ServiceCollection();
        services.AddMistralClient(options => (options.ApiKey, options.RateLimiter, options.TimeProvider, options.Timeout)
                = ("test-key", limiter, _timeProvider, TimeSpan.FromSeconds(30)))
            .ConfigurePrimaryHttpMessageHandler(() => server ?? _server);
        return services.BuildServiceProvider();
    }

    private sealed class AcquiredLease : RateLimitLease
    {
        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata) => (metadata = null) is not null;
    }

    private sealed class RejectedLease : RateLimitLease
    {
        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata) => (metadata = null) is not null;
    }

    private sealed class UnresponsiveHandler(TaskCompletionSource received) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            received.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("The request was not canceled.");
        }
    }
}
