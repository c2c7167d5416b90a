using System.Text.Json;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

public sealed class TranscriptionStreamTests
{
    private const string Language = """{"type":"transcription.language","audio_language":"en"}""";
    private const string Delta = """{"type":"transcription.text.delta","text":"Hello"}""";

    private const string Segment =
        """{"type":"transcription.segment","text":"Hello","start":0.1,"end":1.25,"speaker_id":"speaker_1"}""";

    private const string Done =
        """
        {"type":"transcription.done","model":"voxtral-mini-2602","text":"Hello","language":"en","segments":[
        {"type":"transcription_segment","text":"Hello","start":0.1,"end":1.25,"score":0.5,"speaker_id":"speaker_1"}],
        "usage":{"prompt_audio_seconds":2,"prompt_tokens":4,"completion_tokens":1,"total_tokens":5} }
        """;

    private static readonly string Events = string.Concat(new[] { Language, Delta, Segment, Done }.Select(CreateEvent));

    private static readonly AudioTranscriptionRequest Request = new() { Model = "voxtral-mini-latest", FileId = "f" };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_are_typed()
    {
        var events = await ReadAsync(StubServer.WithRawStream(Events));

        Assert.Equal("en", Assert.IsType<TranscriptionStreamLanguage>(events[0]).AudioLanguage);
        Assert.Equal("Hello", Assert.IsType<TranscriptionStreamTextDelta>(events[1]).Text);
        var segment = Assert.IsType<TranscriptionStreamSegmentDelta>(events[2]);
        Assert.Equal(("Hello", 0.1, 1.25, "speaker_1"), (segment.Text, segment.Start, segment.End, segment.SpeakerId));
        var done = Assert.IsType<TranscriptionStreamDone>(events[3]);
        Assert.Equal(("voxtral-mini-2602", "Hello", "en", 2), (done.Model, done.Text, done.Language, done.Usage!.PromptAudioSeconds));
        Assert.Equal(0.5, Assert.Single(done.Segments!).Score);
        Assert.Equal(4, events.Count);
    }

    [Theory]
    [InlineData(Language)]
    [InlineData(Delta)]
    [InlineData(Segment)]
    [InlineData(Done)]
    public void Event_is_read_without_loss_and_every_field_has_a_property(string json) =>
        Assert.Null(RoundTrip.AssertLossless(json, AudioJson.Default.TranscriptionStreamEvent).AdditionalProperties);

    [Fact]
    public async Task Events_without_a_name_are_read() =>
        Assert.Equal(3, (await ReadAsync(StubServer.WithStream(Language, Delta, Done))).Count);

    [Theory]
    [InlineData("""{"type":"transcription.notice","message":"Slow","error":"none","detail":[]}""")]
    [InlineData("""{"type":"transcription.text.delta","text":[1]}""")]
    [InlineData("{}")]
    public async Task Unknown_event_is_preserved(string data)
    {
        var events = await ReadAsync(StubServer.WithStream(Language, data, Done));

        var unknown = Assert.IsType<UnknownTranscriptionStreamEvent>(events[1]);
        JsonAssert.Equal(data, unknown.Json.GetRawText());
        JsonAssert.Equal(data, JsonSerializer.SerializeToNode(events[1], AudioJson.Default.TranscriptionStreamEvent)!);
    }

    [Theory]
    [InlineData("""{"type":"error","message":"Out of capacity","code":3505}""", null)]
    [InlineData("""{"message":"Out of capacity","code":3505}""", "error")]
    [InlineData("""{"object":"error","message":"Out of capacity","type":"service_unavailable","code":3505}""", null)]
    [InlineData("""{"error":{"message":"Out of capacity","code":3505} }""", null)]
    public async Task Error_event_throws(string data, string? type)
    {
        var line = type is null ? "" : $"event: {type}\n";
        var server = StubServer.WithRawStream(CreateEvent(Delta) + line + TestCalls.SseEvent(data));

        var exception = await Assert.ThrowsAsync<MistralException>(() => ReadAsync(server));

        Assert.StartsWith("POST /v1/audio/transcriptions: Out of capacity.", exception.Message, StringComparison.Ordinal);
        Assert.Equal((null, "3505"), (exception.StatusCode, exception.Code));
    }

    [Fact]
    public async Task Stream_cut_at_any_byte_is_complete_or_throws()
    {
        var bytes = FragmentedStream.ToUtf8(Events);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var server = new FragmentedStream(bytes[..length]).CreateServer();
            if (length >= bytes.Length - 2)
                Assert.Equal(4, (await ReadAsync(server)).Count);
            else
                await Assert.ThrowsAsync<MistralException>(() => ReadAsync(server));
        }
    }

    [Fact]
    public async Task Stream_without_done_event_throws()
    {
        var exception = await Assert.ThrowsAsync<MistralException>(() => ReadAsync(StubServer.WithRawStream(CreateEvent(Delta))));

        Assert.Equal(
            "POST /v1/audio/transcriptions: The stream ended before the response was complete (no transcription.done was received). "
                + "Send the request again.",
            exception.Message);
    }

    private static string CreateEvent(string data) =>
        $"event: {JsonElement.Parse(data).GetProperty("type")}\n{TestCalls.SseEvent(data)}";

    private static async Task<List<TranscriptionStreamEvent>> ReadAsync(StubServer server) =>
        await server.CreateClient().Audio.Transcriptions.StreamAsync(Request, CancellationToken).ToListAsync(CancellationToken);
}
