using System.Net.Sockets;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Recording;

/// <summary>The times of headers and chunks are recorded, and replayed on request.</summary>
[Trait("Spec", "not-in-openapi")]
public sealed class RecordedTimingTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static readonly string[] Events = ["data: one\n\n", "data: t", "wo\n\n", "data: [DONE]\n\n"];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chunks_are_sent_while_they_are_received_and_recorded_with_their_times()
    {
        await using var recordings = await TestRecordings.StartAsync();

        var received = await RecordAsync(recordings);
        var response = recordings.ReadFile()["response"]!;

        Assert.Equal(Events, received);
        Assert.Equal(500, (double)response["time_ms"]!);
        Assert.Equal(
            ["1000: data: one\n\n", "2000: data: t", "3000: wo\n\n", "4000: data: [DONE]\n\n"],
            response["chunks"]!.AsArray().Select(chunk => $"{chunk!["time_ms"]}: {chunk["text"]}"));
    }

    [Fact]
    public async Task Stream_is_replayed_with_the_same_chunks_and_delays()
    {
        await using var recordings = await TestRecordings.StartAsync();
        await RecordAsync(recordings);
        var time = new ManualTimeProvider();
        using var client = await OpenAsync(await recordings.ReplayAsync(time));

        Assert.Equal(500, (await time.WaitForTimerAsync()).TotalMilliseconds);
        time.Advance(TimeSpan.FromMilliseconds(500));
        var received = "";
        foreach (var (index, text) in Events.Index())
        {
            Assert.Equal(index == 0 ? 500 : 1000, (await WaitForDelayAsync(time)).TotalMilliseconds);
            time.Advance(TimeSpan.FromMilliseconds(index == 0 ? 500 : 1000));
            received = await RawHttp.ReadUntilAsync(client, $"{text}\r\n");
            Assert.Contains(Format(text), received, StringComparison.OrdinalIgnoreCase);
        }
        Assert.EndsWith("\r\n0\r\n\r\n", await RawHttp.ReadToEndAsync(client, received), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_disconnects_after_the_last_event_is_recorded()
    {
        await using var recordings = await TestRecordings.StartAsync();

        await RecordAsync(recordings, end: "");

        Assert.Equal(Events, recordings.ReadFile()["response"]!["chunks"]!.AsArray().Select(chunk => (string?)chunk!["text"]));
        Assert.Null(recordings.ReadFile()["response"]!["incomplete"]);
    }

    [Fact]
    public async Task Stream_is_replayed_without_delays_by_default()
    {
        await using var recordings = await TestRecordings.StartAsync();
        await RecordAsync(recordings);
        using var client = await OpenAsync(await recordings.ReplayAsync());

        var received = await RawHttp.ReadUntilAsync(client, "\r\n0\r\n\r\n");

        Assert.EndsWith(string.Concat(Events.Select(Format)) + "0\r\n\r\n", received, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Returns a chunk as it is sent in HTTP/1.1.</summary>
    private static string Format(string text) => $"{text.Length:X}\r\n{text}\r\n";

    /// <summary>Disposing a timer and starting the next one are both notifications of the time provider.</summary>
    private static async Task<TimeSpan> WaitForDelayAsync(ManualTimeProvider time)
    {
        var delay = await time.WaitForTimerAsync();
        return delay == Timeout.InfiniteTimeSpan ? await WaitForDelayAsync(time) : delay;
    }

    /// <summary>Records a stream whose headers arrive after 0.5 s, and whose chunks arrive after 1, 2, 3 and 4 s.</summary>
    private static async Task<string[]> RecordAsync(TestRecordings recordings, string end = "0\r\n\r\n")
    {
        var time = new ManualTimeProvider();
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var next = new SemaphoreSlim(0);
        await using var server = new RawTcpServer(async (socket, stopping) =>
        {
            received.SetResult();
            socket.NoDelay = true;
            foreach (var packet in Events.Select(Format).Prepend(Head))
            {
                await next.WaitAsync(stopping);
                await socket.SendAsync(Encoding.UTF8.GetBytes(packet), stopping);
            }
            // Without the end of the body, the connection stays open until the client closes it.
            if (end.Length > 0)
                await socket.SendAsync(Encoding.ASCII.GetBytes(end), stopping);
            else
                await next.WaitAsync(stopping);
        });
        var recorder = await recordings.RecordAsync(server.Endpoint, timeProvider: time);
        using var client = await OpenAsync(recorder);
        await received.Task.WaitAsync(CancellationToken);

        var chunks = new List<string>();
        var lastChunk = "";
        time.Advance(TimeSpan.FromMilliseconds(500));
        next.Release();
        await RawHttp.ReadUntilAsync(client, "\r\n\r\n");
        foreach (var (index, text) in Events.Index())
        {
            time.Advance(TimeSpan.FromMilliseconds(index == 0 ? 500 : 1000));
            next.Release();
            var chunk = await RawHttp.ReadUntilAsync(client, $"{text}\r\n");
            chunks.Add(chunk.Split("\r\n")[1]);
            lastChunk = chunk;
        }
        // Disposing the recorder waits until the recording is written.
        if (end.Length > 0)
            Assert.EndsWith(end, await RawHttp.ReadToEndAsync(client, lastChunk), StringComparison.Ordinal);
        client.Dispose();
        await recorder.DisposeAsync();
        return [.. chunks];
    }

    private static Task<TcpClient> OpenAsync(TestEmulator emulator) => RawHttp.OpenAsync(
        emulator.Server.Endpoint, "POST", "/v1/chat/completions", Encoding.UTF8.GetBytes("{}"), headers: TestRecordings.Authorization);
}
