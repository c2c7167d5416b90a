using System.Net;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

/// <summary>Audio from every source is transcribed by the emulator.</summary>
public sealed class TranscriptionEmulatorTests : IAsyncLifetime
{
    private const string Text = "WAV audio. 2 seconds. 1 channel. 16000 Hz.";

    private static readonly byte[] Wav = AudioFiles.CreateWav(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
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
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("bytes")]
    [InlineData("path")]
    [InlineData("stream")]
    [InlineData("stream that cannot seek")]
    [InlineData("uploaded file")]
    public async Task Audio_of_every_source_is_transcribed(string source)
    {
        var request = new AudioTranscriptionRequest { Model = "voxtral-mini-latest" };
        request = source is "uploaded file"
            ? request with { FileId = await UploadAsync() }
            : request with { File = CreateFile(source) };

        Assert.Equal(Text, (await _client.Audio.Transcriptions.CompleteAsync(request, CancellationToken)).Text);
    }

    [Fact]
    public async Task Streamed_transcription_has_the_text_and_the_segments_of_the_whole_response()
    {
        var request = new AudioTranscriptionRequest
        {
            Model = "voxtral-mini-latest",
            File = FileData.FromBytes(Wav, name: "a.wav"),
            Diarize = true,
            TimestampGranularities = ["segment"],
            ContextBias = ["Galileo", "probe_mission"],
            Temperature = 0,
        };

        var response = await _client.Audio.Transcriptions.CompleteAsync(request, CancellationToken);
        var events = await _client.Audio.Transcriptions.StreamAsync(request, CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal(Text, string.Concat(events.OfType<TranscriptionStreamTextDelta>().Select(delta => delta.Text)));
        var done = Assert.IsType<TranscriptionStreamDone>(events[^1]);
        Assert.Equal((response.Text, response.Language, 12), (done.Text, done.Language, done.Usage!.TotalTokens));
        Assert.Equal(response.Segments, done.Segments);
        Assert.Equal(
            response.Segments!.Select(segment => (segment.Text, segment.Start, segment.End, segment.SpeakerId)),
            events.OfType<TranscriptionStreamSegmentDelta>()
                .Select(segment => (segment.Text, segment.Start, segment.End, segment.SpeakerId)));
        Assert.Equal((0d, 2d, "speaker_2"), (response.Segments![0].Start, response.Segments[^1].End, response.Segments[1].SpeakerId));
    }

    [Fact]
    public async Task Transient_failure_is_retried_with_the_same_file()
    {
        var headers = new Dictionary<string, string> { ["retry-after"] = "0.001" };
        _emulator.Server.Enqueue(ScriptedResponse.Fault(503) with { Headers = headers });
        var request = new AudioTranscriptionRequest { Model = "voxtral-mini-latest", File = CreateFile("stream") };

        Assert.Equal(Text, (await _client.Audio.Transcriptions.CompleteAsync(request, CancellationToken)).Text);

        Assert.Equal([503, 200], _emulator.Server.Requests.Select(recorded => recorded.StatusCode));
    }

    [Fact]
    public async Task Unknown_format_is_a_clear_error()
    {
        var request = new AudioTranscriptionRequest
        {
            Model = "voxtral-mini-latest",
            File = FileData.FromBytes("no audio"u8.ToArray(), name: "a.mp3"),
        };

        var error = await Assert.ThrowsAsync<MistralException>(
            async () => await _client.Audio.Transcriptions.StreamAsync(request, CancellationToken).ToListAsync(CancellationToken));

        Assert.Equal((HttpStatusCode.BadRequest, "3291"), (error.StatusCode, error.Code));
        Assert.Contains("Audio input could not be decoded: the format is not known", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_cut_in_the_middle_throws()
    {
        _emulator.Server.Enqueue(new ScriptedResponse { CutAfterBytes = 400 });
        var request = new AudioTranscriptionRequest { Model = "voxtral-mini-latest", File = CreateFile("bytes") };

        var error = await Assert.ThrowsAsync<MistralException>(
            async () => await _client.Audio.Transcriptions.StreamAsync(request, CancellationToken).ToListAsync(CancellationToken));

        Assert.IsAssignableFrom<IOException>(error.InnerException);
    }

    private async Task<string> UploadAsync()
    {
        var file = await _client.Files.UploadAsync(
            new() { File = FileData.FromBytes(Wav, name: "a.wav"), Purpose = "audio" }, cancellationToken: CancellationToken);
        return file.Id!;
    }

    private FileData CreateFile(string source)
    {
        var path = Path.Combine(_folder.FullName, "a.wav");
        File.WriteAllBytes(path, Wav);
        return source switch
        {
            "bytes" => FileData.FromBytes(Wav),
            "path" => FileData.FromFile(path),
            "stream" => FileData.FromStream(new MemoryStream(Wav), name: "a.wav"),
            _ => FileData.FromStream(new ForwardOnlyStream(Wav), name: "a.wav"),
        };
    }
}
