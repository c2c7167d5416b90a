namespace Mistral.Extensions.AI.Http;

/// <summary>A cancellation by the caller or by the clock, and which of the two it was.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly ITimer _timer;

    internal Deadline(TimeSpan time, TimeProvider timeProvider, CancellationToken caller)
    {
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _timer = timeProvider.CreateTimer(static state => Cancel((CancellationTokenSource)state!), _source, time, Timeout.InfiniteTimeSpan);
    }

    internal CancellationToken Token => _source.Token;

    /// <summary>Whether the clock, and not the caller, has cancelled.</summary>
    internal bool Passed => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    internal void Restart(TimeSpan time) => _timer.Change(time, Timeout.InfiniteTimeSpan);

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
