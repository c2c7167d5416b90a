using System.Net;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// With a rate limiter, every call of every operation releases its lease, however it ends, and sends nothing if the lease is rejected.
/// </summary>
public sealed class RateLimitedOperationTests : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new() { PermitLimit = 1, QueueLimit = 0 });
    private readonly ManualTimeProvider _timeProvider = new();
    private ServiceProvider? _services;

    public static MatrixTheoryData<string, string, bool> OutcomesAndOperations => new(
        ["success", "error response", "connection failure", "connection reset", "cancellation", "timeout"],
        ApiOperations.Names,
        [true, false]);

    public static MatrixTheoryData<string, bool> Operations => new(ApiOperations.Names, [true, false]);

    public void Dispose()
    {
        _services?.Dispose();
        _limiter.Dispose();
    }

    [Theory]
    [MemberData(nameof(OutcomesAndOperations))]
    public async Task Every_outcome_releases_the_lease(string outcome, string operation, bool isPerAttempt)
    {
        using var cancellation = new CancellationTokenSource();
        var text = ApiOperations.GetMinimalResponse(operation);
        if (ApiOperations.IsStreaming(operation))
            text = TestCalls.SseEvent(text);
        var server = new StubServer().Then(() => outcome is "connection failure"
            ? throw new HttpRequestException("refused")
            : new(outcome is "error response" ? HttpStatusCode.BadRequest : HttpStatusCode.OK)
            {
                Content = new StreamContent(new ResponseStream(outcome is "success" ? text : text[..20], EndAsync)),
            });

        var exception = await Record.ExceptionAsync(() => CreateClient(server, isPerAttempt).CallAsync(operation, cancellation.Token));

        Assert.Equal(outcome is "success", exception is null);
        Assert.NotEmpty(server.RequestMessages);
        // The limiter has one permit and no queue: the lease of the first request was acquired, and all leases were released.
        Assert.Equal(1, _limiter.GetStatistics()!.CurrentAvailablePermits);
        Assert.True(_limiter.GetStatistics()!.TotalSuccessfulLeases >= 1);

        async Task EndAsync(CancellationToken cancellationToken)
        {
            Assert.Equal(outcome is "error response" ? 1 : 0, _limiter.GetStatistics()!.CurrentAvailablePermits);
            if (outcome is "connection reset")
                throw new IOException("reset");
            if (outcome is "cancellation")
                await cancellation.CancelAsync();
            if (outcome is "timeout")
                _timeProvider.Advance(TimeSpan.FromHours(1));
            if (outcome is "cancellation" or "timeout")
                await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Rejected_lease_sends_nothing(string operation, bool isPerAttempt)
    {
        var server = StubServer.WithDefaultResponse();
        using var lease = _limiter.AttemptAcquire();

        var exception = await Assert.ThrowsAsync<MistralException>(() => CreateClient(server, isPerAttempt).CallAsync(operation));

        Assert.StartsWith(
            $"{ApiOperations.GetRequestLine(operation)}: The request was not sent, because the rate limiter",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Empty(server.RequestMessages);
    }

    /// <summary>Creates a client of a service collection, which limits attempts, or with a custom HttpClient, which limits calls.</summary>
    private MistralClient CreateClient(StubServer server, bool isPerAttempt)
    {
        if (!isPerAttempt)
            return server.CreateClient(Configure);

        var services = new ServiceCollection();
        services.AddMistralClient(Configure).ConfigurePrimaryHttpMessageHandler(() => server);
        return (_services = services.BuildServiceProvider()).GetRequiredService<MistralClient>();
    }

    private void Configure(MistralClientOptions options) =>
        (options.ApiKey, options.RateLimiter, options.TimeProvider, options.MaxRetries) = ("test-key", _limiter, _timeProvider, 0);

    private sealed class ResponseStream(string text, Func<CancellationToken, Task> onEnd)
        : ResponseMemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length)
                await onEnd(cancellationToken);
            return Read(buffer.Span);
        }
    }
}
