using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Http.Retries;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>A thousand concurrent streams. One in five has a fault: a transient error, a truncated response or a delay.</summary>
[Collection(nameof(NonParallel))]
public sealed class ConcurrentStreamLoadTests
{
    private const int StreamCount = 1000;
    private const int TruncatedCount = 60;

    private const int Rounds = 4;

    // The pools of sockets and buffers (one for each core) change in size by themselves, by less than 1 KB for each stream.
    private const long AllowedGrowth = Rounds * StreamCount * 1024;

    // The test waits until all connections are closed. If one stays open, the timeout fails the test.
    [Fact(Timeout = 120_000)]
    public async Task Thousand_concurrent_streams_with_faults_leak_nothing()
    {
        // The first round fills the pools. The others must not need more memory.
        await RunRoundAsync();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var timers = Timer.ActiveCount;
        for (var round = 0; round < Rounds; round++)
            await RunRoundAsync();

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, AllowedGrowth);
        // Each stream has timers for its timeouts. The few others belong to the server.
        Assert.InRange(Timer.ActiveCount - timers, int.MinValue, StreamCount / 10);
    }

    private static async Task RunRoundAsync()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        foreach (var response in Enumerable.Range(0, StreamCount).Select(CreateScriptedResponse))
            emulator.Enqueue(response);
        var connections = new ConnectionCountingHandler();
        using var retries = new RetryHandler(10, new ImmediateTimeProvider(), NullLogger.Instance) { InnerHandler = connections };
        using var http = new HttpClient(retries) { Timeout = Timeout.InfiniteTimeSpan };
        using var client = new MistralClient(http, new() { ApiKey = "test-key", Endpoint = emulator.Endpoint });
        var barrier = new AsyncBarrier(StreamCount);

        var results = await Task.WhenAll(Enumerable.Range(0, StreamCount).Select(number => ReadAsync(client, number, barrier)));

        Assert.Equal(TruncatedCount, results.Count(result => result.Failure is not null));
        Assert.All(results, (result, number) =>
        {
            var expected = $"You said: \"{CreatePrompt(number)}\".";
            if (result.Failure is null)
                Assert.Equal(expected, result.Text);
            else
                Assert.StartsWith(result.Text, expected, StringComparison.Ordinal);
        });
        Assert.InRange(connections.PeakConnections, StreamCount - TruncatedCount, StreamCount * 2);
        await AssertNoLeaksAsync(connections, emulator);
    }

    // The response repeats the prompt. It must be longer than the buffer of a stream: a connection whose response was read completely is
    // used for another stream.
    private static string CreatePrompt(int number) => $"Number {number}{string.Concat(Enumerable.Repeat(" word", 150))}";

    private static async Task AssertNoLeaksAsync(ConnectionCountingHandler connections, MistralEmulator emulator)
    {
        await connections.CloseAllAsync();
        // The status code is 0 if no response was started.
        Assert.DoesNotContain(emulator.Requests, request => request.StatusCode == 0);
        // A disposed request body has returned its buffer to the pool.
        Assert.True(connections.RequestBodies.Count >= StreamCount);
        foreach (var body in connections.RequestBodies)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
    }

    /// <summary>Creates the scripted response for a request: of 50 requests, 4 get HTTP 503, 3 are truncated and 3 are delayed.</summary>
    private static ScriptedResponse CreateScriptedResponse(int number) => (number % 50) switch
    {
        0 or 15 or 30 or 45 => ScriptedResponse.Fault(503) with { Headers = new Dictionary<string, string> { ["retry-after"] = "0" } },
        5 or 20 or 35 => new() { CutAfterBytes = 400 },
        10 or 25 or 40 => new() { Delay = TimeSpan.FromMilliseconds(20) },
        _ => new(),
    };

    private static async Task<(string Text, MistralException? Failure)> ReadAsync(MistralClient client, int number, AsyncBarrier barrier)
    {
        var text = "";
        var hasArrived = false;
        try
        {
            await foreach (var update in client.AsIChatClient(StubServer.Model)
                .GetStreamingResponseAsync(CreatePrompt(number), cancellationToken: TestContext.Current.CancellationToken))
            {
                text += update.Text;
                if (!hasArrived)
                {
                    hasArrived = true;
                    await barrier.SignalAsync(waits: true);
                }
            }

            return (text, null);
        }
        catch (MistralException exception)
        {
            if (!hasArrived)
                await barrier.SignalAsync(waits: false);
            return (text, exception);
        }
    }

    /// <summary>Makes each stream wait until all have started, so that all are open at the same time.</summary>
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

    /// <summary>A time provider whose timers fire immediately.</summary>
    private sealed class ImmediateTimeProvider : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
