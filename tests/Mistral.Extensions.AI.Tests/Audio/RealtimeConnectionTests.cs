using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

public sealed class RealtimeConnectionTests
{
    private const string Model = "voxtral-mini-transcribe-realtime-2602";
    private const string Delta = """{"type":"transcription.text.delta","text":"Hello"}""";
    private const string Done = """{"type":"transcription.done","model":"m","text":"Hello","language":"en","usage":{"total_tokens":3} }""";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_has_the_model_in_the_query_and_the_key_in_a_header()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient();

        await using var realtime = await client.Audio.Realtime.ConnectAsync("voxtral mini&", cancellationToken: CancellationToken);

        var lines = Assert.Single(server.Requests).Split("\r\n");
        Assert.Equal("GET /v1/audio/transcriptions/realtime?model=voxtral%20mini%26 HTTP/1.1", lines[0]);
        Assert.Equal("Authorization: Bearer test-key", Assert.Single(lines, line => line.Contains("test-key", StringComparison.Ordinal)));
        Assert.Contains("Upgrade: websocket", lines);
        Assert.Contains(lines, line => line.StartsWith("User-Agent: Mistral.Extensions.AI/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_have_the_types_of_the_SDKs()
    {
        var received = new TaskCompletionSource<IReadOnlyList<JsonNode>>();
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.ReceiveUntilAsync("input_audio.end");
            received.SetResult(connection.Received);
        });
        using var client = server.CreateClient();

        await using var realtime = await client.Audio.Realtime.ConnectAsync(
            Model,
            new() { AudioFormat = new() { Encoding = "pcm_f32le", SampleRate = 24_000 }, TargetStreamingDelayMs = 240 },
            CancellationToken);
        await realtime.UpdateSessionAsync(
            new() { AdditionalProperties = new Dictionary<string, JsonElement> { ["a"] = JsonElement.Parse("1") } }, CancellationToken);
        await realtime.SendAudioAsync(new byte[] { 1, 2, 255 }, CancellationToken);
        await realtime.SendAudioAsync(default, CancellationToken);
        await realtime.FlushAudioAsync(CancellationToken);
        await realtime.EndAudioAsync(CancellationToken);
        await realtime.EndAudioAsync(CancellationToken);

        string[] expected =
        [
            """
            {"type":"session.update",
             "session":{"audio_format":{"encoding":"pcm_f32le","sample_rate":24000},"target_streaming_delay_ms":240} }
            """,
            """{"type":"session.update","session":{"a":1} }""",
            """{"type":"input_audio.append","audio":"AQL/"}""",
            """{"type":"input_audio.flush"}""",
            """{"type":"input_audio.end"}""",
        ];
        var messages = await received.Task;
        Assert.Equal(expected.Length, messages.Count);
        for (var i = 0; i < expected.Length; i++)
            JsonAssert.Equal(expected[i], messages[i]);
    }

    [Fact]
    public async Task Long_audio_is_sent_in_messages_of_at_most_262144_bytes()
    {
        var lengths = new TaskCompletionSource<int[]>();
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.ReceiveUntilAsync("input_audio.end");
            lengths.SetResult([.. connection.Received.SkipLast(1).Select(GetAudioLength)]);
        });
        using var client = server.CreateClient();

        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);
        await realtime.SendAudioAsync(new byte[600_000], CancellationToken);
        await realtime.EndAudioAsync(CancellationToken);

        var received = await lengths.Task;
        Assert.Equal([262_144, 262_144, 75_712], received);
    }

    [Fact]
    public async Task Messages_of_several_threads_are_not_mixed()
    {
        var count = new TaskCompletionSource<int>();
        await using var server = new RealtimeServer(async connection =>
        {
            while (connection.Received.Count < 40)
                await connection.ReceiveAsync();
            count.SetResult(connection.Received.Count(message => GetAudioLength(message) == 20_000));
        });
        using var client = server.CreateClient();
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(
            () => realtime.SendAudioAsync(new byte[20_000], CancellationToken))));

        Assert.Equal(40, await count.Task);
    }

    [Fact]
    public async Task Events_are_typed_and_the_last_one_ends_the_enumeration()
    {
        string[] messages =
        [
            """{"type":"session.updated","session":{"model":"other"} }""",
            """{"type":"transcription.language","audio_language":"en"}""",
            Delta,
            """{"type":"transcription.segment","text":"Hello","start":0,"end":1}""",
            """{"type":"transcription.notice","message":"Slow"}""",
            Done,
        ];
        await using var server = new RealtimeServer(async connection =>
        {
            foreach (var message in messages)
                await connection.SendAsync(message, 7);
            await connection.ReceiveUntilAsync("never");
        });
        using var client = server.CreateClient();
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);
        Assert.Equal(("r1", 16_000, 480), (realtime.Session.RequestId, realtime.Session.AudioFormat!.SampleRate,
            realtime.Session.TargetStreamingDelayMs));

        var events = await realtime.ReadEventsAsync(CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal(
            [
                typeof(RealtimeTranscriptionSessionCreated), typeof(RealtimeTranscriptionSessionUpdated),
                typeof(TranscriptionStreamLanguage), typeof(TranscriptionStreamTextDelta), typeof(TranscriptionStreamSegmentDelta),
                typeof(UnknownTranscriptionStreamEvent), typeof(TranscriptionStreamDone),
            ],
            events.Select(streamEvent => streamEvent.GetType()));
        Assert.Equal("other", realtime.Session.Model);
        Assert.Equal("Hello", Assert.IsType<TranscriptionStreamDone>(events[^1]).Text);
        Assert.Empty(await realtime.ReadEventsAsync(CancellationToken).ToListAsync(CancellationToken));
    }

    [Fact]
    public async Task Second_enumeration_continues_and_only_one_can_be_active()
    {
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.SendAsync(Delta);
            await connection.SendAsync(Done);
            await connection.ReceiveUntilAsync("never");
        });
        using var client = server.CreateClient();
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

        await foreach (var streamEvent in realtime.ReadEventsAsync(CancellationToken))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(
                async () => await realtime.ReadEventsAsync(CancellationToken).ToListAsync(CancellationToken));
            if (streamEvent is TranscriptionStreamTextDelta)
                break;
        }

        var rest = await realtime.ReadEventsAsync(CancellationToken).ToListAsync(CancellationToken);
        Assert.IsType<TranscriptionStreamDone>(Assert.Single(rest));
    }

    [Theory]
    [InlineData(RealtimeServer.SessionCreated)]
    [InlineData("""{"type":"session.updated","session":{"request_id":"r","model":"m","audio_format":{"encoding":"e"} } }""")]
    public void Event_is_read_without_loss_and_every_field_has_a_property(string json) =>
        Assert.Null(RoundTrip.AssertLossless(json, AudioJson.Default.TranscriptionStreamEvent).AdditionalProperties);

    [Fact]
    public async Task Calls_in_the_wrong_order_are_rejected_before_sending()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient();
        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

        await realtime.SendAudioAsync(new byte[2], CancellationToken);
        var update = Assert.Throws<InvalidOperationException>(
            () => { _ = realtime.UpdateSessionAsync(new() { TargetStreamingDelayMs = 1 }, CancellationToken); });
        await realtime.EndAudioAsync(CancellationToken);
        var audio = await Assert.ThrowsAsync<InvalidOperationException>(() => realtime.SendAudioAsync(new byte[2], CancellationToken));

        Assert.Equal("The session cannot be changed after audio was sent. Change it before, or connect again.", update.Message);
        Assert.Equal("The audio was ended with EndAudioAsync. Connect again to transcribe more audio.", audio.Message);
    }

    [Fact]
    public void Invalid_arguments_are_rejected_before_sending()
    {
        var realtime = new StubServer().CreateClient().Audio.Realtime;
        (string? Model, RealtimeTranscriptionSessionUpdatePayload? Session, string Message)[] calls =
        [
            (" ", null, "No model was specified. Pass one, for example \"voxtral-mini-transcribe-realtime-2602\". (Parameter 'model')"),
            (Model, new(), "The update of the session changes nothing. Set at least one property."),
            (Model, new() { TargetStreamingDelayMs = -1 }, "TargetStreamingDelayMs must be 0 or greater, but was -1."),
            (Model, new() { AudioFormat = new() { SampleRate = 1 } },
                "AudioFormat has no encoding. Set Encoding, for example to \"pcm_s16le\"."),
            (Model, new() { AudioFormat = new() { Encoding = "pcm_s16le" } },
                "AudioFormat has no valid sample rate. Set SampleRate, for example to 16000."),
        ];

        foreach (var (model, session, message) in calls)
        {
            var connect = Assert.Throws<ArgumentException>(() => { _ = realtime.ConnectAsync(model!, session, CancellationToken); });
            var transcribe = Assert.Throws<ArgumentException>(() =>
            {
                _ = realtime.TranscribeStreamAsync(AsyncEnumerable.Empty<ReadOnlyMemory<byte>>(), model!, session, CancellationToken);
            });
            Assert.Equal((message, message), (connect.Message, transcribe.Message));
        }
    }

    private static int GetAudioLength(JsonNode message) =>
        Convert.FromBase64String((string)message["audio"]!).Length;
}
