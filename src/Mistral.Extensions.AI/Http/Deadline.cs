namespace Mistral.Extensions.AI.Http;

/// <summary>Combines the cancellation token of the caller with a timeout, and reports which of the two canceled the call.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private readonly TimeProvider _timeProvider;
    private readonly object _lock = new();
    private readonly long _callStart;
    private TimeSpan _remaining;
    private long _start;
    private bool _isRunning = true;
    private bool _isForChunk;

    // Whether the timer will fire. It may fire too early, but never too late: setting it for each chunk of a stream would take longer than
    // reading the chunk.
    private bool _isTimerSet = true;

    internal Deadline(TimeSpan timeout, TimeProvider timeProvider, CancellationToken callerToken)
    {
        _timeProvider = timeProvider;
        CallerToken = callerToken;
        _callStart = timeProvider.GetTimestamp();
        (CurrentTimeout, _remaining, _start) = (timeout, timeout, _callStart);
        _source = CancellationTokenSource.CreateLinkedTokenSource(callerToken);
        // The timer may fire before it is assigned.
        lock (_lock)
            _timer = timeProvider.CreateTimer(static state => ((Deadline)state!).OnTimer(), this, timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The token that is canceled by the caller or by the timeout.</summary>
    internal CancellationToken Token => _source.Token;

    internal CancellationToken CallerToken { get; }

    /// <summary>The time since the call has started.</summary>
    internal TimeSpan Elapsed => _timeProvider.GetElapsedTime(_callStart);

    /// <summary>Whether the timeout, and not the caller, has canceled the token.</summary>
    internal bool HasExpired => _source.IsCancellationRequested && !CallerToken.IsCancellationRequested;

    /// <summary>The timeout with which the timer was last started.</summary>
    internal TimeSpan CurrentTimeout { get; private set; }

    /// <summary>The option that sets <see cref="CurrentTimeout"/>.</summary>
    internal string CurrentOption => _isForChunk ? "MistralClientOptions.StreamIdleTimeout" : "MistralClientOptions.Timeout";

    /// <summary>Determines whether the timeout of the call expires within a time from now.</summary>
    internal bool ExpiresWithin(TimeSpan time) => CurrentTimeout != Timeout.InfiniteTimeSpan && Elapsed + time >= CurrentTimeout;

    /// <summary>Starts the timeout, or continues it after <see cref="Pause"/>.</summary>
    /// <param name="chunkTimeout">The time that is left until the next chunk of a stream with content; null if it does not change.</param>
    internal void Resume(TimeSpan? chunkTimeout)
    {
        lock (_lock)
        {
            if (chunkTimeout is { } timeout)
                SetForChunk(timeout);
            (_start, _isRunning) = (_timeProvider.GetTimestamp(), true);
            if (_isTimerSet)
                return;

            _isTimerSet = true;
            _timer.Change(_remaining, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Pauses the timeout while the consumer processes a chunk.</summary>
    internal void Pause()
    {
        lock (_lock)
            (_remaining, _isRunning) = (GetRemaining(), false);
    }

    public void Dispose()
    {
        // The timer may fire during or after its disposal, when the call has completed.
        lock (_lock)
            (_isRunning, _isTimerSet) = (false, true);
        _timer.Dispose();
        _source.Dispose();
    }

    private void SetForChunk(TimeSpan timeout)
    {
        // The timer of the timeout for the whole call may fire too late.
        if (!_isForChunk)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _isTimerSet = false;
        }

        (_remaining, CurrentTimeout, _isForChunk) = (timeout, timeout, true);
    }

    private TimeSpan GetRemaining()
    {
        if (_remaining == Timeout.InfiniteTimeSpan || !_isRunning)
            return _remaining;

        var remaining = _remaining - _timeProvider.GetElapsedTime(_start);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            var remaining = GetRemaining();
            _isTimerSet = _isRunning && remaining != TimeSpan.Zero;
            if (!_isRunning)
                return;

            if (_isTimerSet)
            {
                _timer.Change(remaining, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Cancel();
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The timer fired during Dispose. The call has completed.
        }
    }
}
