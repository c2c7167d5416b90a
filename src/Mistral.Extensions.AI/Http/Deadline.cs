namespace Mistral.Extensions.AI.Http;

/// <summary>A cancellation by the caller or by the clock, and which of the two it was.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;

    internal Deadline(TimeSpan timeout, TimeProvider timeProvider, CancellationToken callerToken)
    {
        CallerToken = callerToken;
        ExpiresAt = timeout == Timeout.InfiniteTimeSpan ? null : timeProvider.GetUtcNow() + timeout;
        _source = CancellationTokenSource.CreateLinkedTokenSource(callerToken);
        _timer = timeProvider.CreateTimer(static state => Cancel((CancellationTokenSource)state!), _source, timeout, Timeout.InfiniteTimeSpan);
    }

    internal CancellationToken Token => _source.Token;

    internal CancellationToken CallerToken { get; }

    /// <summary>When the clock cancels, if it is not restarted; null for never.</summary>
    internal DateTimeOffset? ExpiresAt { get; }

    /// <summary>Whether the clock, and not the caller, has cancelled.</summary>
    internal bool HasExpired => _source.IsCancellationRequested && !CallerToken.IsCancellationRequested;

    internal void Restart(TimeSpan time) => _timer.Change(time, Timeout.InfiniteTimeSpan);

    /// <summary>Stops the clock: what takes time now is not the server.</summary>
    internal void Pause() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The timer ran while the deadline was disposed: the work is done.
        }
    }
}
