namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// A time provider for which delays of up to two minutes take a thousandth of their time. Longer ones, which are timeouts, are kept.
/// </summary>
internal sealed class FastTimeProvider : TimeProvider
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(2);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime <= MaxDelay ? dueTime / 1000 : dueTime, period);
}
