using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>A server with limits does not reject the requests of a client with <see cref="MistralRateLimiter"/>.</summary>
public sealed class RateLimitLoadTests
{
    [Theory]
    [InlineData(60, null)]
    [InlineData(null, 2000)]
    [InlineData(100, 5000)]
    public async Task Concurrent_calls_beyond_the_limits_are_not_rejected(int? requests, int? tokens)
    {
        // A minute lasts 600 milliseconds.
        var timeProvider = new ScaledTimeProvider(100);
        await using var emulator = await MistralEmulator.StartAsync(
            new() { TimeProvider = timeProvider, Quota = new() { Requests = requests, Tokens = tokens } },
            TestContext.Current.CancellationToken);
        using var limiter = new MistralRateLimiter(1000, timeProvider);
        using var client = new MistralClient(new MistralClientOptions
        {
            ApiKey = "test-key",
            Endpoint = emulator.Endpoint,
            MaxRetries = 0,
            RateLimiter = limiter,
        });

        var workers = Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 25; i++)
                await client.CompleteTextAsync();
        });
        await Task.WhenAll(workers);

        Assert.Equal(200, emulator.Requests.Count);
        Assert.Equal(0, limiter.GetStatistics()!.CurrentQueuedCount);
    }

    /// <summary>A time provider whose time is faster than that of the system.</summary>
    private sealed class ScaledTimeProvider(int factor) : TimeProvider
    {
        private readonly DateTimeOffset _start = System.GetUtcNow();

        public override long TimestampFrequency => System.TimestampFrequency / factor;

        public override DateTimeOffset GetUtcNow() => _start + (System.GetUtcNow() - _start) * factor;

        public override long GetTimestamp() => System.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new ScaledTimer(System.CreateTimer(callback, state, Scale(dueTime), Scale(period)), Scale);

        private TimeSpan Scale(TimeSpan time) => time > TimeSpan.Zero ? time / factor : time;

        private sealed class ScaledTimer(ITimer timer, Func<TimeSpan, TimeSpan> scale) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(scale(dueTime), scale(period));

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
