namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Counts requests or tokens in a time window that ends now. Not thread-safe.</summary>
/// <param name="length">The length of the window.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class SlidingWindow(TimeSpan length, TimeProvider timeProvider)
{
    private readonly Queue<(long Timestamp, long Count)> _uses = [];
    private long _used;

    /// <summary>Returns the number of requests or tokens in the window.</summary>
    public long GetUsed()
    {
        while (_uses.TryPeek(out var use) && timeProvider.GetElapsedTime(use.Timestamp) >= length)
            _used -= _uses.Dequeue().Count;
        return _used;
    }

    public void Add(long count)
    {
        _uses.Enqueue((timeProvider.GetTimestamp(), count));
        _used += count;
    }

    /// <summary>Returns the time after which the number in the window is below a limit.</summary>
    public TimeSpan GetTimeUntilBelow(long limit)
    {
        var used = GetUsed();
        var last = _uses.First(use => (used -= use.Count) < limit);
        return length - timeProvider.GetElapsedTime(last.Timestamp);
    }
}
