using System.Threading.Channels;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>A time provider whose time moves only when a test calls <see cref="Advance"/>. That also fires the due timers.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly Channel<TimeSpan> _startedTimers = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset _now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until the code under test has started its next timer, and returns the due time of that timer.</summary>
    internal ValueTask<TimeSpan> WaitForTimerAsync() => _startedTimers.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>
    /// Moves the time forward until a call that waits for a stream has completed. The time of a stream stops between two reads, so a timer
    /// may fire before the read that is never answered.
    /// </summary>
    internal async Task AdvanceUntilCompletedAsync(Task call, TimeSpan time)
    {
        while (!call.IsCompleted)
        {
            var nextTimer = WaitForTimerAsync().AsTask();
            Advance(time);
            await Task.WhenAny(call, nextTimer);
        }
    }

    /// <summary>Moves the time forward and fires all timers that are due, in the order of their due times.</summary>
    internal void Advance(TimeSpan time)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _now += time;
            due = [.. _timers.Where(timer => timer.Due <= _now).OrderBy(timer => timer.Due)];
            _timers.RemoveAll(due.Contains);
        }

        foreach (var timer in due)
            timer.Callback();
    }

    private void Schedule(ManualTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;

            timer.Due = _now + dueTime;
            _timers.Add(timer);
        }

        _startedTimers.Writer.TryWrite(dueTime);
    }

    private sealed class ManualTimer(ManualTimeProvider timeProvider, Action callback) : ITimer
    {
        internal Action Callback => callback;

        internal DateTimeOffset Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            timeProvider.Schedule(this, dueTime);
            return true;
        }

        public void Dispose() => timeProvider.Schedule(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
