using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>A timer runs on a thread of its own, where an exception ends the program.</summary>
public sealed class DeadlineTests
{
    [Fact]
    public void A_timer_that_goes_off_while_the_call_ends_does_no_harm()
    {
        var clock = new LateClock();
        var deadline = new Deadline(TimeSpan.FromSeconds(1), clock, CancellationToken.None);

        deadline.Dispose();

        Assert.Null(Record.Exception(() => clock.GoOff!()));
    }

    [Fact]
    public void The_callers_token_forgets_a_call_that_has_ended()
    {
        using var cancel = new CancellationTokenSource();
        var deadline = new Deadline(TimeSpan.FromSeconds(1), new LateClock(), cancel.Token);
        var token = deadline.Token;

        deadline.Dispose();
        cancel.Cancel();

        Assert.False(token.IsCancellationRequested);
    }

    /// <summary>Its timers go off after they are disposed of, as they may when both happen at once.</summary>
    private sealed class LateClock : TimeProvider
    {
        internal Action? GoOff { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            GoOff = () => callback(state);
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }
}
