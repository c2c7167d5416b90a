using System.Buffers.Binary;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>An image in a document, with its size in pixels.</summary>
internal sealed record DocumentImage(string MediaType, ReadOnlyMemory<byte> Bytes, int Width, int Height)
{
    /// <summary>The image of a document that was not fetched: a PNG of one pixel.</summary>
    public static readonly DocumentImage Placeholder = Read("image/png", Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="));

    /// <summary>The file extension in image IDs, without a dot: the API's IDs look like <c>img-0.jpeg</c>.</summary>
    public string FileExtension => MediaType["image/".Length..];

    public string DataUri => $"data:{MediaType};base64,{Convert.ToBase64String(Bytes.Span)}";

    public string Description => $"{MediaType}, {Bytes.Length} bytes, {Width} x {Height} pixels";

    /// <summary>
    /// Creates an image. Its size is read from PNG and JPEG data; images of other types get the size of a page, 1700 x 2200 pixels.
    /// </summary>
    public static DocumentImage Read(string mediaType, ReadOnlyMemory<byte> bytes)
    {
        var (width, height) = ReadPngSize(bytes.Span) ?? ReadJpegSize(bytes.Span) ?? (1700, 2200);
        return new DocumentImage(mediaType, bytes, Math.Clamp(width, 1, 100_000), Math.Clamp(height, 1, 100_000));
    }

    private static (int Width, int Height)? ReadPngSize(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 24 && bytes[1..4].SequenceEqual("PNG"u8)
            ? (BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]))
            : null;

    /// <summary>Reads the size in the start-of-frame segment (SOF0 to SOF15).</summary>
    private static (int Width, int Height)? ReadJpegSize(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [0xFF, 0xD8, ..])
            return null;
        var offset = 2;
        while (offset + 9 <= bytes.Length && bytes[offset] == 0xFF)
        {
            var segment = bytes[offset..];
            // These three markers are in the range of the start-of-frame markers, but have another meaning.
            if (segment[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]));
            offset += 2 + BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
        }
        return null;
    }
}
