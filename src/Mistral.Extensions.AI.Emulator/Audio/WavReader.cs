using System.Buffers.Binary;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>
/// Reads the header of WAV files: a RIFF file with a <c>fmt </c> chunk, followed by a <c>data</c> chunk, and the text of the emulator's
/// speech in the samples.
/// </summary>
internal static class WavReader
{
    private const int RiffHeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int FormatLength = 16;

    /// <summary>The length of a format up to the encoding, if that is not at its start.</summary>
    private const int ExtensibleFormatLength = 26;

    private const int SamplesPerRead = 4096;

    /// <summary>The lowest sample rate at which speech is read.</summary>
    private const int MinSampleRate = 8_000;

    private const int MaxSampleRate = 384_000;

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
                return CreateDescription(format, length) with { Words = FindWords(stream, format!, length) };
            var end = stream.Position + length + (length % 2);
            if (header.StartsWith("fmt "u8) && length >= FormatLength)
                format = ReadFormat(stream, length);
            stream.Position = end;
        }
        throw new InvalidDataException("the WAV file has no data chunk");
    }

    private static Format ReadFormat(Stream stream, long length)
    {
        const int ExtensibleTag = 0xFFFE;
        Span<byte> format = stackalloc byte[ExtensibleFormatLength];
        format = format[..(int)Math.Min(length, ExtensibleFormatLength)];
        stream.ReadExactly(format);
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        if (tag == ExtensibleTag && format.Length == ExtensibleFormatLength)
            tag = BinaryPrimitives.ReadUInt16LittleEndian(format[^2..]);
        return new Format(
            BinaryPrimitives.ReadUInt16LittleEndian(format[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(format[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(format[8..]))
        {
            Encoding = FindEncoding(tag, BinaryPrimitives.ReadUInt16LittleEndian(format[14..])),
        };
    }

    /// <summary>Returns the encoding of the samples; null if the emulator does not read them.</summary>
    private static SampleEncoding? FindEncoding(int tag, int bits)
    {
        var name = (tag, bits) switch
        {
            (1, 16) => "pcm_s16le",
            (1, 32) => "pcm_s32le",
            (3, 32) => "pcm_f32le",
            (6, 8) => "pcm_alaw",
            (7, 8) => "pcm_mulaw",
            _ => null,
        };
        return SampleEncoding.All.FirstOrDefault(encoding => encoding.Name == name);
    }

    /// <summary>Returns the text of the emulator's speech in the first channel; null for other audio.</summary>
    private static string? FindWords(Stream stream, Format format, long length)
    {
        if (format is not { Encoding: { } encoding, SampleRate: >= MinSampleRate and <= MaxSampleRate })
            return null;
        var decoder = new ToneDecoder((int)format.SampleRate);
        var stride = encoding.BytesPerSample * format.Channels;
        var buffer = new byte[stride * SamplesPerRead];
        while (length > 0 && !decoder.IsEnded)
        {
            var count = stream.ReadAtLeast(buffer, (int)Math.Min(length, buffer.Length), throwOnEndOfStream: false);
            decoder.Append(encoding.ReadAll(buffer.AsSpan(0, (int)Math.Min(count, length)), stride));
            length = count < buffer.Length ? 0 : length - count;
        }
        decoder.Complete();
        return decoder.FindText();
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

    private sealed record Format(int Channels, uint SampleRate, uint BytesPerSecond)
    {
        public SampleEncoding? Encoding { get; init; }
    }
}
