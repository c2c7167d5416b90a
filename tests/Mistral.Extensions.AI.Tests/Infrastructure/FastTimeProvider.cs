namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// A time provider whose delays of up to two minutes are shortened to a thousandth. Longer delays are timeouts, and do not change.
/// </summary>
internal sealed class FastTimeProvider : TimeProvider
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(2);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime <= MaxDelay ? dueTime / 1000 : dueTime, period);
}
