using System.Text.Json;
#if NET8_0_OR_GREATER
using System.Buffers;
using System.Text;
#endif

namespace Mistral.Extensions.AI.Json;

/// <summary>
/// Writes texts of several lines. After the first character that needs an escape, such as a line break, <see cref="Utf8JsonWriter"/>
/// examines each character. Copying the text between the escapes takes less than half of the time; a text without escapes takes a third
/// longer.
/// </summary>
internal static class Utf8JsonWriterExtensions
{
#if NET8_0_OR_GREATER
    // For shorter texts, the writer is as fast.
    private const int MinLength = 64;

    private const int MaxEscapeLength = 6;

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(character => (char)character), '"', '\\']);

    /// <summary>Writes a string value.</summary>
    internal static void WriteText(this Utf8JsonWriter writer, string text)
    {
        if (text.Length < MinLength)
        {
            writer.WriteStringValue(text);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(text.Length + (text.Length / 8) + 2);
        var length = Quote(text, ref buffer);
        writer.WriteRawValue(buffer.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static int Quote(ReadOnlySpan<char> text, ref byte[] buffer)
    {
        var length = 0;
        buffer[length++] = (byte)'"';
        while (text.Length > 0)
        {
            var next = text.IndexOfAny(Escaped);
            var unescaped = next < 0 ? text : text[..next];
            int written;
            while (!Encoding.UTF8.TryGetBytes(unescaped, buffer.AsSpan(length), out written)
                || buffer.Length - length - written < MaxEscapeLength + 1)
                Grow(ref buffer, length);

            length += written;
            if (next >= 0)
                length += WriteEscape(text[next], buffer.AsSpan(length));
            text = text[(next < 0 ? text.Length : next + 1)..];
        }

        buffer[length++] = (byte)'"';
        return length;
    }

    private static int WriteEscape(char character, Span<byte> buffer)
    {
        var letter = character switch
        {
            '"' or '\\' => (byte)character,
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            _ => (byte)0,
        };
        buffer[0] = (byte)'\\';
        if (letter != 0)
        {
            buffer[1] = letter;
            return 2;
        }

        "u00"u8.CopyTo(buffer[1..]);
        buffer[4] = "0123456789abcdef"u8[character >> 4];
        buffer[5] = "0123456789abcdef"u8[character & 0xF];
        return MaxEscapeLength;
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
#else
    /// <summary>Writes a string value.</summary>
    internal static void WriteText(this Utf8JsonWriter writer, string text) => writer.WriteStringValue(text);
#endif
}
