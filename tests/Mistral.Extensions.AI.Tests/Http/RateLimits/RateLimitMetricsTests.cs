using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.RateLimits;

/// <summary>The metrics of the meter <c>Mistral.Extensions.AI</c>.</summary>
public sealed class RateLimitMetricsTests : IDisposable
{
    private const string TimeInQueue = "mistral.rate_limiting.request.time_in_queue";
    private const string QueuedRequests = "mistral.rate_limiting.queued_requests";

    // Other tests run at the same time.
    private readonly string _host = $"{Guid.NewGuid():N}.example";
    private readonly ConcurrentQueue<Measurement> _measurements = [];
    private readonly MeterListener _listener = new();
    private readonly ManualTimeProvider _timeProvider = new();

    public RateLimitMetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is "Mistral.Extensions.AI")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Wait_and_queue_length_are_measured()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 1 });
        var lease = limiter.AttemptAcquire();
        var call = CreateClient(StubServer.WithDefaultResponse(), limiter).CompleteTextAsync();
        Assert.Equal([new(QueuedRequests, "{request}", 1, StubServer.Model, null)], _measurements);

        _timeProvider.Advance(TimeSpan.FromSeconds(7));
        lease.Dispose();
        await call;

        Assert.Equal(
            [new(QueuedRequests, "{request}", -1, StubServer.Model, null), new(TimeInQueue, "s", 7, StubServer.Model, "acquired")],
            _measurements.Skip(1));
    }

    [Fact]
    public async Task Rejected_requests_are_counted()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 0 });
        using var lease = limiter.AttemptAcquire();

        await Assert.ThrowsAsync<MistralException>(() => CreateClient(StubServer.WithDefaultResponse(), limiter).CompleteTextAsync());

        Assert.Contains(new("mistral.rate_limiting.rejected_requests", "{request}", 1, StubServer.Model, null), _measurements);
        Assert.Contains(new(TimeInQueue, "s", 0, StubServer.Model, "rejected"), _measurements);
    }

    [Fact]
    public async Task Canceled_wait_is_measured()
    {
        using var cancellation = new CancellationTokenSource();
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 1 });
        using var lease = limiter.AttemptAcquire();
        var call = CreateClient(StubServer.WithDefaultResponse(), limiter).CompleteTextAsync(cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Contains(new(TimeInQueue, "s", 0, StubServer.Model, "canceled"), _measurements);
        Assert.Equal(0, _measurements.Where(measurement => measurement.Name is QueuedRequests).Sum(measurement => measurement.Value));
    }

    [Fact]
    public async Task Remaining_quota_is_measured_without_a_limiter()
    {
        var server = new StubServer().Then(() =>
        {
            var response = new HttpResponseMessage { Content = new StringContent("""{"object":"list","data":[]}""") };
            response.Headers.TryAddWithoutValidation("x-ratelimit-remaining-req-minute", "59");
            response.Headers.TryAddWithoutValidation("x-ratelimit-remaining-tokens-minute", "4000");
            return response;
        });

        await CreateClient(server, null).Models.ListAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                new("mistral.rate_limit.remaining_requests", "{request}", 59, null, null),
                new("mistral.rate_limit.remaining_tokens", "{token}", 4000, null, null),
            ],
            _measurements);
    }

    private MistralClient CreateClient(StubServer server, RateLimiter? limiter) => server.CreateClient(options =>
        (options.Endpoint, options.RateLimiter, options.TimeProvider) = (new($"https://{_host}/v1"), limiter, _timeProvider));

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = new Dictionary<string, object?>();
        foreach (var (name, tag) in tags)
            values.Add(name, tag);
        if (values["server.address"] as string != _host)
            return;

        _measurements.Enqueue(new(
            instrument.Name,
            instrument.Unit,
            value,
            values.GetValueOrDefault("gen_ai.request.model") as string,
            values.GetValueOrDefault("mistral.rate_limiting.result") as string));
    }

    private sealed record Measurement(string Name, string? Unit, double Value, string? Model, string? Result);
}
