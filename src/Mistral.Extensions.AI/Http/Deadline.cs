namespace Mistral.Extensions.AI.Http;

/// <summary>Combines the cancellation token of the caller with a timeout, and reports which of the two canceled the call.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;

    internal Deadline(TimeSpan timeout, TimeProvider timeProvider, CancellationToken callerToken)
    {
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

    /// <summary>Starts the timer again with the timeout between two chunks of a stream.</summary>
    internal void RestartForChunk(TimeSpan timeout)
    {
        (CurrentTimeout, CurrentOption) = (timeout, "MistralClientOptions.StreamIdleTimeout");
        _timer.Change(timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Stops the timer, so that the time the consumer takes does not count.</summary>
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
            // The timer fired during Dispose. The call has completed.
        }
    }
}
