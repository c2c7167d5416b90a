using System.Net;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>However a call ends, what it took is given back: the connection, the buffer of its body, the timer of its time-out.</summary>
public sealed class NothingIsLeftTests
{
    private const string Answer = """{"id":"m","data":[],"pages":[],"choices":[{"index":0,"finish_reason":"stop"}]}""";

    public static MatrixTheoryData<string, string> EndsAndRoutes => new(["well", "refused", "broken", "cancelled", "too late"], Routes.Names);

    [Theory]
    [MemberData(nameof(EndsAndRoutes))]
    public async Task Nothing_is_left_behind_however_a_call_ends(string end, string route)
    {
        var clock = new CountedTimers();
        using var cancel = new CancellationTokenSource();
        var answer = Routes.IsStream(route) ? Calls.Event(Answer) : Answer;
        using var body = new Body(end is "well" ? answer : answer[..20], async cancellationToken =>
        {
            if (end is "broken")
                throw new IOException("reset");
            if (end is "cancelled")
                await cancel.CancelAsync();
            if (end is "too late")
                clock.Advance(TimeSpan.FromHours(1));
            if (end is "cancelled" or "too late")
                await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        var status = end is "refused" ? HttpStatusCode.BadRequest : HttpStatusCode.OK;
        var server = new StubServer().Then(() => new(status) { Content = new StreamContent(body) });

        var exception = await Record.ExceptionAsync(() => server.Client(options => options.Clock = clock).CallAsync(route, cancel.Token));

        Assert.Equal(end switch { "well" => null, "cancelled" => typeof(OperationCanceledException), _ => typeof(MistralException) }, exception?.GetType());
        Assert.True(body.IsDisposed);
        Assert.Equal((1, 0), (clock.Made, clock.Alive));
        // A body that is disposed has given its buffer back.
        if (Assert.Single(server.Messages).Content is { } sent)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => sent.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
    }

    private sealed class Body(string text, Func<CancellationToken, Task> end) : MemoryStream(Pieces.Bytes(text))
    {
        internal bool IsDisposed { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length)
                await end(cancellationToken);
            return Read(buffer.Span);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class CountedTimers : TimeProvider
    {
        private readonly ManualClock _clock = new();

        internal int Made { get; private set; }

        internal int Alive { get; private set; }

        public override long TimestampFrequency => _clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

        public override long GetTimestamp() => _clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Made++;
            Alive++;
            return new Timer(_clock.CreateTimer(callback, state, dueTime, period), () => Alive--);
        }

        internal void Advance(TimeSpan time) => _clock.Advance(time);

        private sealed class Timer(ITimer timer, Action onDispose) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                timer.Dispose();
                onDispose();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
