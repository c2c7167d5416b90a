using System.Net;
using System.Net.WebSockets;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

public sealed class RealtimeFailureTests
{
    private const string Model = "voxtral-mini-transcribe-realtime-2602";
    private const string Route = "GET /v1/audio/transcriptions/realtime: ";
    private const string Delta = """{"type":"transcription.text.delta","text":"Hello"}""";
    private const string Done = """{"type":"transcription.done","model":"m","text":"Hello","language":"en","usage":{"total_tokens":3} }""";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requires", "net8.0")]
    public async Task Rejected_connection_throws_the_error_of_the_server()
    {
        await using var server = new RawTcpServer(RawTcpServer.RespondWith(
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 34\r\n\r\n{\"detail\":\"Invalid key: test-key.\"}"));
        using var client = server.CreateClient();

        var exception = await ConnectErrorAsync(client);

        Assert.Equal(HttpStatusCode.Unauthorized, exception.StatusCode);
        Assert.StartsWith($"{Route}Invalid key: ***.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("test-key", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requires", "net8.0")]
    public async Task Server_without_a_WebSocket_throws()
    {
        await using var server = new RawTcpServer(RawTcpServer.RespondWith("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
        using var client = server.CreateClient();

        var exception = await ConnectErrorAsync(client);

        Assert.Equal($"{Route}The server did not open a WebSocket, but returned status 200. Check the endpoint.", exception.Message);
    }

    [Fact]
    [Trait("Requires", "net8.0")]
    public async Task Connection_is_retried_after_a_transient_failure()
    {
        await using var server = new RealtimeServer(
            connection => connection.SendAsync(Done),
            rejection: "HTTP/1.1 503 Unavailable\r\nRetry-After: 0.01\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using var client = server.CreateClient(options => options.MaxRetries = 1);

        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(2, await realtime.ReadEventsAsync(CancellationToken).CountAsync(CancellationToken));
    }

    [Fact]
    public async Task Refused_connection_names_the_host()
    {
        var server = new RawTcpServer(RawTcpServer.RespondWith(""));
        using var client = server.CreateClient();
        await server.DisposeAsync();

        var exception = await ConnectErrorAsync(client);

        Assert.StartsWith($"{Route}The connection to 127.0.0.1 failed.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Requires", "net8.0")]
    [InlineData("""{"type":"error","error":{"message":"Unknown model","code":1500} }""", "Unknown model", "1500")]
    [InlineData("""{"type":"error","error":{"message":{"detail":"Unknown model"},"code":3} }""", "Unknown model", "3")]
    [InlineData("""{"object":"error","message":"Unknown model","type":"invalid_request","code":"1500"}""", "Unknown model", "1500")]
    public async Task Error_before_the_session_throws(string error, string message, string code)
    {
        await using var server = new RealtimeServer(connection => connection.SendAsync(error), hasSession: false);
        using var client = server.CreateClient();

        var exception = await ConnectErrorAsync(client);

        Assert.StartsWith($"{Route}{message}.", exception.Message, StringComparison.Ordinal);
        Assert.Equal((code, "c1"), (exception.Code, exception.RequestId));
    }

    [Fact]
    public async Task Error_event_throws_and_the_next_events_can_be_read_if_the_connection_stays_open()
    {
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.SendAsync(Delta);
            await connection.SendAsync("""{"type":"error","error":{"message":"Audio format updates are rejected","code":5} }""");
            await connection.SendAsync(Done);
            await connection.ReceiveUntilAsync("never");
        });
        using var client = server.CreateClient();
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

        var exception = await ReadErrorAsync(realtime);

        Assert.StartsWith($"{Route}Audio format updates are rejected. (code 5", exception.Message, StringComparison.Ordinal);
        Assert.True(realtime.IsOpen);
        Assert.IsType<TranscriptionStreamDone>(
            Assert.Single(await realtime.ReadEventsAsync(CancellationToken).ToListAsync(CancellationToken)));
    }

    [Theory]
    [InlineData(1000, null, "(status 1000)")]
    [InlineData(1011, "Overloaded, key test-key", "(status 1011, \"Overloaded, key ***\")")]
    public async Task Connection_that_the_server_closes_before_the_last_event_throws(int status, string? reason, string details)
    {
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.SendAsync(Delta);
            await connection.CloseAsync((WebSocketCloseStatus)status, reason);
        });
        using var client = server.CreateClient();
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

        var exception = await ReadErrorAsync(realtime);

        Assert.Equal(
            $"{Route}The server closed the connection {details} before the response was complete: no transcription.done was received. "
                + "Connect again, and send the data again.",
            exception.Message);
        Assert.False(realtime.IsOpen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connection_cut_before_the_last_event_throws_for_every_further_call(bool isReset)
    {
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.SendAsync(Delta);
            if (isReset)
                connection.Reset();
        });
        using var client = server.CreateClient();
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

        var exception = await ReadErrorAsync(realtime);

        Assert.StartsWith($"{Route}The connection to 127.0.0.1 failed.", exception.Message, StringComparison.Ordinal);
        Assert.False(realtime.IsOpen);
        await ReadErrorAsync(realtime);
        await Assert.ThrowsAsync<MistralException>(() => realtime.SendAudioAsync(new byte[2], CancellationToken));
        await Assert.ThrowsAsync<MistralException>(() => realtime.EndAudioAsync(CancellationToken));
    }

    [Fact]
    public async Task Event_that_is_too_large_throws()
    {
        await using var server = new RealtimeServer(connection => connection.SendAsync($$"""{"a":"{{new string('a', 5000)}}"}""", 100));
        using var client = server.CreateClient(options => options.MaxResponseSize = 1000);
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

        var exception = await ReadErrorAsync(realtime);

        Assert.Contains("larger than MaxResponseSize, which is 1000 bytes", exception.Message, StringComparison.Ordinal);
        Assert.False(realtime.IsOpen);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"type\":\"transcription.text.delta\",\"text\":\"\\ud800")]
    public async Task Message_that_is_not_an_event_is_preserved_or_throws(string message)
    {
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.SendAsync(message);
            await connection.SendAsync(Done);
        });
        using var client = server.CreateClient();
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);
        var events = new List<TranscriptionStreamEvent>();

        var exception = await Record.ExceptionAsync(async () =>
        {
            await foreach (var streamEvent in realtime.ReadEventsAsync(CancellationToken))
                events.Add(streamEvent);
        });

        var isPreserved = events is [_, UnknownTranscriptionStreamEvent, TranscriptionStreamDone];
        Assert.True(exception is MistralException || isPreserved, $"{exception}");
    }

    [Fact]
    public async Task Damaged_events_are_read_or_throw_MistralException()
    {
        string[] snippets = ["null", "[]", "{}", "\"", "1e400", "\"\\ud800\"", "}", ",", "\0", "\uFEFF", "{\"message\":1}"];
        string[] events = [RealtimeServer.SessionCreated, Delta, Done, """{"type":"error","error":{"message":{"a":[1]},"code":5} }"""];
        var random = new Random(1);
        for (var seed = 0; seed < 100; seed++)
        {
            var text = events[random.Next(events.Length)];
            var start = random.Next(text.Length);
            var damaged = text[..start] + snippets[random.Next(snippets.Length)] + text[Math.Min(text.Length, start + random.Next(8))..];
            await using var server = new RealtimeServer(async connection =>
            {
                await connection.SendAsync(damaged);
                await connection.SendAsync(Done);
            });
            using var client = server.CreateClient();
            await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

            var exception = await Record.ExceptionAsync(
                async () => await realtime.ReadEventsAsync(CancellationToken).ToListAsync(CancellationToken));

            Assert.True(exception is null or MistralException, $"{damaged}: {exception}");
        }
    }

    [Fact]
    public async Task Timeout_includes_the_time_until_the_session()
    {
        var time = new ManualTimeProvider();
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"), hasSession: false);
        using var client = server.CreateClient(options => (options.TimeProvider, options.Timeout) = (time, TimeSpan.FromSeconds(9)));

        var connect = ConnectErrorAsync(client);
        await time.AdvanceUntilCompletedAsync(connect, TimeSpan.FromSeconds(10));

        Assert.IsType<TimeoutException>((await connect).InnerException);
        Assert.Contains("within 9 seconds. Increase MistralClientOptions.Timeout", (await connect).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_without_events_and_audio_throws_after_the_idle_timeout()
    {
        var time = new ManualTimeProvider();
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient(
            options => (options.TimeProvider, options.StreamIdleTimeout) = (time, TimeSpan.FromSeconds(9)));
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

        var read = ReadErrorAsync(realtime);
        await time.AdvanceUntilCompletedAsync(read, TimeSpan.FromSeconds(10));

        Assert.Contains("9 seconds. Increase MistralClientOptions.StreamIdleTimeout", (await read).Message, StringComparison.Ordinal);
        Assert.False(realtime.IsOpen);
    }

    [Fact]
    public async Task Audio_that_is_sent_restarts_the_idle_timeout()
    {
        var time = new ManualTimeProvider();
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.ReceiveUntilAsync("input_audio.end");
            await connection.SendAsync(Done);
        });
        using var client = server.CreateClient(
            options => (options.TimeProvider, options.StreamIdleTimeout) = (time, TimeSpan.FromSeconds(10)));
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);
        await using var events = realtime.ReadEventsAsync(CancellationToken).GetAsyncEnumerator(CancellationToken);
        Assert.True(await events.MoveNextAsync());

        var next = events.MoveNextAsync();
        for (var i = 0; i < 5; i++)
        {
            time.Advance(TimeSpan.FromSeconds(9));
            await realtime.SendAudioAsync(new byte[2], CancellationToken);
        }

        await realtime.EndAudioAsync(CancellationToken);
        Assert.True(await next);
        Assert.IsType<TranscriptionStreamDone>(events.Current);
    }

    [Fact]
    public async Task Idle_timeout_is_paused_during_the_processing_of_an_event()
    {
        var time = new ManualTimeProvider();
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.SendAsync(Delta);
            await connection.SendAsync(Done);
        });
        using var client = server.CreateClient(options => options.TimeProvider = time);
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);
        var count = 0;

        await foreach (var _ in realtime.ReadEventsAsync(CancellationToken))
        {
            time.Advance(TimeSpan.FromHours(1));
            count++;
        }

        Assert.Equal(3, count);
    }

    [Fact]
    public async Task Cancellation_throws_with_the_token_of_the_caller()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient();
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);
        using var source = new CancellationTokenSource();
        await using var events = realtime.ReadEventsAsync(source.Token).GetAsyncEnumerator(source.Token);
        await events.MoveNextAsync();

        var next = events.MoveNextAsync().AsTask();
        await source.CancelAsync();

        Assert.Equal(source.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => next)).CancellationToken);
        Assert.False(realtime.IsOpen);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Audio.Realtime.ConnectAsync(Model, null, source.Token));
    }

    [Fact]
    public async Task Pending_and_later_calls_of_a_disposed_connection_throw()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient();
        var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);
        await using var events = realtime.ReadEventsAsync(CancellationToken).GetAsyncEnumerator(CancellationToken);
        await events.MoveNextAsync();
        var next = events.MoveNextAsync().AsTask();

        await realtime.DisposeAsync();
        await realtime.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => next);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => realtime.SendAudioAsync(new byte[2], CancellationToken));
    }

    [Fact]
    public async Task Disposal_sends_a_close_message_to_the_server()
    {
        var closed = new TaskCompletionSource<bool>();
        await using var server = new RealtimeServer(
            async connection => closed.SetResult(!await connection.ReceiveUntilAsync("never")));
        using var client = server.CreateClient();

        await (await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken)).DisposeAsync();

        Assert.True(await closed.Task);
    }

    [Fact]
    public async Task Disposed_client_throws()
    {
        var client = new StubServer().CreateClient();
        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Audio.Realtime.ConnectAsync(Model, null, CancellationToken));
    }

    private static Task<MistralException> ConnectErrorAsync(MistralClient client) =>
        Assert.ThrowsAsync<MistralException>(() => client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken));

    private static Task<MistralException> ReadErrorAsync(RealtimeConnection realtime) => Assert.ThrowsAsync<MistralException>(
        async () => await realtime.ReadEventsAsync(CancellationToken).ToListAsync(CancellationToken));
}
