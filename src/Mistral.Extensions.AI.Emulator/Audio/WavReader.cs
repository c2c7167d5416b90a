using System.Buffers.Binary;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Reads the header of WAV files: a RIFF file with a <c>fmt </c> chunk, followed by a <c>data</c> chunk.</summary>
internal static class WavReader
{
    private const int RiffHeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int FormatLength = 16;

    /// <summary>Reads a file that starts with the header of a WAV file.</summary>
    /// <exception cref="InvalidDataException">The file has no format or no samples.</exception>
    public static AudioDescription Read(Stream stream)
    {
        stream.Position = RiffHeaderLength;
        Span<byte> header = stackalloc byte[ChunkHeaderLength];
        var format = default(Format?);
        while (stream.ReadAtLeast(header, ChunkHeaderLength, throwOnEndOfStream: false) == ChunkHeaderLength)
        {
            // The size of the data is 0xFFFFFFFF in files that were written as a stream.
            var length = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), stream.Length - stream.Position);
            if (header.StartsWith("data"u8))
                return CreateDescription(format, length);
            var end = stream.Position + length + (length % 2);
            if (header.StartsWith("fmt "u8) && length >= FormatLength)
                format = ReadFormat(stream);
            stream.Position = end;
        }
        throw new InvalidDataException("the WAV file has no data chunk");
    }

    private static Format ReadFormat(Stream stream)
    {
        Span<byte> format = stackalloc byte[FormatLength];
        stream.ReadExactly(format);
        return new Format(
            BinaryPrimitives.ReadUInt16LittleEndian(format[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(format[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(format[8..]));
    }

    private static AudioDescription CreateDescription(Format? format, long length)
    {
        if (format is not { Channels: > 0, SampleRate: > 0 and <= int.MaxValue, BytesPerSecond: > 0 })
            throw new InvalidDataException("the WAV file has no valid fmt chunk");
        if (length == 0)
            throw new InvalidDataException("the WAV file has no samples");
        return new AudioDescription("WAV", (double)length / format.BytesPerSecond)
        {
            Channels = format.Channels,
            SampleRate = (int)format.SampleRate,
        };
    }

    private sealed record Format(int Channels, uint SampleRate, uint BytesPerSecond);
}
