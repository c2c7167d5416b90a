using System.Net;
using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

public sealed class SpeechApiTests
{
    private const string Response = """{"audio_data":"SUQzBA=="}""";
    private const string Delta = """{"type":"speech.audio.delta","audio_data":"SUQz"}""";

    private const string Done =
        """{"type":"speech.audio.done","usage":{"prompt_tokens":56,"completion_tokens":94080,"total_tokens":94136} }""";

    private static readonly SpeechRequest Request = new() { Model = "voxtral-mini-tts-2603", Input = "Hello", VoiceId = "v" };

    public static TheoryData<SpeechRequest, string> InvalidRequests => new()
    {
        {
            Request with { VoiceId = null },
            "No voice was specified. Set VoiceId, for example to \"en_paul_neutral\", or RefAudio."
        },
        { Request with { Input = " " }, "Input is empty. Set it to the text to speak." },
        {
            Request with { Model = "" },
            "The model is empty. Set Model, for example to \"voxtral-mini-tts-2603\", or to null for the default of the API."
        },
        {
            Request with { RefAudio = FileData.FromBytes("a"u8.ToArray()) },
            "VoiceId and RefAudio cannot be combined. Set only one of them."
        },
        {
            Request with { VoiceId = "" },
            "VoiceId is empty. Set it to the ID of a voice, which Audio.Voices.ListAsync returns."
        },
        {
            Request with { VoiceId = null, RefAudio = FileData.FromBytes(default, name: "a.mp3") },
            "The audio a.mp3 is empty. Pass a recording of the voice."
        },
        {
            Request with { ResponseFormat = "" },
            "ResponseFormat is empty. Set it to \"mp3\", \"wav\", \"pcm\", \"flac\" or \"opus\", or to null for the default of the API."
        },
    };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_field_of_a_request_is_sent_under_the_API_name()
    {
        var server = StubServer.WithResponse(Response);

        await server.CreateClient().Audio.Speech.CompleteAsync(
            Request with
            {
                ResponseFormat = "wav",
                Stream = true,
                Metadata = new Dictionary<string, JsonElement> { ["a"] = JsonElement.Parse("1") },
                PromptCacheKey = "k",
            },
            CancellationToken);

        JsonAssert.Equal(
            """
            {"model":"voxtral-mini-tts-2603","input":"Hello","voice_id":"v","response_format":"wav","metadata":{"a":1},
             "prompt_cache_key":"k"}
            """,
            server.SingleRequestBody());
        Assert.Equal("https://api.mistral.ai/v1/audio/speech", Assert.Single(server.RequestMessages).RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task Recording_of_a_voice_is_sent_as_base64()
    {
        var bytes = AudioFiles.CreateWav(5);
        var server = StubServer.WithResponse(Response);
        using var stream = new ForwardOnlyStream(bytes);

        await server.CreateClient().Audio.Speech.CompleteAsync(
            new() { Input = "Hello", RefAudio = FileData.FromStream(stream) }, CancellationToken);

        Assert.Equal(bytes, Convert.FromBase64String((string)server.SingleRequestBody()["ref_audio"]!));
        Assert.Equal(["input", "ref_audio"], server.SingleRequestBody().AsObject().Select(field => field.Key));
    }

    [Fact]
    public void Request_is_read_and_written_without_loss() => RoundTrip.AssertLossless(
        """{"model":"m","input":"Hello","ref_audio":"SUQzBA==","response_format":"opus"}""", AudioJson.Default.SpeechRequest);

    [Fact]
    public async Task Audio_is_decoded()
    {
        var response = await StubServer.WithResponse(Response).CreateClient().Audio.Speech.CompleteAsync(Request, CancellationToken);

        Assert.Equal([(byte)'I', (byte)'D', (byte)'3', 4], response.AudioData!.Value.ToArray());
        RoundTrip.AssertLossless("""{"audio_data":"SUQzBA==","seconds":1.5}""", AudioJson.Default.SpeechResponse);
    }

    [Theory]
    [InlineData("""{"audio_data":"not base64!"}""", "The response is not the expected JSON (at $.audio_data).")]
    [InlineData("""{"audio_data":5}""", "The response is not the expected JSON (at $.audio_data).")]
    [InlineData("""{"audio_data":null}""", "The response does not contain the requested content.")]
    [InlineData("""{"message":"Out of capacity"}""", "Out of capacity.")]
    public async Task Response_without_audio_throws(string response, string message)
    {
        var speech = StubServer.WithResponse(response).CreateClient().Audio.Speech;

        var exception = await Assert.ThrowsAsync<MistralException>(() => speech.CompleteAsync(Request, CancellationToken));

        Assert.StartsWith($"POST /v1/audio/speech: {message}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_of_a_stream_are_typed()
    {
        var server = StubServer.WithRawStream(
            $"event: speech.audio.delta\n{TestCalls.SseEvent(Delta)}{TestCalls.SseEvent("""{"type":"speech.notice"}""")}"
            + TestCalls.SseEvent(Done));

        var events = await server.CreateClient().Audio.Speech.StreamAsync(Request, CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal("ID3", Encoding.ASCII.GetString(Assert.IsType<SpeechStreamAudioDelta>(events[0]).AudioData.Span));
        Assert.Equal("speech.notice", Assert.IsType<UnknownSpeechStreamEvent>(events[1]).Type);
        Assert.Equal(94136, Assert.IsType<SpeechStreamDone>(events[2]).Usage!.TotalTokens);
        Assert.True(server.SingleRequestBody()["stream"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData(Delta)]
    [InlineData(Done)]
    public void Event_is_read_without_loss_and_every_field_has_a_property(string json) =>
        Assert.Null(RoundTrip.AssertLossless(json, AudioJson.Default.SpeechStreamEvent).AdditionalProperties);

    [Theory]
    [InlineData("""{"type":"speech.audio.delta","audio_data":"?"}""")]
    [InlineData("""{"type":"speech.audio.delta","audio_data":[1]}""")]
    public async Task Audio_of_an_event_that_cannot_be_read_throws(string delta)
    {
        var server = StubServer.WithRawStream(string.Concat(new[] { Delta, delta, Done }.Select(TestCalls.SseEvent)));
        var speech = server.CreateClient().Audio.Speech;

        var exception = await Assert.ThrowsAsync<MistralException>(
            async () => await speech.StreamAsync(Request, CancellationToken).ToListAsync(CancellationToken));

        Assert.StartsWith("POST /v1/audio/speech: The response is not the expected JSON", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_cut_at_any_byte_is_complete_or_throws()
    {
        var bytes = Encoding.UTF8.GetBytes(TestCalls.SseEvent(Delta) + TestCalls.SseEvent(Done).TrimEnd('\n'));
        for (var length = 0; length <= bytes.Length; length++)
        {
            var body = bytes[..length];
            var speech = new StubServer().Then(() => CreateStream(body)).CreateClient().Audio.Speech;

            var exception = await Record.ExceptionAsync(
                async () => await speech.StreamAsync(Request, CancellationToken).ToListAsync(CancellationToken));

            Assert.True(length == bytes.Length ? exception is null : exception is MistralException, $"{length}: {exception}");
        }
    }

    [Theory]
    [MemberData(nameof(InvalidRequests), DisableDiscoveryEnumeration = true)]
    public async Task Invalid_request_is_rejected_before_sending(SpeechRequest request, string message)
    {
        var server = new StubServer();
        var speech = server.CreateClient().Audio.Speech;

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => speech.CompleteAsync(request, CancellationToken));
        Assert.Equal(message, exception.Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => { _ = speech.StreamAsync(request, CancellationToken); }).Message);
        Assert.Empty(server.RequestMessages);
    }

    private static HttpResponseMessage CreateStream(byte[] body)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };
        response.Content.Headers.ContentType = new("text/event-stream");
        return response;
    }
}
