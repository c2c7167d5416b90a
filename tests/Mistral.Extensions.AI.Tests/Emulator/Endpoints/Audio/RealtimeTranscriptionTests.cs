using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Audio;

/// <summary>The OpenAPI file does not have realtime transcription. Its messages are those of Mistral's own SDKs.</summary>
[Trait("Spec", "not-in-openapi")]
public sealed class RealtimeTranscriptionTests : IAsyncLifetime
{
    private const string Text = "Hello there. How are you?";
    private const string Flush = """{"type":"input_audio.flush"}""";

    private TestEmulator _emulator = null!;

    public async ValueTask InitializeAsync() => _emulator = await TestEmulator.StartAsync();

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Fact]
    public async Task Words_are_sent_while_the_audio_arrives()
    {
        using var session = await OpenAsync(24_000);
        var audio = await SpeakAsync();
        // Two tones of 20 ms for each byte, of which the first is not text.
        var twoWords = audio.AsMemory(0, (1 + "Hello there. ".Length) * 2 * 480 * sizeof(short));

        await session.AppendAsync(twoWords.Span);
        var first = await ReceiveAsync(session, 3);
        await session.AppendAsync(audio.AsSpan(twoWords.Length));
        await session.EndAsync();
        var rest = await session.ReceiveAllAsync();

        JsonAssert.Equal("""{"type":"transcription.language","audio_language":"en"}""", first[0]);
        Assert.Equal(["Hello", " there."], first.Skip(1).Select(item => (string?)item["text"]));
        Assert.Equal([" How", " are", " you?"], GetTexts(rest, "transcription.text.delta"));
        Assert.Equal(["Hello there.", " How are you?"], GetTexts(rest, "transcription.segment"));
        JsonAssert.Equal(
            $$"""
            {"type":"transcription.done","model":"{{RealtimeTestSession.Model}}","text":"{{Text}}","language":"en",
             "segments":[
              {"type":"transcription_segment","text":"Hello there.","start":0,"end":0.52,"speaker_id":null},
              {"type":"transcription_segment","text":" How are you?","start":0.52,"end":1.08,"speaker_id":null}],
             "usage":{"prompt_audio_seconds":2,"prompt_tokens":4,"total_tokens":9,"completion_tokens":5} }
            """,
            rest[^1]);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, session.CloseStatus);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7_777)]
    [InlineData(100_000)]
    public async Task Text_does_not_depend_on_the_size_of_the_messages(int size)
    {
        using var session = await OpenAsync(24_000);
        var audio = await SpeakAsync(size == 1 ? "Hi" : Text);

        foreach (var chunk in audio.Chunk(size))
            await session.AppendAsync(chunk);
        await session.EndAsync();
        var events = await session.ReceiveAllAsync();

        Assert.Equal(size == 1 ? "Hi" : Text, string.Concat(GetTexts(events, "transcription.text.delta")));
        Assert.Equal(size == 1 ? "Hi" : Text, (string?)events[^1]["text"]);
    }

    [Fact]
    public async Task Flush_returns_an_incomplete_word()
    {
        using var session = await OpenAsync(24_000);

        await session.AppendAsync((await SpeakAsync()).AsSpan(0, (1 + "Hello th".Length) * 2 * 480 * sizeof(short)));
        var before = await ReceiveAsync(session, 2);
        await session.SendAsync(Flush);
        var after = await session.ReceiveAsync();

        Assert.Equal(("Hello", " th"), ((string?)before[1]["text"], (string?)after!["text"]));
    }

    [Fact]
    public async Task Words_wait_for_the_streaming_delay()
    {
        using var session = await RealtimeTestSession.OpenAsync(_emulator);
        await session.SendAsync(
            """
            {"type":"session.update",
             "session":{"audio_format":{"encoding":"pcm_s16le","sample_rate":24000},"target_streaming_delay_ms":100000} }
            """);
        await session.AppendAsync(await SpeakAsync());
        await session.SendAsync("""{"type":"session.update","session":{}}""");

        var events = await session.ReceiveAllAsync();

        Assert.Equal(["session.created", "session.updated", "error"], events.Select(item => (string?)item["type"]));
        Assert.Equal(100_000, (int)events[1]["session"]!["target_streaming_delay_ms"]!);
    }

    [Fact]
    public async Task Session_has_the_default_format()
    {
        using var session = await RealtimeTestSession.OpenAsync(_emulator);

        var created = await session.ReceiveAsync();

        JsonAssert.Equal(
            $$"""
            {"type":"session.created","session":{"request_id":"{{created!["session"]!["request_id"]}}",
             "model":"{{RealtimeTestSession.Model}}","audio_format":{"encoding":"pcm_s16le","sample_rate":16000},
             "target_streaming_delay_ms":null} }
            """,
            created);
    }

    [Theory]
    [InlineData("pcm_s16le", 2)]
    [InlineData("pcm_f16le", 2)]
    [InlineData("pcm_s32le", 4)]
    [InlineData("pcm_f32le", 4)]
    [InlineData("pcm_mulaw", 1)]
    [InlineData("pcm_alaw", 1)]
    public async Task Audio_that_is_not_speech_of_the_emulator_is_described(string encoding, int bytesPerSample)
    {
        using var session = await OpenAsync(8_000, encoding);

        await session.AppendAsync(new byte[4_000 * bytesPerSample]);
        await session.EndAsync();
        var events = await session.ReceiveAllAsync();

        Assert.Equal("PCM audio. 0.5 seconds. 1 channel. 8000 Hz.", (string?)events[^1]["text"]);
        Assert.Equal((string?)events[^1]["text"], string.Concat(GetTexts(events, "transcription.text.delta")));
        Assert.Equal((string?)events[^1]["text"], string.Concat(GetTexts(events, "transcription.segment")));
        Assert.Equal(0.5, (double)events[^1]["segments"]!.AsArray()[^1]!["end"]!);
    }

    [Fact]
    public async Task Speech_after_silence_and_after_other_speech_is_read()
    {
        using var session = await OpenAsync(24_000);
        byte[] silence = new byte[10_002];

        await session.AppendAsync([.. silence, .. await SpeakAsync("One."), .. silence]);
        await session.AppendAsync([.. await SpeakAsync("Two."), .. await SpeakAsync("3")]);
        await session.EndAsync();
        var events = await session.ReceiveAllAsync();

        Assert.Equal("One. Two. 3", (string?)events[^1]["text"]);
        Assert.Equal(["One.", " Two.", " 3"], GetTexts(events, "transcription.segment"));
        // 5,001 samples of silence, and 5 bytes of 960 samples.
        Assert.Equal(0.41, (double)events[^1]["segments"]![0]!["end"]!);
    }

    [Fact]
    public async Task Long_silence_is_described_while_it_arrives()
    {
        using var session = await OpenAsync(8_000);

        await session.AppendAsync(new byte[80_002]);

        Assert.Equal([null, "PCM", " audio."], (await ReceiveAsync(session, 3)).Select(item => (string?)item["text"]));
    }

    [Fact]
    public async Task Floating_point_speech_is_read()
    {
        using var session = await OpenAsync(24_000, "pcm_f32le");

        await session.AppendAsync(await _emulator.SpeakAsync(Text, "pcm"));
        await session.EndAsync();

        Assert.Equal(Text, (string?)(await session.ReceiveAllAsync())[^1]["text"]);
    }

    [Fact]
    public async Task Session_without_audio_has_no_text()
    {
        using var session = await RealtimeTestSession.OpenAsync(_emulator);

        await session.SendAsync(Flush);
        await session.EndAsync();
        var events = await session.ReceiveAllAsync();

        Assert.Equal(["session.created", "transcription.done"], events.Select(item => (string?)item["type"]));
        Assert.Equal(("", null), ((string?)events[1]["text"], (string?)events[1]["language"]));
    }

    [Theory]
    [InlineData("{", 3001, "body.1: JSON decode error")]
    [InlineData("[]", 3001, "message: Input should be a valid dictionary or object to extract fields from")]
    [InlineData("""{"type":"stop"}""", 3001, "message: Input tag 'stop' found using 'type' does not match any of the expected tags: "
        + "'session.update', 'input_audio.append', 'input_audio.flush', 'input_audio.end'")]
    [InlineData("""{"type":"input_audio.append"}""", 3001, "message.input_audio.append.audio: Field required")]
    [InlineData("""{"type":"input_audio.end","a":1}""", 3001, "message.input_audio.end.a: Extra inputs are not permitted")]
    [InlineData("""{"type":"input_audio.append","audio":"?"}""", 3291, "Audio must be base64")]
    [InlineData("""{"type":"session.update","session":{}}""", 3001, "At least one field of the session must be specified")]
    [InlineData("""{"type":"session.update","session":{"audio_format":{"encoding":"mp3","sample_rate":16000}}}""", 3001,
        "message.session.update.session.audio_format.encoding: Input should be 'pcm_s16le', 'pcm_s32le', 'pcm_f16le', 'pcm_f32le', "
        + "'pcm_mulaw' or 'pcm_alaw'")]
    [InlineData("""{"type":"session.update","session":{"audio_format":{"encoding":"pcm_s16le","sample_rate":1}}}""", 3001,
        "message.session.update.session.audio_format.sample_rate: Input should be greater than or equal to 8000")]
    public async Task Invalid_message_ends_the_session_with_an_error(string message, int code, string error)
    {
        using var session = await RealtimeTestSession.OpenAsync(_emulator);

        await session.SendAsync(message);
        var events = await session.ReceiveAllAsync();

        Assert.Equal(2, events.Count);
        JsonAssert.Equal(
            new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["message"] = error, ["code"] = code } }.ToJsonString(),
            events[1]);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, session.CloseStatus);
    }

    [Fact]
    public async Task Audio_of_more_than_256_KiB_is_rejected()
    {
        using var session = await RealtimeTestSession.OpenAsync(_emulator);

        await session.AppendAsync(new byte[262_144]);
        await session.AppendAsync(new byte[262_145]);
        var events = await session.ReceiveAllAsync();

        Assert.Equal(
            "Audio of a message must have at most 262144 bytes, but had 262145", (string?)events[^1]["error"]!["message"]);
    }

    [Fact]
    public async Task Session_cannot_be_updated_after_audio()
    {
        using var session = await OpenAsync(16_000);

        await session.AppendAsync(new byte[2]);
        await session.SendAsync("""{"type":"session.update","session":{"target_streaming_delay_ms":0}}""");
        var events = await session.ReceiveAllAsync();

        Assert.Equal(
            ("The session cannot be updated after audio has been sent", 3051),
            ((string?)events[^1]["error"]!["message"], (int)events[^1]["error"]!["code"]!));
    }

    [Fact]
    public async Task Unknown_model_is_an_error_event()
    {
        using var session = await RealtimeTestSession.OpenAsync(_emulator, "voxtral-mini-latest");

        var events = await session.ReceiveAllAsync();

        JsonAssert.Equal(
            """{"type":"error","error":{"message":"Invalid model: voxtral-mini-latest","code":1500} }""", Assert.Single(events));
        Assert.Equal("Invalid model: voxtral-mini-latest", Assert.Single(_emulator.Server.Requests).Error);
    }

    [Fact]
    public async Task Request_without_a_WebSocket_is_not_found()
    {
        var response = await _emulator.SendAsync(HttpMethod.Get, $"/v1/audio/transcriptions/realtime?model={RealtimeTestSession.Model}");

        Assert.Equal(404, (int)response.Status);
    }

    [Fact]
    public async Task Messages_are_recorded()
    {
        using (var session = await RealtimeTestSession.OpenAsync(_emulator))
        {
            await session.SendAsync(Flush);
            await session.EndAsync();
            await session.ReceiveAllAsync();
        }

        var request = Assert.Single(_emulator.Server.Requests);
        Assert.Equal(("GET", 101, RealtimeTestSession.Model, null), (request.Method, request.StatusCode, request.Model, request.Error));
        Assert.Equal($"/v1/audio/transcriptions/realtime?model={RealtimeTestSession.Model}", request.Path);
        Assert.Equal("Bearer ***", request.Headers["authorization"]);
        Assert.Equal([Flush, """{"type":"input_audio.end"}"""], request.Messages);
    }

    [Fact]
    public async Task Messages_over_the_limit_are_not_recorded()
    {
        await using var emulator = await TestEmulator.StartAsync(new() { MaxRecordedBytes = 10_000 });
        using var session = await RealtimeTestSession.OpenAsync(emulator);

        await session.AppendAsync(new byte[3_000]);
        await session.AppendAsync(new byte[6_000]);
        await session.EndAsync();
        await session.ReceiveAllAsync();

        Assert.Equal(2, Assert.Single(emulator.Server.Requests).Messages.Count);
    }

    private static string[] GetTexts(IEnumerable<JsonNode> events, string type) =>
        [.. events.Where(item => (string?)item["type"] == type).Select(item => (string)item["text"]!)];

    private static async Task<List<JsonNode>> ReceiveAsync(RealtimeTestSession session, int count)
    {
        var events = new List<JsonNode>();
        while (events.Count < count)
            events.Add((await session.ReceiveAsync())!);
        return events;
    }

    /// <summary>Opens a session, and receives its first two events.</summary>
    private async Task<RealtimeTestSession> OpenAsync(int sampleRate, string encoding = "pcm_s16le")
    {
        var session = await RealtimeTestSession.OpenAsync(_emulator);
        await session.SendAsync(
            $$"""{"type":"session.update","session":{"audio_format":{"encoding":"{{encoding}}","sample_rate":{{sampleRate}} } } }""");
        var events = await ReceiveAsync(session, 2);
        JsonAssert.Equal(
            $$"""{"encoding":"{{encoding}}","sample_rate":{{sampleRate}}}""", events[1]["session"]!["audio_format"]);
        return session;
    }

    private async Task<byte[]> SpeakAsync(string text = Text) => (await _emulator.SpeakAsync(text, "wav"))[44..];
}
