using System.Threading.RateLimiting;
using Mistral.Extensions.AI.Http.RateLimits;

namespace Mistral.Extensions.AI;

/// <summary>
/// A rate limiter for <see cref="MistralClientOptions.RateLimiter"/> that learns the limits of each model from the responses of the API
/// (headers <c>x-ratelimit-*</c> and <c>Retry-After</c>), and delays requests before the API rejects them with status 429.
/// </summary>
/// <remarks>
/// <para>
/// Requests that are being processed count towards the remaining quota. When less than a tenth of a limit remains, the requests are spread
/// over the time until more becomes available. After a response with status 429 and <c>Retry-After</c>, no request to that model is sent
/// before that time has passed. Each model has a queue of its own, first in, first out; requests without a model have one for each API
/// group. The first request of a queue waits for a minute at the most, or as long as the API asks for; if that is more than a minute, the
/// lease is rejected.
/// </para>
/// <para>
/// Without these headers, no request is delayed. Use one limiter for all clients with API keys of the same organization. If the limiter is
/// part of another limiter, such as a chained one, it learns nothing.
/// </para>
/// </remarks>
public sealed class MistralRateLimiter : RateLimiter
{
    private const int DefaultQueueLimit = 10_000;

    // Model IDs may be input of users. Above this number, models without limits are removed.
    private const int MaxUnusedQueues = 1000;

    private readonly ModelQueueState _state;
    private readonly Dictionary<string, ModelQueue> _queues = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="MistralRateLimiter"/> class.</summary>
    /// <param name="queueLimit">
    /// The maximum number of requests to each model that wait; 0 or more. Further requests are rejected. Default: 10,000.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="queueLimit"/> is negative.</exception>
    public MistralRateLimiter(int queueLimit = DefaultQueueLimit)
        : this(queueLimit, TimeProvider.System)
    {
    }

    internal MistralRateLimiter(int queueLimit, TimeProvider timeProvider)
    {
        if (queueLimit < 0)
            throw new ArgumentOutOfRangeException(nameof(queueLimit), queueLimit, "The queue limit must be 0 or greater.");

        _state = new(queueLimit, timeProvider);
    }

    /// <summary>The time since the last lease was disposed of; null while leases are held or requests wait.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_state)
                return _state.Active > 0 || _queues.Values.Any(queue => queue.Count > 0) ? null : _state.Now - _state.LastUse;
        }
    }

    /// <summary>
    /// Gets the statistics of all models. The available permits are those of the model that has the fewest requests left;
    /// <see cref="int.MaxValue"/> if no limit is known.
    /// </summary>
    /// <returns>The statistics.</returns>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (_state)
        {
            return new()
            {
                CurrentAvailablePermits = (long)(_queues.Values.Min(queue => queue.AvailableRequests) ?? int.MaxValue),
                CurrentQueuedCount = _queues.Values.Sum(queue => queue.Count),
                TotalSuccessfulLeases = _state.Acquired,
                TotalFailedLeases = _state.Rejected,
            };
        }
    }

    /// <summary>The number of models and API groups with a queue.</summary>
    internal int QueueCount
    {
        get
        {
            lock (_state)
                return _queues.Count;
        }
    }

    /// <summary>Acquires a lease for an attempt, which learns from its response.</summary>
    internal ValueTask<RateLimitLease> AcquireAsync(MistralRequestInfo request, int permits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return GetQueue(request.Model ?? GetGroup(request.Path)).AcquireAsync(permits, request.EstimatedTokens, cancellationToken);
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => GetQueue("").AttemptAcquire(permitCount, 0);

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        GetQueue("").AcquireAsync(permitCount, 0, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;

        lock (_state)
        {
            _state.IsDisposed = true;
            foreach (var queue in _queues.Values)
                queue.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeAsyncCore()
    {
        Dispose(true);
        return base.DisposeAsyncCore();
    }

    // "/v1/files/{id}" belongs to the group "/files".
    private static string GetGroup(string path) => string.Concat("/", path.Split('/').ElementAtOrDefault(2));

    private ModelQueue GetQueue(string name)
    {
        lock (_state)
        {
            _state.ThrowIfDisposed();
            if (_queues.TryGetValue(name, out var queue))
                return queue;

            if (_queues.Count >= MaxUnusedQueues)
                RemoveUnused();
            return _queues[name] = new(_state);
        }
    }

    private void RemoveUnused()
    {
        foreach (var (name, queue) in _queues.Where(queue => queue.Value.IsUnused).Select(queue => (queue.Key, queue.Value)).ToList())
        {
            _queues.Remove(name);
            queue.Dispose();
        }
    }
}
