using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>A timer runs on a thread of its own, where an exception ends the program.</summary>
public sealed class DeadlineTests
{
    [Fact]
    public void Timer_that_fires_after_disposal_is_ignored()
    {
        var clock = new LateTimerTimeProvider();
        var deadline = new Deadline(TimeSpan.FromSeconds(1), clock, CancellationToken.None);

        deadline.Dispose();

        Assert.Null(Record.Exception(() => clock.FireTimer!()));
    }

    [Fact]
    public void Disposed_deadline_is_unlinked_from_the_caller_token()
    {
        using var cancel = new CancellationTokenSource();
        var deadline = new Deadline(TimeSpan.FromSeconds(1), new LateTimerTimeProvider(), cancel.Token);
        var token = deadline.Token;

        deadline.Dispose();
        cancel.Cancel();

        Assert.False(token.IsCancellationRequested);
    }

    /// <summary>Its timers go off after they are disposed of, as they may when both happen at once.</summary>
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
