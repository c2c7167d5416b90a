namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>The state that the queues of all models of a limiter share. Its instance is the lock of the limiter.</summary>
internal sealed class ModelQueueState(int queueLimit, TimeProvider timeProvider)
{
    private readonly long _start = timeProvider.GetTimestamp();

    /// <summary>The maximum number of requests that wait, for each model.</summary>
    internal int QueueLimit => queueLimit;

    internal TimeProvider TimeProvider => timeProvider;

    /// <summary>The time since the limiter was created.</summary>
    internal TimeSpan Now => timeProvider.GetElapsedTime(_start);

    internal bool IsDisposed { get; set; }

    internal void ThrowIfDisposed()
    {
        if (IsDisposed)
            throw new ObjectDisposedException(nameof(MistralRateLimiter));
    }

    /// <summary>The number of leases that were acquired.</summary>
    internal long Acquired { get; set; }

    /// <summary>The number of leases that were rejected.</summary>
    internal long Rejected { get; set; }

    /// <summary>The number of leases that were acquired and not disposed of.</summary>
    internal int Active { get; set; }

    /// <summary>When the last lease was disposed of.</summary>
    internal TimeSpan LastUse { get; set; }
}
