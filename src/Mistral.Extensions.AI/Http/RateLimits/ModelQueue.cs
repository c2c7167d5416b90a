using System.Threading.RateLimiting;

namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>
/// The requests to one model that wait for a lease, first in, first out. Until the server has reported limits, none waits.
/// </summary>
internal sealed class ModelQueue(ModelQueueState state) : IDisposable
{
    // If the server asks for a longer delay, requests are rejected, as in RetryHandler: the caller can decide.
    private static readonly TimeSpan MaxWait = SlidingQuota.Window;

    private readonly ModelLimits _limits = new();
    private readonly LinkedList<ModelWaiter> _waiters = new();
    private ITimer? _timer;

    /// <summary>The number of requests that wait.</summary>
    internal int Count => _waiters.Count;

    /// <summary>Whether nothing is lost if the queue is removed.</summary>
    internal bool IsUnused => Count == 0 && !_limits.IsInUse && !_limits.IsKnown && _limits.GetBlockedTime(state.Now) <= TimeSpan.Zero;

    /// <summary>The estimated number of requests that can be sent now; null if the limit is not known.</summary>
    internal double? AvailableRequests => _limits.AvailableRequests;

    /// <summary>Acquires a lease if no request waits and the limits allow it.</summary>
    internal ModelLease AttemptAcquire(double requests, double tokens)
    {
        lock (state)
        {
            state.ThrowIfDisposed();
            var delay = GetDelay(requests, tokens);
            return Count == 0 && delay <= TimeSpan.Zero ? Acquire(requests, tokens) : Reject(delay);
        }
    }

    /// <summary>Acquires a lease, and waits for it in the queue if necessary.</summary>
    internal ValueTask<RateLimitLease> AcquireAsync(double requests, double tokens, CancellationToken cancellationToken)
    {
        ModelWaiter waiter;
        lock (state)
        {
            state.ThrowIfDisposed();
            var delay = GetDelay(requests, tokens);
            if (Count == 0 && delay <= TimeSpan.Zero)
                return new(Acquire(requests, tokens));
            if (delay > MaxWait || Count >= state.QueueLimit)
                return new(Reject(delay));

            waiter = new(requests, tokens);
            waiter.Node = _waiters.AddLast(waiter);
            SendWaiting();
        }

        return WaitAsync(waiter, cancellationToken);
    }

    /// <summary>Learns from the response to an attempt.</summary>
    internal void Report(ModelLease lease, HttpResponseMessage response)
    {
        lock (state)
        {
            if (lease.Use is { } use)
                _limits.Complete(state.Now, use, response, state.TimeProvider);
            lease.Use = null;
            SendWaiting();
        }
    }

    /// <summary>Ends a lease.</summary>
    internal void End(ModelLease lease)
    {
        lock (state)
        {
            if (lease.HasEnded)
                return;

            lease.HasEnded = true;
            state.Active--;
            state.LastUse = state.Now;
            if (lease.Use is { } use)
                _limits.Complete(state.Now, use);
            lease.Use = null;
            SendWaiting();
        }
    }

    /// <summary>Rejects the requests that wait.</summary>
    public void Dispose()
    {
        lock (state)
        {
            RejectWaiting();
            _timer?.Dispose();
            _timer = null;
        }
    }

    private async ValueTask<RateLimitLease> WaitAsync(ModelWaiter waiter, CancellationToken cancellationToken)
    {
        // Not under the lock: the disposal of the registration waits for the callback.
        using (cancellationToken.Register(() => Cancel(waiter, cancellationToken)))
            return await waiter.Task.ConfigureAwait(false);
    }

    private void Cancel(ModelWaiter waiter, CancellationToken cancellationToken)
    {
        lock (state)
        {
            if (waiter.Node!.List is null)
                return;

            _waiters.Remove(waiter.Node);
            waiter.TrySetCanceled(cancellationToken);
            SendWaiting();
        }
    }

    private void SendWaiting()
    {
        if (_limits.GetBlockedTime(state.Now) > MaxWait)
            RejectWaiting();
        while (_waiters.First is { Value: var waiter })
        {
            waiter.FirstSince ??= state.Now;
            var delay = GetDelay(waiter.Requests, waiter.Tokens, waiter.FirstSince);
            if (delay > TimeSpan.Zero)
            {
                Schedule(delay);
                return;
            }

            _waiters.RemoveFirst();
            waiter.TrySetResult(Acquire(waiter.Requests, waiter.Tokens));
        }
    }

    private void RejectWaiting()
    {
        while (_waiters.First is { Value: var waiter })
        {
            _waiters.RemoveFirst();
            waiter.TrySetResult(Reject(_limits.GetBlockedTime(state.Now)));
        }
    }

    private void Schedule(TimeSpan delay)
    {
        _timer ??= state.TimeProvider.CreateTimer(
            static queue => ((ModelQueue)queue!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Timers ignore fractions of a millisecond.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (state)
            SendWaiting();
    }

    /// <summary>
    /// Gets the time until a request should be sent. The first request of the queue waits for a minute at the most, whatever was reported,
    /// unless the server has asked to wait.
    /// </summary>
    private TimeSpan GetDelay(double requests, double tokens, TimeSpan? firstSince = null)
    {
        var now = state.Now;
        if (_limits.GetBlockedTime(now) is var blocked && blocked > TimeSpan.Zero)
            return blocked;

        var delay = _limits.GetDelay(now, requests, tokens);
        var rest = (firstSince ?? now) + MaxWait - now;
        return delay < rest ? delay : rest;
    }

    private ModelLease Acquire(double requests, double tokens)
    {
        state.Acquired++;
        state.Active++;
        return new(this, _limits.Send(state.Now, requests, tokens));
    }

    private ModelLease Reject(TimeSpan delay)
    {
        state.Rejected++;
        return new(delay);
    }
}
