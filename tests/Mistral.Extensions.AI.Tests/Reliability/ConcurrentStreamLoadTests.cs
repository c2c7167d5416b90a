using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Http.Retries;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>A thousand streams at a time, of which a fifth meets a fault: a refusal that passes, a cut, a delay.</summary>
[Collection(nameof(NonParallel))]
public sealed class ConcurrentStreamLoadTests
{
    private const int StreamCount = 1000;
    private const int TruncatedCount = 60;

    private const int Rounds = 4;

    // What the pools of sockets and buffers move about by themselves, a pool for each core: a leak of 1 KB a stream is more.
    private const long AllowedGrowth = Rounds * StreamCount * 1024;

    // What is never closed would be waited for: that ends, and is a failure.
    [Fact(Timeout = 120_000)]
    public async Task Thousand_concurrent_streams_with_faults_leak_nothing()
    {
        // The first round fills the pools, the others must not need more.
        await RunRoundAsync();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var timers = Timer.ActiveCount;
        for (var round = 0; round < Rounds; round++)
            await RunRoundAsync();

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, AllowedGrowth);
        // Each stream has timers that guard it; what else has some is a server that is up or not.
        Assert.InRange(Timer.ActiveCount - timers, int.MinValue, StreamCount / 10);
    }

    private static async Task RunRoundAsync()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        foreach (var fault in Enumerable.Range(0, StreamCount).Select(CreateFault))
            emulator.Enqueue(fault);
        var connections = new ConnectionCountingHandler();
        using var retries = new RetryHandler(10, new ImmediateTimeProvider(), NullLogger.Instance) { InnerHandler = connections };
        using var http = new HttpClient(retries) { Timeout = Timeout.InfiniteTimeSpan };
        using var client = new MistralClient(http, new() { ApiKey = "test-key", Endpoint = emulator.Endpoint });
        var meeting = new AsyncBarrier(StreamCount);

        var answers = await Task.WhenAll(Enumerable.Range(0, StreamCount).Select(number => ReadAsync(client, number, meeting)));

        Assert.Equal(TruncatedCount, answers.Count(answer => answer.Failure is not null));
        Assert.All(answers, (answer, number) =>
        {
            var right = $"You said: \"Number {number}\".";
            if (answer.Failure is null)
                Assert.Equal(right, answer.Text);
            else
                Assert.StartsWith(answer.Text, right, StringComparison.Ordinal);
        });
        Assert.InRange(connections.PeakConnections, StreamCount - TruncatedCount, StreamCount * 2);
        await AssertNoLeaksAsync(connections, emulator);
    }

    private static async Task AssertNoLeaksAsync(ConnectionCountingHandler connections, MistralEmulator emulator)
    {
        await connections.CloseAllAsync();
        Assert.DoesNotContain(emulator.Requests, request => request.StatusCode == 0);
        // A body that is disposed has given its buffer back.
        Assert.True(connections.RequestBodies.Count >= StreamCount);
        foreach (var body in connections.RequestBodies)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
    }

    /// <summary>Of five requests, one: it is refused for now, it is cut, it is delayed.</summary>
    private static ScriptedResponse CreateFault(int number) => (number % 50) switch
    {
        0 or 15 or 30 or 45 => ScriptedResponse.Fault(503) with { Headers = new Dictionary<string, string> { ["retry-after"] = "0" } },
        5 or 20 or 35 => new() { CutAfterBytes = 400 },
        10 or 25 or 40 => new() { Delay = TimeSpan.FromMilliseconds(20) },
        _ => new(),
    };

    private static async Task<(string Text, MistralException? Failure)> ReadAsync(MistralClient client, int number, AsyncBarrier barrier)
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
                    await barrier.SignalAsync(isThere = true);
            }

            return (text, null);
        }
        catch (MistralException exception)
        {
            if (!isThere)
                await barrier.SignalAsync(waits: false);
            return (text, exception);
        }
    }

    /// <summary>Nobody goes on before all are there: all streams are open at once.</summary>
    private sealed class AsyncBarrier(int participants)
    {
        private readonly TaskCompletionSource _allArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _remaining = participants;

        internal Task SignalAsync(bool waits)
        {
            if (Interlocked.Decrement(ref _remaining) == 0)
                _allArrived.SetResult();
            return waits ? _allArrived.Task.WaitAsync(TestContext.Current.CancellationToken) : Task.CompletedTask;
        }
    }

    /// <summary>All waits are over at once.</summary>
    private sealed class ImmediateTimeProvider : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
