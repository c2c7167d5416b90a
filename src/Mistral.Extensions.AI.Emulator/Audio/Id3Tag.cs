using System.Text;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>The tag before the frames of an MP3 file (ID3v2.4). The emulator's speech has its text as lyrics (<c>USLT</c>).</summary>
internal static class Id3Tag
{
    /// <summary>The description of the lyrics, which no other program uses.</summary>
    public const string Description = "Mistral.Extensions.AI.Emulator";

    private const int HeaderLength = 10;

    /// <summary>The start of the frame: UTF-8, and an unknown language.</summary>
    private static readonly byte[] ContentStart = [3, .. "und"u8, .. Encoding.ASCII.GetBytes(Description), 0];

    /// <summary>Creates a tag with a text.</summary>
    public static byte[] Create(string text)
    {
        byte[] content = [.. ContentStart, .. Encoding.UTF8.GetBytes(text)];
        byte[] frame = [.. "USLT"u8, .. WriteLength(content.Length), 0, 0, .. content];
        return [.. "ID3"u8, 4, 0, 0, .. WriteLength(frame.Length), .. frame];
    }

    /// <summary>
    /// Reads the tag at the start of a stream, and moves to its end. Returns the text of the emulator's speech; null for other files.
    /// </summary>
    public static string? Read(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        stream.Position = 0;
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.StartsWith("ID3"u8))
        {
            stream.Position = 0;
            return null;
        }
        var end = HeaderLength + ReadLength(header[6..]);
        var text = ReadFrame(stream, Math.Min(end, stream.Length));
        stream.Position = end;
        return text;
    }

    /// <summary>Reads the first frame, which is the only one in the emulator's speech.</summary>
    private static string? ReadFrame(Stream stream, long end)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.StartsWith("USLT"u8))
            return null;
        var length = ReadLength(header[4..]);
        if (length < ContentStart.Length || length > end - stream.Position)
            return null;
        var content = new byte[length];
        stream.ReadExactly(content);
        return content.AsSpan().StartsWith(ContentStart) ? Encoding.UTF8.GetString(content.AsSpan(ContentStart.Length)) : null;
    }

    /// <summary>Reads a length with 7 bits in each of four bytes.</summary>
    private static int ReadLength(ReadOnlySpan<byte> bytes) =>
        (bytes[0] & 0x7F) << 21 | (bytes[1] & 0x7F) << 14 | (bytes[2] & 0x7F) << 7 | (bytes[3] & 0x7F);

    private static byte[] WriteLength(int length) =>
        [(byte)(length >> 21 & 0x7F), (byte)(length >> 14 & 0x7F), (byte)(length >> 7 & 0x7F), (byte)(length & 0x7F)];
}
