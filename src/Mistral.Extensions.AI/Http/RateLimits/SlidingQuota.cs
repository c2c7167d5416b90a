namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>
/// One limit of a model, of requests or of tokens per minute. The API counts the use of the last 60 seconds and reports the remaining quota
/// with each response. Between two reports, the quota is estimated: it decreases with each request that is sent, and increases when the use
/// of this process, and an even share of that of others, is older than 60 seconds. Times are measured from any fixed time.
/// </summary>
internal sealed class SlidingQuota
{
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Requests are delayed when less than this share of the limit remains.
    private const double LowShare = 0.1;

    // The use of the last 60 seconds, merged per second, so that the number of entries does not grow with the limit.
    private readonly Queue<Use> _uses = new();
    private Use? _lastUse;
    private double _usesCost;
    private double? _limit;
    private double _available;
    private double _othersUse;
    private double _othersUsePerSecond;
    private TimeSpan _now;
    private TimeSpan _lastSend;

    /// <summary>
    /// Whether the limit is known. A limit of 0 means that the plan has no access: requests are sent, so that the server returns the error.
    /// </summary>
    internal bool IsKnown => _limit > 0;

    /// <summary>The estimated remaining quota.</summary>
    internal double Available => Math.Max(0, _available);

    /// <summary>The cost of the requests whose responses were not received.</summary>
    internal double InFlight { get; private set; }

    /// <summary>The cost of all requests that were sent.</summary>
    internal double TotalSent { get; private set; }

    /// <summary>Counts a request that is sent now.</summary>
    internal void Send(TimeSpan now, double cost)
    {
        Advance(now);
        _lastSend = now;
        TotalSent += cost;
        InFlight += cost;
        _available -= cost;
    }

    /// <summary>Ends a request. The server counts its actual cost for a minute from now at the most; 0 if it does not count it.</summary>
    internal void Complete(TimeSpan now, double cost, double actualCost)
    {
        Advance(now);
        InFlight -= cost;
        _available += cost - actualCost;
        if (actualCost > 0)
            AddUse(now + Window, actualCost);
    }

    /// <summary>Sets the remaining quota that the server reported.</summary>
    /// <param name="now">The time.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="remaining">The remaining quota.</param>
    /// <param name="unseen">The cost of the requests that the server had not counted.</param>
    internal void Report(TimeSpan now, double limit, double remaining, double unseen)
    {
        Advance(now);
        _limit = limit;
        // Requests may arrive in another order than they were sent: then the server had not counted an earlier one either.
        var ownRemaining = limit - InFlight - _usesCost;
        _available = Math.Min(remaining - unseen, ownRemaining);
        _othersUse = ownRemaining - _available;
        _othersUsePerSecond = _othersUse / Window.TotalSeconds;
    }

    /// <summary>Gets the time until a request should be sent; zero or less for now.</summary>
    internal TimeSpan GetDelay(TimeSpan now, double cost)
    {
        if (!IsKnown)
            return TimeSpan.Zero;

        Advance(now);
        var needed = Math.Min(cost, _limit!.Value);
        if (_available < needed)
            return GetTimeUntilAvailable(needed);
        if (needed == 0 || _available >= LowShare * _limit.Value)
            return TimeSpan.Zero;

        // What remains is spread over the time until as much as the request needs becomes available again.
        return _lastSend + TimeSpan.FromTicks((long)(GetSpreadTime(needed).Ticks * needed / _available)) - now;
    }

    private TimeSpan GetSpreadTime(double needed)
    {
        var (time, freed) = (Window, 0.0);
        foreach (var use in _uses)
        {
            freed += use.Cost;
            if (freed < needed)
                continue;

            time = use.End - _lastSend;
            break;
        }

        return GetTimeUntilOthersFree(needed) is { } earlier && earlier < time ? earlier : time;
    }

    private TimeSpan GetTimeUntilAvailable(double needed)
    {
        var missing = needed - _available;
        foreach (var use in _uses)
        {
            var time = use.End - _now;
            if (GetTimeUntilOthersFree(missing) is { } earlier && earlier < time)
                return earlier;
            missing -= use.Cost;
            if (missing <= Math.Min(_othersUse, _othersUsePerSecond * time.TotalSeconds))
                return time;
        }

        return GetTimeUntilOthersFree(missing) ?? Window;
    }

    private TimeSpan? GetTimeUntilOthersFree(double cost) =>
        cost <= 0 ? TimeSpan.Zero
        : cost <= _othersUse ? TimeSpan.FromTicks((long)Math.Ceiling(cost / _othersUsePerSecond * TimeSpan.TicksPerSecond))
        : null;

    private void AddUse(TimeSpan end, double cost)
    {
        _usesCost += cost;
        if (_lastUse is { } last && _uses.Count > 0 && end - last.Start < TimeSpan.FromSeconds(1))
            (last.End, last.Cost) = (end, last.Cost + cost);
        else
            _uses.Enqueue(_lastUse = new() { Start = end, End = end, Cost = cost });
    }

    private void Advance(TimeSpan now)
    {
        var freed = Math.Min(_othersUse, _othersUsePerSecond * (now - _now).TotalSeconds);
        _othersUse -= freed;
        _now = now;
        while (_uses.Count > 0 && _uses.Peek().End <= now)
        {
            var cost = _uses.Dequeue().Cost;
            _usesCost -= cost;
            freed += cost;
        }

        _available = Math.Min(_limit ?? 0, _available + freed);
    }

    /// <summary>The cost of requests whose 60 seconds end between two times. It counts until the second one.</summary>
    private sealed class Use
    {
        internal TimeSpan Start { get; init; }

        internal TimeSpan End { get; set; }

        internal double Cost { get; set; }
    }
}
