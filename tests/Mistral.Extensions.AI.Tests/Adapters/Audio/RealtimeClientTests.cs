using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Tests.Infrastructure;

#pragma warning disable MEAI001 // IRealtimeClient is experimental.

namespace Mistral.Extensions.AI.Tests.Adapters.Audio;

public sealed class RealtimeClientTests
{
    private const string Model = "voxtral-mini-transcribe-realtime-2602";
    private const string Delta = """{"type":"transcription.text.delta","text":"Hello"}""";
    private const string Done = """{"type":"transcription.done","model":"m","text":"Hello","language":"en","usage":{"total_tokens":3} }""";

    private static readonly RealtimeSessionOptions Transcription = new() { SessionKind = RealtimeSessionKind.Transcription };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audio_is_transcribed()
    {
        IReadOnlyList<JsonNode> received = [];
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.ReceiveUntilAsync("input_audio.append");
            await connection.SendAsync(Delta);
            await connection.ReceiveUntilAsync("input_audio.end");
            received = connection.Received;
            await connection.SendAsync(Done);
            await connection.ReceiveUntilAsync("never");
        });
        using var client = server.CreateClient();
        using var realtime = client.AsIRealtimeClient("default");
        var options = new RealtimeSessionOptions
        {
            SessionKind = RealtimeSessionKind.Transcription,
            InputAudioFormat = new("audio/pcm", 24_000),
            TranscriptionOptions = new() { ModelId = Model },
        };

        await using var session = await realtime.CreateSessionAsync(options, CancellationToken);
        await session.SendAsync(
            new InputAudioBufferAppendRealtimeClientMessage(new(new byte[] { 1, 2 }, "audio/pcm")), CancellationToken);
        await session.SendAsync(
            new RealtimeClientMessage { RawRepresentation = JsonElement.Parse("""{"type":"input_audio.flush"}""") }, CancellationToken);
        await session.SendAsync(new InputAudioBufferCommitRealtimeClientMessage(), CancellationToken);
        var messages = await session.GetStreamingResponseAsync(CancellationToken).ToListAsync(CancellationToken);

        Assert.Same(options, session.Options);
        Assert.Contains($"model={Model} ", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.Equal(
            ["session.update", "input_audio.append", "input_audio.flush", "input_audio.flush", "input_audio.end"],
            received.Select(message => (string?)message["type"]));
        JsonAssert.Equal("""{"audio_format":{"encoding":"pcm_s16le","sample_rate":24000} }""", received[0]["session"]!);
        Assert.Equal(
            [
                RealtimeServerMessageType.RawContentOnly, RealtimeServerMessageType.InputAudioTranscriptionDelta,
                RealtimeServerMessageType.InputAudioTranscriptionCompleted,
            ],
            messages.Select(message => message.Type));
        Assert.IsType<RealtimeTranscriptionSessionCreated>(messages[0].RawRepresentation);
        Assert.Equal("Hello", Assert.IsType<InputAudioTranscriptionRealtimeServerMessage>(messages[1]).Transcription);
        var completed = Assert.IsType<InputAudioTranscriptionRealtimeServerMessage>(messages[2]);
        Assert.Equal(("Hello", 3), (completed.Transcription, completed.Usage!.TotalTokenCount));
    }

    [Fact]
    public async Task Error_event_is_a_message_and_a_lost_connection_throws()
    {
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.SendAsync("""{"type":"error","error":{"message":"No","code":5} }""");
            await connection.SendAsync(Delta);
        });
        using var client = server.CreateClient();
        await using var session = await client.AsIRealtimeClient(Model).CreateSessionAsync(null, CancellationToken);
        var messages = new List<RealtimeServerMessage>();

        await Assert.ThrowsAsync<MistralException>(async () =>
        {
            await foreach (var message in session.GetStreamingResponseAsync(CancellationToken))
                messages.Add(message);
        });

        Assert.Equal(3, messages.Count);
        var error = Assert.IsType<ErrorRealtimeServerMessage>(messages[1]);
        Assert.Equal((RealtimeServerMessageType.Error, "5"), (error.Type, error.Error!.ErrorCode));
        Assert.StartsWith("GET /v1/audio/transcriptions/realtime: No.", error.Error.Message, StringComparison.Ordinal);
        Assert.IsType<MistralException>(error.RawRepresentation);
    }

    [Theory]
    [InlineData("audio/pcmu", "pcm_mulaw")]
    [InlineData("Audio/PCMA", "pcm_alaw")]
    public async Task Session_is_changed_before_audio_is_sent(string mediaType, string encoding)
    {
        var received = new TaskCompletionSource<JsonNode?>();
        await using var server = new RealtimeServer(async connection => received.SetResult(await connection.ReceiveAsync()));
        using var client = server.CreateClient();
        await using var session = await client.AsIRealtimeClient(Model).CreateSessionAsync(Transcription, CancellationToken);
        var options = new RealtimeSessionOptions
        {
            SessionKind = RealtimeSessionKind.Transcription,
            InputAudioFormat = new(mediaType, 8000),
            RawRepresentationFactory = () => new RealtimeTranscriptionSessionUpdatePayload { TargetStreamingDelayMs = 80 },
        };

        await session.SendAsync(new SessionUpdateRealtimeClientMessage(options), CancellationToken);

        Assert.Same(options, session.Options);
        JsonAssert.Equal(
            $$"""
            {"type":"session.update",
             "session":{"audio_format":{"encoding":"{{encoding}}","sample_rate":8000},"target_streaming_delay_ms":80} }
            """,
            (await received.Task)!);
    }

    [Fact]
    public async Task Unsupported_kind_or_format_and_missing_model_are_rejected_before_sending()
    {
        var realtime = new StubServer().CreateClient().AsIRealtimeClient(Model);

        var kind = await Assert.ThrowsAsync<NotSupportedException>(() => realtime.CreateSessionAsync(new(), CancellationToken));
        var format = await Assert.ThrowsAsync<NotSupportedException>(() => realtime.CreateSessionAsync(
            new() { SessionKind = RealtimeSessionKind.Transcription, InputAudioFormat = new("audio/opus", 48_000) }, CancellationToken));
        var model = await Assert.ThrowsAsync<InvalidOperationException>(
            () => new StubServer().CreateClient().AsIRealtimeClient().CreateSessionAsync(Transcription, CancellationToken));

        Assert.StartsWith("Mistral's realtime API transcribes audio and has no conversations.", kind.Message, StringComparison.Ordinal);
        Assert.StartsWith("The audio format audio/opus is not supported.", format.Message, StringComparison.Ordinal);
        Assert.StartsWith("No model was specified. Pass one to AsIRealtimeClient", model.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_for_a_conversation_is_rejected_before_sending()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient();
        await using var session = await client.AsIRealtimeClient(Model).CreateSessionAsync(Transcription, CancellationToken);

        var exception = await Assert.ThrowsAsync<NotSupportedException>(
            () => session.SendAsync(new CreateResponseRealtimeClientMessage(), CancellationToken));

        Assert.StartsWith(
            "A CreateResponseRealtimeClientMessage cannot be sent: Mistral's realtime API only transcribes audio.",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_the_API_does_not_have_are_logged()
    {
        var logs = new LogCapture();
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient(options => options.LoggerFactory = logs);
        var options = new RealtimeSessionOptions
        {
            SessionKind = RealtimeSessionKind.Transcription,
            TranscriptionOptions = new() { SpeechLanguage = "en", Prompt = "p" },
        };

        await using var session = await client.AsIRealtimeClient(Model).CreateSessionAsync(options, CancellationToken);

        Assert.Equal(
            [
                "Warning 31 OptionNotSent: RealtimeSessionOptions.TranscriptionOptions.SpeechLanguage is ignored: "
                    + "the API has no such setting.",
                "Warning 31 OptionNotSent: RealtimeSessionOptions.TranscriptionOptions.Prompt is ignored: the API has no such setting.",
            ],
            logs.LibraryEntries.Where(entry => entry.StartsWith("Warning", StringComparison.Ordinal)));
        Assert.DoesNotContain("test-key", logs.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_are_returned()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient();
        var realtime = client.AsIRealtimeClient(Model);
        await using var session = await realtime.CreateSessionAsync(Transcription, CancellationToken);

        var metadata = (ChatClientMetadata)realtime.GetService(typeof(ChatClientMetadata))!;
        Assert.Equal(("mistral_ai", Model), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.Same(client, realtime.GetService(typeof(MistralClient)));
        Assert.Same(client.Audio.Realtime, realtime.GetService(typeof(RealtimeApi)));
        Assert.Same(realtime, realtime.GetService(typeof(IRealtimeClient)));
        Assert.Null(realtime.GetService(typeof(MistralClient), "key"));
        Assert.Same(metadata, session.GetService(typeof(ChatClientMetadata)));
        Assert.True(Assert.IsType<RealtimeConnection>(session.GetService(typeof(RealtimeConnection))).IsOpen);
        Assert.Same(session, session.GetService(typeof(IRealtimeClientSession)));
        Assert.Null(session.GetService(typeof(string)));
    }

    [Fact]
    public void Empty_model_is_rejected() => Assert.Equal(
        "defaultModelId", Assert.Throws<ArgumentException>(() => new StubServer().CreateClient().AsIRealtimeClient(" ")).ParamName);
}
