using System.Buffers.Binary;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Reads Opus files in Ogg: the format, the comments, and the position of the last page.</summary>
internal static class OggReader
{
    private const int PageHeaderLength = 27;
    private const int OpusHeaderLength = 19;
    private const int PositionsPerSecond = 48_000;

    /// <summary>The longest page; the last page of a file starts within this length of its end.</summary>
    private const int MaxPageLength = PageHeaderLength + 255 + (255 * 255);

    /// <summary>Reads a file that starts with the signature of Ogg; returns null if it is not an Opus file.</summary>
    public static AudioDescription? TryRead(Stream stream)
    {
        stream.Position = 0;
        var start = Read(stream, 2 * MaxPageLength);
        if (FindContent(start) is not { Length: >= OpusHeaderLength } header || !header.Span.StartsWith("OpusHead"u8))
            return null;
        var comments = FindContent(start[(PageHeaderLength + 1 + header.Length)..]);
        stream.Position = Math.Max(0, stream.Length - MaxPageLength);
        var position = FindLastPosition(Read(stream, MaxPageLength).Span);
        var preSkip = BinaryPrimitives.ReadUInt16LittleEndian(header.Span[10..]);
        return position <= preSkip ? null : new AudioDescription("Ogg", (double)(position - preSkip) / PositionsPerSecond)
        {
            Channels = header.Span[9],
            SampleRate = BinaryPrimitives.ReadInt32LittleEndian(header.Span[12..]),
            Words = comments is { } tags && tags.Span.StartsWith("OpusTags"u8) ? VorbisComment.Read(tags.Span["OpusTags".Length..]) : null,
        };
    }

    private static ReadOnlyMemory<byte> Read(Stream stream, int length)
    {
        var bytes = new byte[Math.Min(length, stream.Length - stream.Position)];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Returns the content of the page with which the bytes begin; null if there is no complete page.</summary>
    private static ReadOnlyMemory<byte>? FindContent(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < PageHeaderLength || !bytes.Span.StartsWith("OggS"u8))
            return null;
        var lengthCount = bytes.Span[PageHeaderLength - 1];
        if (bytes.Length < PageHeaderLength + lengthCount)
            return null;
        var length = 0;
        foreach (var part in bytes.Span.Slice(PageHeaderLength, lengthCount))
            length += part;
        var start = PageHeaderLength + lengthCount;
        return bytes.Length < start + length ? null : bytes.Slice(start, length);
    }

    private static long FindLastPosition(ReadOnlySpan<byte> end)
    {
        const int PositionOffset = 6;
        var page = end.LastIndexOf("OggS"u8);
        return page < 0 || end.Length < page + PageHeaderLength
            ? 0
            : BinaryPrimitives.ReadInt64LittleEndian(end[(page + PositionOffset)..]);
    }
}
