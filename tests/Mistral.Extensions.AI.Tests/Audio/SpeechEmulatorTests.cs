using System.Net;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

#pragma warning disable MEAI001 // The audio clients are experimental.

namespace Mistral.Extensions.AI.Tests.Audio;

/// <summary>Text that the emulator speaks is transcribed again.</summary>
public sealed class SpeechEmulatorTests : IAsyncLifetime
{
    private const string Text = "We went to the gym. Then we went home.";
    private const string Voice = "en_paul_neutral";
    private const string SpeechModel = "voxtral-mini-tts-2603";
    private const string RealtimeModel = "voxtral-mini-transcribe-realtime-2602";

    private static readonly RealtimeTranscriptionSessionUpdatePayload Format =
        new() { AudioFormat = new() { Encoding = "pcm_f32le", SampleRate = 24_000 } };

    private TestEmulator _emulator = null!;
    private MistralClient _client = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _emulator = await TestEmulator.StartAsync();
        _client = new(new MistralClientOptions { Endpoint = _emulator.Server.Endpoint, ApiKey = TestEmulator.Key });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("wav")]
    [InlineData("flac")]
    [InlineData("opus")]
    public async Task Speech_is_transcribed_to_the_text(string format)
    {
        var speech = await _client.Audio.Speech.CompleteAsync(
            new() { Model = SpeechModel, Input = Text, VoiceId = Voice, ResponseFormat = format }, CancellationToken);

        Assert.Equal(Text, await TranscribeAsync(speech.AudioData!.Value));
    }

    [Fact]
    public async Task Streamed_speech_is_the_same_audio_in_several_events()
    {
        var request = new SpeechRequest { Model = SpeechModel, Input = Text, VoiceId = Voice, ResponseFormat = "pcm" };

        var whole = await _client.Audio.Speech.CompleteAsync(request, CancellationToken);
        var events = await _client.Audio.Speech.StreamAsync(request, CancellationToken).ToListAsync(CancellationToken);

        var deltas = events.OfType<SpeechStreamAudioDelta>().ToList();
        Assert.InRange(deltas.Count, 2, int.MaxValue);
        Assert.Equal(whole.AudioData!.Value.ToArray(), deltas.SelectMany(delta => delta.AudioData.ToArray()));
        Assert.NotNull(Assert.IsType<SpeechStreamDone>(events[^1]).Usage);
    }

    [Fact]
    public async Task Voice_is_created_used_and_deleted()
    {
        var sample = AudioFiles.CreateWav(3);
        var voice = await _client.Audio.Voices.CreateAsync(
            new() { Name = "me", SampleAudio = FileData.FromBytes(sample), Languages = ["en"] }, CancellationToken);

        await _client.Audio.Voices.UpdateAsync(voice.Id!, new() { Name = "you" }, CancellationToken);
        var custom = await _client.Audio.Voices.ListAsync(new() { Type = "custom" }, CancellationToken).ToListAsync(CancellationToken);
        var all = await _client.Audio.Voices.ListAsync(new() { Limit = 7 }, CancellationToken).ToListAsync(CancellationToken);
        await using var stored = await _client.Audio.Voices.GetSampleAudioAsync(voice.Id!, CancellationToken);
        using var copy = new MemoryStream();
        await stored.CopyToAsync(copy, CancellationToken);
        await _client.Audio.Speech.CompleteAsync(new() { Model = SpeechModel, Input = Text, VoiceId = voice.Id }, CancellationToken);
        await _client.Audio.Voices.DeleteAsync(voice.Id!, CancellationToken);
        var error = await Assert.ThrowsAsync<MistralException>(() => _client.Audio.Voices.GetAsync(voice.Id!, CancellationToken));

        Assert.Equal("you", Assert.Single(custom).Name);
        Assert.InRange(all.Select(listed => listed.Id).Distinct().Count(), 8, all.Count);
        Assert.Equal(sample, copy.ToArray());
        Assert.Equal(HttpStatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Recording_of_a_voice_in_an_unknown_format_throws_the_error_of_the_API()
    {
        var request = new SpeechRequest { Model = SpeechModel, Input = Text, RefAudio = FileData.FromBytes("no audio"u8.ToArray()) };

        var error = await Assert.ThrowsAsync<MistralException>(() => _client.Audio.Speech.CompleteAsync(request, CancellationToken));

        Assert.Equal((HttpStatusCode.BadRequest, "3291"), (error.StatusCode, error.Code));
    }

    [Fact]
    public async Task Unknown_format_of_speech_throws_an_error_that_names_the_field()
    {
        var request = new SpeechRequest { Model = SpeechModel, Input = Text, VoiceId = Voice, ResponseFormat = "aiff" };

        var error = await Assert.ThrowsAsync<MistralException>(() => _client.Audio.Speech.CompleteAsync(request, CancellationToken));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "response_format"), (error.StatusCode, error.Param));
    }

    [Fact]
    public async Task Speech_is_transcribed_in_real_time()
    {
        var pcm = await SpeakAsync();
        var partial = "";
        TranscriptionStreamDone? done = null;

        await foreach (var streamEvent in _client.Audio.Realtime.TranscribeStreamAsync(
            ReadParts(pcm), RealtimeModel, Format, CancellationToken))
        {
            partial += (streamEvent as TranscriptionStreamTextDelta)?.Text;
            done = streamEvent as TranscriptionStreamDone;
        }

        Assert.Equal((Text, Text), (partial, done!.Text));
    }

    [Fact]
    public async Task Realtime_connection_cut_before_the_last_event_throws()
    {
        var pcm = await SpeakAsync();
        _emulator.Server.Enqueue(new ScriptedResponse { CutAfterBytes = 500 });

        var error = await Assert.ThrowsAsync<MistralException>(async () => await _client.Audio.Realtime.TranscribeStreamAsync(
            ReadParts(pcm), RealtimeModel, Format, CancellationToken)
            .ToListAsync(CancellationToken));

        Assert.StartsWith("GET /v1/audio/transcriptions/realtime: The connection", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_encoding_of_realtime_audio_throws_an_error_that_names_the_field()
    {
        var error = await Assert.ThrowsAsync<MistralException>(async () => await _client.Audio.Realtime.TranscribeStreamAsync(
            ReadParts(new byte[100]),
            RealtimeModel,
            new() { AudioFormat = new() { Encoding = "aac", SampleRate = 24_000 } },
            CancellationToken).ToListAsync(CancellationToken));

        Assert.Contains("encoding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Created_client_session_has_a_token_and_its_expiry()
    {
        var start = DateTimeOffset.UtcNow;

        var session = await _client.Audio.Realtime.Sessions.CreateAsync(
            new() { Model = RealtimeModel, TtlSeconds = 60 }, CancellationToken);

        Assert.StartsWith("rt_", session.ClientSecret!.Value, StringComparison.Ordinal);
        Assert.InRange(session.ExpiresAt!.Value, start.AddSeconds(59), DateTimeOffset.UtcNow.AddSeconds(60));
    }

    [Fact]
    public async Task Speech_of_the_text_to_speech_client_is_transcribed_by_the_speech_to_text_client()
    {
        var speech = await _client.AsITextToSpeechClient(SpeechModel)
            .GetStreamingAudioAsync(Text, new() { AudioFormat = "wav" }, CancellationToken).ToTextToSpeechResponseAsync(CancellationToken);
        using var audio = new MemoryStream(
            [.. speech.Contents.OfType<DataContent>().SelectMany(content => content.Data.ToArray())]);

        var response = await _client.AsISpeechToTextClient("voxtral-mini-latest").GetTextAsync(audio, null, CancellationToken);

        Assert.Equal(Text, response.Text);
        Assert.NotNull(speech.Usage);
    }

    [Fact]
    public async Task Speech_is_input_audio_of_a_chat()
    {
        var speech = await _client.Audio.Speech.CompleteAsync(
            new() { Model = SpeechModel, Input = Text, VoiceId = Voice }, CancellationToken);

        var response = await _client.AsIChatClient("voxtral-small-latest").GetResponseAsync(
            new ChatMessage(ChatRole.User, [new DataContent(speech.AudioData!.Value, "audio/mpeg"), new TextContent("What is said?")]),
            cancellationToken: CancellationToken);

        Assert.NotEmpty(response.Text);
        Assert.Contains("input_audio", _emulator.Server.Requests[^1].Json!.ToJsonString(), StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadParts(ReadOnlyMemory<byte> audio)
    {
        for (var start = 0; start < audio.Length; start += 9600)
        {
            await Task.Yield();
            yield return audio[start..Math.Min(audio.Length, start + 9600)];
        }
    }

    private async Task<ReadOnlyMemory<byte>> SpeakAsync()
    {
        var speech = await _client.Audio.Speech.CompleteAsync(
            new() { Model = SpeechModel, Input = Text, VoiceId = Voice, ResponseFormat = "pcm" }, CancellationToken);
        return speech.AudioData!.Value;
    }

    private async Task<string?> TranscribeAsync(ReadOnlyMemory<byte> audio)
    {
        var response = await _client.Audio.Transcriptions.CompleteAsync(
            new() { Model = "voxtral-mini-latest", File = FileData.FromBytes(audio) }, CancellationToken);
        return response.Text;
    }
}
