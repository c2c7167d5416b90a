using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>However a call ends, what it took is given back: the connection, the buffer of its body, the timer of its time-out.</summary>
public sealed class ResourceCleanupTests
{
    private const string MinimalResponse = """{"id":"m","data":[],"pages":[],"choices":[{"index":0,"finish_reason":"stop"}]}""";

    public static MatrixTheoryData<string, string> OutcomesAndOperations => new(["well", "refused", "broken", "cancelled", "too late"], ApiOperations.Names);

    [Theory]
    [MemberData(nameof(OutcomesAndOperations))]
    public async Task Every_outcome_releases_connection_buffer_and_timer(string outcome, string operation)
    {
        var clock = new TimerCountingTimeProvider();
        using var cancel = new CancellationTokenSource();
        var answer = ApiOperations.IsStreaming(operation) ? TestCalls.SseEvent(MinimalResponse) : MinimalResponse;
        using var body = new ObservedResponseStream(outcome is "well" ? answer : answer[..20], async cancellationToken =>
        {
            if (outcome is "broken")
                throw new IOException("reset");
            if (outcome is "cancelled")
                await cancel.CancelAsync();
            if (outcome is "too late")
                clock.Advance(TimeSpan.FromHours(1));
            if (outcome is "cancelled" or "too late")
                await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        var status = outcome is "refused" ? HttpStatusCode.BadRequest : HttpStatusCode.OK;
        var server = new StubServer().Then(() => new(status) { Content = new StreamContent(body) });

        var exception = await Record.ExceptionAsync(() => server.CreateClient(options => options.TimeProvider = clock).CallAsync(operation, cancel.Token));

        Assert.Equal(outcome switch { "well" => null, "cancelled" => typeof(OperationCanceledException), _ => typeof(MistralException) }, exception?.GetType());
        Assert.True(body.IsDisposed);
        Assert.Equal((1, 0), (clock.CreatedTimers, clock.ActiveTimers));
        // A body that is disposed has given its buffer back.
        if (Assert.Single(server.RequestMessages).Content is { } sent)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => sent.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
    }

    private sealed class ObservedResponseStream(string text, Func<CancellationToken, Task> onEnd) : MemoryStream(FragmentedStream.ToUtf8(text))
    {
        internal bool IsDisposed { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length)
                await onEnd(cancellationToken);
            return Read(buffer.Span);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class TimerCountingTimeProvider : TimeProvider
    {
        private readonly ManualTimeProvider _clock = new();

        internal int CreatedTimers { get; private set; }

        internal int ActiveTimers { get; private set; }

        public override long TimestampFrequency => _clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

        public override long GetTimestamp() => _clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            CreatedTimers++;
            ActiveTimers++;
            return new CountedTimer(_clock.CreateTimer(callback, state, dueTime, period), () => ActiveTimers--);
        }

        internal void Advance(TimeSpan time) => _clock.Advance(time);

        private sealed class CountedTimer(ITimer timer, Action onDispose) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                timer.Dispose();
                onDispose();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
