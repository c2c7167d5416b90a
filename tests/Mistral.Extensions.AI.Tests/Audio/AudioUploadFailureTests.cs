using System.Net;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

/// <summary>Uploads of audio that are too long, too short, or fail.</summary>
public sealed class AudioUploadFailureTests
{
    private const long TooLong = 600L * 1024 * 1024;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_of_600_MB_is_rejected_before_it_is_sent()
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "long.wav");
        using (var file = File.Create(path))
            file.SetLength(TooLong);

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => NoNetwork.CreateClient().Audio.Transcriptions.CompleteAsync(
            new() { Model = "voxtral-mini-latest", File = FileData.FromFile(path) }, CancellationToken));

        folder.Delete(recursive: true);
        Assert.Equal(
            "The file long.wav has 629145600 bytes, but the maximum is 524288000 (500 MB). Compress it, for example to MP3, or split it.",
            exception.Message);
    }

    [Fact]
    public async Task Stream_of_600_MB_without_a_length_throws_the_error_of_the_server()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var client = CreateClient(emulator);
        await using var stream = new SilentStream(TooLong);

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.Audio.Transcriptions.CompleteAsync(
            new() { Model = "voxtral-mini-latest", File = FileData.FromStream(stream, name: "long.wav") }, CancellationToken));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, exception.StatusCode);
    }

    [Fact]
    public async Task File_that_becomes_shorter_during_the_upload_throws()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var client = CreateClient(emulator);
        await using var stream = new TruncatedStream(AudioFiles.CreateWav(2));

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.Audio.Transcriptions.CompleteAsync(
            new() { Model = "voxtral-mini-latest", File = FileData.FromStream(stream, name: "a.wav") }, CancellationToken));

        Assert.StartsWith("POST /v1/audio/transcriptions: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("bytes", exception.Message, StringComparison.Ordinal);
    }

    private static MistralClient CreateClient(TestEmulator emulator) =>
        new(new MistralClientOptions { Endpoint = emulator.Server.Endpoint, ApiKey = TestEmulator.Key, MaxRetries = 0 });

    /// <summary>A stream of zeros that cannot seek.</summary>
    private sealed class SilentStream(long length) : TestResponseStream
    {
        private long _remaining = length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, _remaining);
            buffer.Span[..count].Clear();
            _remaining -= count;
            return new(count);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>A stream that ends before its length.</summary>
    private sealed class TruncatedStream(byte[] data) : MemoryStream(data)
    {
        public override long Length => base.Length + 1000;
    }
}
