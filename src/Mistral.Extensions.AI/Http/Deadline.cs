namespace Mistral.Extensions.AI.Http;

/// <summary>Combines the cancellation token of the caller with a timeout, and reports which of the two canceled the call.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private readonly TimeProvider _timeProvider;
    private TimeSpan _remaining;
    private long _start;

    internal Deadline(TimeSpan timeout, TimeProvider timeProvider, CancellationToken callerToken)
    {
        _timeProvider = timeProvider;
        CallerToken = callerToken;
        CurrentTimeout = timeout;
        ExpiresAt = timeout == Timeout.InfiniteTimeSpan ? null : timeProvider.GetUtcNow() + timeout;
        _source = CancellationTokenSource.CreateLinkedTokenSource(callerToken);
        _timer = timeProvider.CreateTimer(
            static state => Cancel((CancellationTokenSource)state!), _source, timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The token that is canceled by the caller or by the timeout.</summary>
    internal CancellationToken Token => _source.Token;

    internal CancellationToken CallerToken { get; }

    /// <summary>The time at which the first timeout expires, or null for an infinite timeout.</summary>
    internal DateTimeOffset? ExpiresAt { get; }

    /// <summary>Whether the timeout, and not the caller, has canceled the token.</summary>
    internal bool HasExpired => _source.IsCancellationRequested && !CallerToken.IsCancellationRequested;

    /// <summary>The timeout with which the timer was last started.</summary>
    internal TimeSpan CurrentTimeout { get; private set; }

    /// <summary>The option that sets <see cref="CurrentTimeout"/>.</summary>
    internal string CurrentOption { get; private set; } = "MistralClientOptions.Timeout";

    /// <summary>Sets the time that is left until the next chunk of a stream with content. <see cref="Resume"/> starts the timer.</summary>
    internal void SetForChunk(TimeSpan timeout) =>
        (_remaining, CurrentTimeout, CurrentOption) = (timeout, timeout, "MistralClientOptions.StreamIdleTimeout");

    /// <summary>Starts the timer with the time that is left.</summary>
    internal void Resume()
    {
        _start = _timeProvider.GetTimestamp();
        _timer.Change(_remaining, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Stops the timer, so that the time the consumer takes does not count.</summary>
    internal void Pause()
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (_remaining != Timeout.InfiniteTimeSpan)
            _remaining = TimeSpan.FromTicks(Math.Max(0, (_remaining - _timeProvider.GetElapsedTime(_start)).Ticks));
    }

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
            // The timer fired during Dispose. The call has completed.
        }
    }
}
