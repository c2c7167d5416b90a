using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>A thousand streams at a time, of which a fifth meets a fault: a refusal that passes, a cut, a delay.</summary>
[Collection(nameof(Alone))]
public sealed class LoadTests
{
    private const int Streams = 1000;
    private const int Cuts = 60;

    private const int Rounds = 4;

    // What the pools of sockets and buffers move about by themselves, a pool for each core: a leak of 1 KB a stream is more.
    private const long Slack = Rounds * Streams * 1024;

    // What is never closed would be waited for: that ends, and is a failure.
    [Fact(Timeout = 120_000)]
    public async Task A_thousand_streams_with_faults_are_right_or_refused_and_leave_nothing_behind()
    {
        // The first round fills the pools, the others must not need more.
        await RunAsync();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var timers = Timer.ActiveCount;
        for (var round = 0; round < Rounds; round++)
            await RunAsync();

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, Slack);
        // Each stream has timers that guard it; what else has some is a server that is up or not.
        Assert.InRange(Timer.ActiveCount - timers, int.MinValue, Streams / 10);
    }

    private static async Task RunAsync()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        foreach (var fault in Enumerable.Range(0, Streams).Select(FaultOf))
            emulator.Enqueue(fault);
        var connections = new CountedConnections();
        using var retries = new RetryHandler(10, new HastyClock(), NullLogger.Instance) { InnerHandler = connections };
        using var http = new HttpClient(retries) { Timeout = Timeout.InfiniteTimeSpan };
        using var client = new MistralClient(http, new() { ApiKey = "test-key", Endpoint = emulator.Endpoint });
        var meeting = new Meeting(Streams);

        var answers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(number => ReadAsync(client, number, meeting)));

        Assert.Equal(Cuts, answers.Count(answer => answer.Failure is not null));
        Assert.All(answers, (answer, number) =>
        {
            var right = $"You said: \"Number {number}\".";
            if (answer.Failure is null)
                Assert.Equal(right, answer.Text);
            else
                Assert.StartsWith(answer.Text, right, StringComparison.Ordinal);
        });
        Assert.InRange(connections.Peak, Streams - Cuts, Streams * 2);
        await AssertNothingIsLeftAsync(connections, emulator);
    }

    private static async Task AssertNothingIsLeftAsync(CountedConnections connections, MistralEmulator emulator)
    {
        await connections.CloseAsync();
        Assert.DoesNotContain(emulator.Requests, request => request.StatusCode == 0);
        // A body that is disposed has given its buffer back.
        Assert.True(connections.Bodies.Count >= Streams);
        foreach (var body in connections.Bodies)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
    }

    /// <summary>Of five requests, one: it is refused for now, it is cut, it is delayed.</summary>
    private static ScriptedAnswer FaultOf(int number) => (number % 50) switch
    {
        0 or 15 or 30 or 45 => ScriptedAnswer.Fault(503) with { Headers = new Dictionary<string, string> { ["retry-after"] = "0" } },
        5 or 20 or 35 => new() { CutAfterBytes = 400 },
        10 or 25 or 40 => new() { Delay = TimeSpan.FromMilliseconds(20) },
        _ => new(),
    };

    private static async Task<(string Text, MistralException? Failure)> ReadAsync(MistralClient client, int number, Meeting meeting)
    {
        var text = "";
        var isThere = false;
        try
        {
            await foreach (var update in client.AsIChatClient(StubServer.Model)
                .GetStreamingResponseAsync($"Number {number}", cancellationToken: TestContext.Current.CancellationToken))
            {
                text += update.Text;
                if (!isThere)
                    await meeting.ArriveAsync(isThere = true);
            }

            return (text, null);
        }
        catch (MistralException exception)
        {
            if (!isThere)
                await meeting.ArriveAsync(waits: false);
            return (text, exception);
        }
    }

    /// <summary>Nobody goes on before all are there: all streams are open at once.</summary>
    private sealed class Meeting(int guests)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _missing = guests;

        internal Task ArriveAsync(bool waits)
        {
            if (Interlocked.Decrement(ref _missing) == 0)
                _all.SetResult();
            return waits ? _all.Task.WaitAsync(TestContext.Current.CancellationToken) : Task.CompletedTask;
        }
    }

    /// <summary>All waits are over at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
