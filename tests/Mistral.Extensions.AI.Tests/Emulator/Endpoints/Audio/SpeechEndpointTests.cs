using System.Buffers.Binary;
using System.Net;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Audio;

public sealed class SpeechEndpointTests : IAsyncLifetime
{
    private const string Text = "Hello, Zoë! This is speech. 世界";

    private TestEmulator _emulator = null!;

    public async ValueTask InitializeAsync() => _emulator = await TestEmulator.StartAsync();

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Theory]
    [InlineData("wav")]
    [InlineData("mp3")]
    [InlineData("flac")]
    [InlineData("opus")]
    public async Task Transcription_of_speech_returns_the_text(string format)
    {
        var transcription = await _emulator.TranscribeAsync(
            await _emulator.SpeakAsync(Text, format), ("timestamp_granularities", "segment"));

        Assert.Equal(Text, (string?)transcription["text"]);
        var segments = transcription["segments"]!.AsArray();
        Assert.Equal(["Hello, Zoë!", " This is speech.", " 世界"], segments.Select(segment => (string?)segment!["text"]));
        // Two tones of 20 ms for each of the 35 bytes, and for a byte at the start and one at the end. MP3 has frames of 24 ms.
        Assert.Equal(format == "mp3" ? 1.49 : 1.48, (double)segments[^1]!["end"]!);
        Assert.Equal(2, (int)transcription["usage"]!["prompt_audio_seconds"]!);
    }

    [Fact]
    public async Task Length_is_proportional_to_the_text()
    {
        var one = await _emulator.SpeakAsync("a", "pcm");
        var two = await _emulator.SpeakAsync("aa", "pcm");
        var thousand = await _emulator.SpeakAsync(new string('a', 1_000), "pcm");

        Assert.Equal(0.04 * 24_000 * sizeof(float), two.Length - one.Length);
        Assert.Equal(one.Length + (999 * (two.Length - one.Length)), thousand.Length);
    }

    [Fact]
    public async Task Wav_has_one_channel_of_16_bits_and_24000_samples_per_second()
    {
        var file = await _emulator.SpeakAsync("Hello", "wav");

        Assert.Equal("RIFF", Encoding.ASCII.GetString(file, 0, 4));
        Assert.Equal(file.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)));
        Assert.Equal(
            (1, 1, 24_000, 48_000, 2, 16),
            (ReadInt16(20), ReadInt16(22), ReadInt32(24), ReadInt32(28), ReadInt16(32), ReadInt16(34)));
        Assert.Equal(file.Length - 44, ReadInt32(40));

        int ReadInt16(int offset) => BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(offset));
        int ReadInt32(int offset) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(offset));
    }

    [Fact]
    public async Task Pcm_has_the_samples_of_the_wav_file_as_floating_point_numbers()
    {
        var pcm = await _emulator.SpeakAsync("Hello", "pcm");
        var wav = (await _emulator.SpeakAsync("Hello", "wav")).AsMemory(44);

        Assert.Equal(wav.Length * 2, pcm.Length);
        Assert.All(Enumerable.Range(0, wav.Length / 2), index => Assert.Equal(
            BinaryPrimitives.ReadInt16LittleEndian(wav.Span[(index * 2)..]) / 32_768f,
            BinaryPrimitives.ReadSingleLittleEndian(pcm.AsSpan(index * 4))));
    }

    [Theory]
    [InlineData("wav")]
    [InlineData("mp3")]
    [InlineData("flac")]
    [InlineData("opus")]
    [InlineData("pcm")]
    public async Task Stream_has_the_file_in_parts_and_ends_with_the_usage(string format)
    {
        var file = await _emulator.SpeakAsync(Text, format);

        var response = await _emulator.PostSpeechAsync(Text, $$"""{"response_format":"{{format}}","stream":true}""");
        var events = response.GetNamedEvents();

        Assert.Equal("text/event-stream; charset=utf-8", response.Headers["Content-Type"]);
        Assert.StartsWith("event: speech.audio.delta\ndata: {\"type\":\"speech.audio.delta\",", response.Body, StringComparison.Ordinal);
        Assert.True(events.Count > 4, response.Body);
        byte[] audio = [.. events.SkipLast(1).SelectMany(item => Convert.FromBase64String((string)item["audio_data"]!))];
        // The lengths in the header of a streamed WAV file are not known.
        var start = format == "wav" ? 44 : 0;
        Assert.Equal(file[start..], audio[start..]);
        JsonAssert.Equal(
            """{"type":"speech.audio.done","usage":{"prompt_tokens":6,"completion_tokens":35520,"total_tokens":35526} }""", events[^1]);
    }

    [Fact]
    public async Task Streamed_wav_without_a_length_is_transcribed()
    {
        var response = await _emulator.PostSpeechAsync(Text, """{"response_format":"wav","stream":true}""");
        byte[] audio =
            [.. response.GetNamedEvents().SkipLast(1).SelectMany(item => Convert.FromBase64String((string)item["audio_data"]!))];

        Assert.Equal(uint.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(audio.AsSpan(4)));
        Assert.Equal(Text, (string?)(await _emulator.TranscribeAsync(audio))["text"]);
    }

    [Fact]
    public async Task Model_and_format_have_defaults()
    {
        var response = await _emulator.PostSpeechAsync("Hello", """{"model":null}""");

        // The start of a tag before MP3 frames: ID3.
        Assert.StartsWith("SUQz", (string?)response.Json["audio_data"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_can_replace_the_voice()
    {
        var sample = Convert.ToBase64String(AudioFiles.CreateWav(3));

        var response = await _emulator.PostSpeechAsync("Hello", $$"""{"voice_id":null,"ref_audio":"{{sample}}"}""");

        Assert.Equal(HttpStatusCode.OK, response.Status);
    }

    [Theory]
    [InlineData("""{"voice_id":"nova"}""", "404 Voice 'nova' not found")]
    [InlineData("""{"voice_id":null}""", "400 Either voice_id or ref_audio must be specified.")]
    [InlineData("""{"ref_audio":"AAAA"}""", "400 Audio input could not be decoded: the format is not known")]
    [InlineData("""{"ref_audio":"?"}""", "400 Audio input could not be decoded: it is not base64")]
    [InlineData("""{"model":"voxtral-mini-latest"}""", "400 Invalid model: voxtral-mini-latest")]
    [InlineData("""{"response_format":"aac"}""",
        "422 body.response_format: Input should be 'pcm', 'wav', 'mp3', 'flac' or 'opus'")]
    [InlineData("""{"voice":"nova"}""", "422 body.voice: Extra inputs are not permitted")]
    [InlineData("""{"input":" "}""", "400 Input cannot be empty.")]
    [InlineData("""{"input":"This is UNSAFE"}""", "403 Input was rejected by the content moderation.")]
    public async Task Invalid_request_is_rejected(string options, string error)
    {
        var response = await _emulator.PostSpeechAsync("Hello", options);

        Assert.Equal(error, $"{(int)response.Status} {Assert.Single(_emulator.Server.Requests).Error}");
    }

    [Fact]
    public async Task Text_of_more_than_8192_bytes_is_rejected()
    {
        var longest = await _emulator.PostSpeechAsync(new string('é', 4_096), """{"response_format":"opus"}""");
        var longer = await _emulator.PostSpeechAsync(new string('é', 4_097));

        Assert.Equal(HttpStatusCode.OK, longest.Status);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "Input is too long: it has 8194 bytes, and the maximum is 8192."),
            (longer.Status, (string?)longer.Json["message"]));
    }
}
