using System.Threading.RateLimiting;

namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>A lease of one attempt, whose response the limiter learns from.</summary>
internal sealed class ModelLease : RateLimitLease
{
    private readonly ModelQueue? _queue;
    private readonly TimeSpan? _retryAfter;

    /// <summary>Creates a lease that is acquired.</summary>
    internal ModelLease(ModelQueue queue, ModelUse use) => (_queue, Use) = (queue, use);

    /// <summary>Creates a lease that is not acquired.</summary>
    /// <param name="delay">The time after which a lease may be available; zero or less if it is not known.</param>
    internal ModelLease(TimeSpan delay) => _retryAfter = delay > TimeSpan.Zero ? delay : null;

    public override bool IsAcquired => _queue is not null;

    public override IEnumerable<string> MetadataNames => _retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

    /// <summary>What the attempt uses; null when the response was received, or the attempt has failed.</summary>
    internal ModelUse? Use { get; set; }

    /// <summary>Whether the lease was disposed of.</summary>
    internal bool HasEnded { get; set; }

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? _retryAfter : null;
        return metadata is not null;
    }

    /// <summary>Learns from the headers of the response.</summary>
    internal void Report(HttpResponseMessage response) => _queue?.Report(this, response);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _queue?.End(this);
        base.Dispose(disposing);
    }
}
