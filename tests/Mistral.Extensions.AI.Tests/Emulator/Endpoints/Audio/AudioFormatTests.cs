using System.Net;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Audio;

/// <summary>The emulator reads the header of audio files.</summary>
public sealed class AudioFormatTests : IAsyncLifetime
{
    private TestEmulator _emulator = null!;

    public static TheoryData<byte[], string> ValidFiles => new()
    {
        { AudioFiles.CreateWav(3.5), "WAV audio. 3.5 seconds. 1 channel. 16000 Hz." },
        { AudioFiles.CreateWav(0.25, channels: 2, sampleRate: 44_100), "WAV audio. 0.25 seconds. 2 channels. 44100 Hz." },
        // A WAV file that was written as a stream has no length.
        { AudioFiles.CreateWav(1, dataLength: 0xFFFFFFFF), "WAV audio. 1 second. 1 channel. 16000 Hz." },
        { AudioFiles.CreateWav(1, dataLength: 1_000_000), "WAV audio. 1 second. 1 channel. 16000 Hz." },
        { AudioFiles.CreateWav(2, chunk: "LIST"), "WAV audio. 2 seconds. 1 channel. 16000 Hz." },
        { AudioFiles.CreateMp3(100), "MP3 audio. 2.61 seconds. 2 channels. 44100 Hz." },
        { AudioFiles.CreateMp3(100, isMono: true), "MP3 audio. 2.61 seconds. 1 channel. 44100 Hz." },
        { AudioFiles.CreateMp3(100, tagLength: 300), "MP3 audio. 2.61 seconds. 2 channels. 44100 Hz." },
        { AudioFiles.CreateMp3(100, hasInfo: true), "MP3 audio. 2.61 seconds. 2 channels. 44100 Hz." },
        // The last frame is not complete.
        { AudioFiles.CreateMp3(100)[..^1], "MP3 audio. 2.59 seconds. 2 channels. 44100 Hz." },
        { [.. AudioFiles.CreateMp3(100), .. "TAG and text"u8], "MP3 audio. 2.61 seconds. 2 channels. 44100 Hz." },
        { CreateFile("fLaC"), "FLAC audio. 2 seconds." },
        { CreateFile("OggS"), "Ogg audio. 2 seconds." },
        { CreateFile("\u001AE\u00DF\u00A3"), "WebM audio. 2 seconds." },
        { CreateFile("\0\0\0 ftypM4A "), "MP4 audio. 2 seconds." },
    };

    public static TheoryData<byte[], string> InvalidFiles => new()
    {
        { [], "the format is not known" },
        { "text"u8.ToArray(), "the format is not known" },
        { [0xFF, 0xFB, 0x90, 0], "the format is not known" },
        { AudioFiles.CreateMp3(0, tagLength: 50), "the format is not known" },
        { [0xFF, 0xF1, 0, 0], "AAC is not supported" },
        { AudioFiles.CreateWav(0), "the WAV file has no samples" },
        { AudioFiles.CreateWav(1, channels: 0), "the WAV file has no valid fmt chunk" },
        { AudioFiles.CreateWav(1)[..30], "the WAV file has no data chunk" },
    };

    public async ValueTask InitializeAsync() => _emulator = await TestEmulator.StartAsync();

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Theory]
    [MemberData(nameof(ValidFiles), DisableDiscoveryEnumeration = true)]
    public async Task Header_is_read(byte[] file, string text) => Assert.Equal(text, (string?)(await PostAsync(file)).Json["text"]);

    [Theory]
    [InlineData("flac", "FLAC audio. 0.28 seconds. 1 channel. 24000 Hz.")]
    [InlineData("opus", "Ogg audio. 0.28 seconds. 1 channel. 24000 Hz.")]
    [InlineData("mp3", "MP3 audio. 0.29 seconds. 1 channel. 24000 Hz.")]
    public async Task Header_of_compressed_file_without_known_words_is_read(string format, string text)
    {
        var file = await _emulator.SpeakAsync("Hello", format);
        // Another program wrote the file.
        var name = file.AsSpan().IndexOf("Mistral.Extensions"u8);
        file[name] = (byte)'X';

        Assert.Equal(text, (string?)(await PostAsync(file)).Json["text"]);
    }

    [Theory]
    [InlineData(1, 8_000)]
    [InlineData(2, 24_000)]
    public async Task Speech_is_read_after_conversion(int channels, int sampleRate)
    {
        var samples = (await _emulator.SpeakAsync("Hello", "wav"))[44..].Chunk(2).ToList();
        var converted = samples.Where((_, index) => index % (24_000 / sampleRate) == 0);
        byte[] data = [.. converted.SelectMany(sample => Enumerable.Repeat(sample, channels).SelectMany(value => value))];
        var file = AudioFiles.CreateWav((double)data.Length / channels / 2 / sampleRate, channels, sampleRate);
        data.CopyTo(file, 44);

        Assert.Equal("Hello", (string?)(await PostAsync(file)).Json["text"]);
    }

    [Fact]
    public async Task Speech_in_the_extensible_format_is_read()
    {
        var file = await _emulator.SpeakAsync("Hello", "wav");
        byte[] extensible = [.. file[..36], 22, 0, 16, 0, 4, 0, 0, 0, 1, 0, .. new byte[14], .. file[36..]];
        (extensible[16], extensible[20], extensible[21]) = (40, 0xFE, 0xFF);

        Assert.Equal("Hello", (string?)(await PostAsync(extensible)).Json["text"]);
    }

    [Fact]
    public async Task Speech_without_its_last_samples_is_read()
    {
        var file = await _emulator.SpeakAsync("Hello", "wav");

        Assert.Equal("Hello", (string?)(await PostAsync(file[..^200])).Json["text"]);
    }

    [Fact]
    public async Task Speech_without_its_end_is_described()
    {
        var file = await _emulator.SpeakAsync("Hello", "wav");

        Assert.Equal("WAV audio. 0.25 seconds. 1 channel. 24000 Hz.", (string?)(await PostAsync(file[..^1_400])).Json["text"]);
    }

    [Theory]
    [MemberData(nameof(InvalidFiles), DisableDiscoveryEnumeration = true)]
    public async Task Audio_that_cannot_be_decoded_is_rejected(byte[] file, string reason)
    {
        var response = await PostAsync(file);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(
            ($"Audio input could not be decoded: {reason}", "3291"), ((string?)response.Json["message"], (string?)response.Json["code"]));
    }

    [Fact]
    public async Task Damaged_file_is_transcribed_or_rejected()
    {
        var random = new Random(1);
        byte[][] files =
        [
            AudioFiles.CreateWav(0.1, chunk: "LIST"), AudioFiles.CreateMp3(3, tagLength: 20, hasInfo: true),
            await _emulator.SpeakAsync("a", "wav"), await _emulator.SpeakAsync("a", "mp3"), await _emulator.SpeakAsync("a", "flac"),
            await _emulator.SpeakAsync("a", "opus"),
        ];
        for (var i = 0; i < 3_000; i++)
        {
            var file = files[i % files.Length].ToArray();
            for (var change = 0; change < 4; change++)
                file[random.Next(Math.Min(file.Length, 150))] = (byte)random.Next(256);
            var response = await PostAsync(file[..random.Next(file.Length)]);
            Assert.True(response.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{i}: {response.Body}");
        }
    }

    private static byte[] CreateFile(string start)
    {
        var file = new byte[32_000];
        Encoding.Latin1.GetBytes(start).CopyTo(file, 0);
        return file;
    }

    private async Task<EmulatorResponse> PostAsync(byte[] file)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("voxtral-mini-latest"), "model" },
            { new ByteArrayContent(file), "file", "a.bin" },
        };
        return await _emulator.SendAsync(HttpMethod.Post, "/v1/audio/transcriptions", form);
    }
}
