using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Architecture;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

/// <summary>The C# blocks of <c>docs/audio.md</c> compile and run.</summary>
public sealed class AudioDocumentationTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private TestEmulator _emulator = null!;
    private MistralClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await TestEmulator.StartAsync();
        _client = new(new MistralClientOptions { Endpoint = _emulator.Server.Endpoint, ApiKey = TestEmulator.Key });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Transcription")]
    [InlineData("Speech")]
    [InlineData("Voices")]
    [InlineData("Realtime transcription")]
    public void Documented_code_is_part_of_this_test_file(string heading) =>
        DocumentedCode.AssertIsIn("tests/Mistral.Extensions.AI.Tests/Audio/AudioDocumentationTests.cs", "docs/audio.md", heading);

    [Fact]
    public async Task Documented_code_runs()
    {
        var path = Path.Combine(_folder.FullName, "audio.mp3");
        await SpeakAsync(_client, path);
        await TranscribeAsync(_client, path);
        await UseVoiceAsync(_client, path);
        await TranscribeMicrophoneAsync(_client, new[] { new ReadOnlyMemory<byte>(new byte[32_000]) }.ToAsyncEnumerable());

        Assert.Equal([200, 200, 200, 200, 101], _emulator.Server.Requests.Select(request => request.StatusCode));
    }

    private static async Task TranscribeAsync(MistralClient mistral, string path)
    {
        var request = new AudioTranscriptionRequest
        {
            Model = "voxtral-mini-latest",
            File = FileData.FromFile(path),
            Diarize = true,
            TimestampGranularities = ["segment"],
        };
        await foreach (var streamEvent in mistral.Audio.Transcriptions.StreamAsync(request))
        {
            if (streamEvent is TranscriptionStreamTextDelta delta)
                Console.Write(delta.Text);
            else if (streamEvent is TranscriptionStreamDone { Segments: { } segments })
                foreach (var segment in segments)
                    Console.WriteLine($"{segment.Start} to {segment.End}, {segment.SpeakerId}: {segment.Text}");
        }
    }

    private static async Task SpeakAsync(MistralClient mistral, string path)
    {
        await using var file = File.Create(path);
        await foreach (var streamEvent in mistral.Audio.Speech.StreamAsync(new()
        {
            Model = "voxtral-mini-tts-2603",
            Input = "Hello! This is Voxtral.",
            VoiceId = "en_paul_neutral",
            ResponseFormat = "mp3",
        }))
        {
            if (streamEvent is SpeechStreamAudioDelta delta)
                await file.WriteAsync(delta.AudioData);
        }
    }

    private static async Task<SpeechResponse> UseVoiceAsync(MistralClient mistral, string path)
    {
        var voice = await mistral.Audio.Voices.CreateAsync(new()
        {
            Name = "Narrator",
            SampleAudio = FileData.FromFile(path),
            Languages = ["en"],
        });
        var speech = await mistral.Audio.Speech.CompleteAsync(new()
        {
            Model = "voxtral-mini-tts-2603",
            Input = "Once upon a time.",
            VoiceId = voice.Id,
        });
        return speech;
    }

    private static async Task TranscribeMicrophoneAsync(MistralClient mistral, IAsyncEnumerable<ReadOnlyMemory<byte>> microphone)
    {
        await foreach (var streamEvent in mistral.Audio.Realtime.TranscribeStreamAsync(
            microphone,
            "voxtral-mini-transcribe-realtime-2602",
            new() { AudioFormat = new() { Encoding = "pcm_s16le", SampleRate = 16_000 } }))
        {
            if (streamEvent is TranscriptionStreamTextDelta delta)
                Console.Write(delta.Text);
        }
    }
}
