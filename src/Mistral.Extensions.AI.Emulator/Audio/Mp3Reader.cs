namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Reads MP3 files: the length is the number of complete frames.</summary>
internal static class Mp3Reader
{
    private const int Id3HeaderLength = 10;

    /// <summary>Reads a file; returns null if it does not start with an MP3 frame, with or without an ID3 tag before it.</summary>
    public static AudioDescription? TryRead(Stream stream)
    {
        SkipId3Tag(stream);
        var (first, samples) = (default(Mp3Frame), 0L);
        while (Mp3Frame.TryRead(stream) is { } frame)
        {
            // The first frame can have the number of frames instead of sound.
            samples += first is null && frame.IsInfo ? 0 : frame.Samples;
            first ??= frame;
        }
        return samples > 0
            ? new AudioDescription("MP3", (double)samples / first!.SampleRate) { Channels = first.Channels, SampleRate = first.SampleRate }
            : null;
    }

    /// <summary>Moves to the end of an ID3v2 tag, whose length has 7 bits in each of four bytes.</summary>
    private static void SkipId3Tag(Stream stream)
    {
        Span<byte> header = stackalloc byte[Id3HeaderLength];
        var length = stream.ReadAtLeast(header, Id3HeaderLength, throwOnEndOfStream: false);
        var hasTag = length == Id3HeaderLength && header.StartsWith("ID3"u8);
        stream.Position = hasTag
            ? Id3HeaderLength + ((header[6] & 0x7F) << 21 | (header[7] & 0x7F) << 14 | (header[8] & 0x7F) << 7 | (header[9] & 0x7F))
            : 0;
    }
}
