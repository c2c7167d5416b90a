using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>
/// A <see cref="Deadline"/> after its disposal. Its timer callback runs on a thread-pool thread, where an unhandled exception would end the
/// process.
/// </summary>
public sealed class DeadlineTests
{
    [Fact]
    public void Timer_that_fires_after_disposal_is_ignored()
    {
        var timeProvider = new LateTimerTimeProvider();
        var deadline = new Deadline(TimeSpan.FromSeconds(1), timeProvider, CancellationToken.None);

        deadline.Dispose();

        Assert.Null(Record.Exception(() => timeProvider.FireTimer!()));
    }

    [Fact]
    public void Disposed_deadline_is_unlinked_from_the_caller_token()
    {
        using var cancellation = new CancellationTokenSource();
        var deadline = new Deadline(TimeSpan.FromSeconds(1), new LateTimerTimeProvider(), cancellation.Token);
        var token = deadline.Token;

        deadline.Dispose();
        cancellation.Cancel();

        Assert.False(token.IsCancellationRequested);
    }

    /// <summary>A time provider whose timer can fire after its disposal, as in a race between the two.</summary>
    private sealed class LateTimerTimeProvider : TimeProvider
    {
        internal Action? FireTimer { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            FireTimer = () => callback(state);
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }
}
