using System.Buffers.Binary;
using System.Text;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>The comments of FLAC and Ogg files. The emulator's speech has its text as <c>LYRICS</c>.</summary>
internal static class VorbisComment
{
    private const string Name = "LYRICS=";

    /// <summary>The program that wrote the file, and the number of comments.</summary>
    private static readonly byte[] Start = [.. WriteText(Id3Tag.Description), 1, 0, 0, 0];

    /// <summary>Creates comments with a text.</summary>
    public static byte[] Create(string text) => [.. Start, .. WriteText(Name + text)];

    /// <summary>Reads the text of the emulator's speech; returns null for other files.</summary>
    public static string? Read(ReadOnlySpan<byte> comments)
    {
        if (!comments.StartsWith(Start))
            return null;
        comments = comments[Start.Length..];
        if (comments.Length < sizeof(int))
            return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(comments);
        if (length > comments.Length - sizeof(int))
            return null;
        var comment = Encoding.UTF8.GetString(comments.Slice(sizeof(int), (int)length));
        return comment.StartsWith(Name, StringComparison.Ordinal) ? comment[Name.Length..] : null;
    }

    private static byte[] WriteText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var result = new byte[sizeof(int) + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(result, bytes.Length);
        bytes.CopyTo(result, sizeof(int));
        return result;
    }
}
