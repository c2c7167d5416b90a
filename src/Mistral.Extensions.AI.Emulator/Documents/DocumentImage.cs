using System.Buffers.Binary;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>An image in a document.</summary>
internal sealed record DocumentImage(string MediaType, ReadOnlyMemory<byte> Bytes, int Width, int Height)
{
    /// <summary>What stands in where nothing was fetched: one transparent dot.</summary>
    public static readonly DocumentImage Placeholder = Read("image/png", Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="));

    /// <summary>How ids of images end: the server's are <c>img-0.jpeg</c>.</summary>
    public string FileExtension => MediaType["image/".Length..];

    public string DataUri => $"data:{MediaType};base64,{Convert.ToBase64String(Bytes.Span)}";

    public string Description => $"{MediaType}, {Bytes.Length} bytes, {Width} x {Height} pixels";

    /// <summary>The size is read from PNG and JPEG; a picture of another kind fills its page.</summary>
    public static DocumentImage Read(string mediaType, ReadOnlyMemory<byte> bytes)
    {
        var (width, height) = ReadPngSize(bytes.Span) ?? ReadJpegSize(bytes.Span) ?? (1700, 2200);
        return new DocumentImage(mediaType, bytes, Math.Clamp(width, 1, 100_000), Math.Clamp(height, 1, 100_000));
    }

    private static (int Width, int Height)? ReadPngSize(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 24 && bytes[1..4].SequenceEqual("PNG"u8)
            ? (BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]))
            : null;

    /// <summary>Goes from marker to marker to the one that begins a frame.</summary>
    private static (int Width, int Height)? ReadJpegSize(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [0xFF, 0xD8, ..])
            return null;
        for (var at = 2; at + 9 <= bytes.Length && bytes[at] == 0xFF; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]))
        {
            if (bytes[at + 1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
        }
        return null;
    }
}
