namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Reads audio files. The format is determined by the first bytes, and not by the name or the content type.</summary>
internal static class AudioReader
{
    /// <summary>The length of a file whose header is not read is estimated: 16,000 bytes are 128 kbit for each second.</summary>
    private const double EstimatedBytesPerSecond = 16_000;

    private const int SignatureLength = 12;
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads an audio file.</summary>
    /// <param name="content">The content, which can seek.</param>
    /// <exception cref="InvalidDataException">The file is not audio, or it cannot be read.</exception>
    public static AudioDescription Read(Stream content)
    {
        using var stream = new BufferedStream(content, BufferSize);
        Span<byte> start = stackalloc byte[SignatureLength];
        start = start[..stream.ReadAtLeast(start, SignatureLength, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (start.StartsWith("RIFF"u8) && start.EndsWith("WAVE"u8))
            return WavReader.Read(stream);
        if (start.Length > 1 && start[0] == 0xFF && (start[1] & 0xF6) == 0xF0)
            throw new InvalidDataException("AAC is not supported");
        return Mp3Reader.TryRead(stream)
            ?? (start.StartsWith("fLaC"u8) ? FlacReader.TryRead(stream) : null)
            ?? (start.StartsWith("OggS"u8) ? OggReader.TryRead(stream) : null)
            ?? (GetOtherFormat(start) is { } format ? new AudioDescription(format, stream.Length / EstimatedBytesPerSecond) : null)
            ?? throw new InvalidDataException("the format is not known");
    }

    private static string? GetOtherFormat(ReadOnlySpan<byte> start) =>
        start.StartsWith("fLaC"u8) ? "FLAC"
        : start.StartsWith("OggS"u8) ? "Ogg"
        : start.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) ? "WebM"
        : start.Length == SignatureLength && start[4..8].SequenceEqual("ftyp"u8) ? "MP4"
        : null;
}
