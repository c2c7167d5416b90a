using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>Every call releases its connection, the buffer of its request body and its timeout timer, however it ends.</summary>
public sealed class ResourceCleanupTests
{
    public static MatrixTheoryData<string, string> OutcomesAndOperations =>
        new(["success", "error response", "connection reset", "cancellation", "timeout"], ApiOperations.Names);

    [Theory]
    [MemberData(nameof(OutcomesAndOperations))]
    public async Task Every_outcome_releases_connection_buffer_and_timer(string outcome, string operation)
    {
        var timeProvider = new TimerCountingTimeProvider();
        using var cancellation = new CancellationTokenSource();
        var response = ApiOperations.GetMinimalResponse(operation);
        if (ApiOperations.IsStreaming(operation))
            response = TestCalls.SseEvent(response);
        using var body = new ObservedResponseStream(outcome is "success" ? response : response[..20], async cancellationToken =>
        {
            if (outcome is "connection reset")
                throw new IOException("reset");
            if (outcome is "cancellation")
                await cancellation.CancelAsync();
            if (outcome is "timeout")
                timeProvider.Advance(TimeSpan.FromHours(1));
            if (outcome is "cancellation" or "timeout")
                await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        var status = outcome is "error response" ? HttpStatusCode.BadRequest : HttpStatusCode.OK;
        var server = new StubServer().Then(() => new(status) { Content = new StreamContent(body) });
        var client = server.CreateClient(options => options.TimeProvider = timeProvider);

        var exception = await Record.ExceptionAsync(() => client.CallAsync(operation, cancellation.Token));

        var expected = outcome switch
        {
            "success" => null,
            "cancellation" => typeof(OperationCanceledException),
            _ => typeof(MistralException),
        };
        Assert.Equal(expected, exception?.GetType());
        Assert.True(body.IsDisposed);
        Assert.Equal((1, 0), (timeProvider.CreatedTimers, timeProvider.ActiveTimers));
        // A disposed request body has returned its buffer to the pool.
        if (Assert.Single(server.RequestMessages).Content is { } requestBody)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(
                () => requestBody.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
        }
    }

    private sealed class ObservedResponseStream(string text, Func<CancellationToken, Task> onEnd)
        : ResponseMemoryStream(FragmentedStream.ToUtf8(text))
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
        private readonly ManualTimeProvider _timeProvider = new();

        internal int CreatedTimers { get; private set; }

        internal int ActiveTimers { get; private set; }

        public override long TimestampFrequency => _timeProvider.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _timeProvider.GetUtcNow();

        public override long GetTimestamp() => _timeProvider.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            CreatedTimers++;
            ActiveTimers++;
            return new CountedTimer(_timeProvider.CreateTimer(callback, state, dueTime, period), () => ActiveTimers--);
        }

        internal void Advance(TimeSpan time) => _timeProvider.Advance(time);

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
