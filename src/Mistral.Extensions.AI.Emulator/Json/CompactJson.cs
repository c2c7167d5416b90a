using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Json;

/// <summary>Serializes JSON as the server does: with only the required escapes and, except in files, without white space.</summary>
internal static class CompactJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Serializes a node to UTF-8.</summary>
    public static byte[] SerializeToUtf8Bytes(JsonNode? node) => Write(node, WriterOptions);

    /// <summary>Serializes a node to indented UTF-8 with line feeds, for a file that is read by people.</summary>
    public static byte[] SerializeIndented(JsonNode? node) =>
        [.. Write(node, WriterOptions with { Indented = true, NewLine = "\n" }), (byte)'\n'];

    /// <summary>Serializes a node to a string.</summary>
    public static string Serialize(JsonNode? node) => Encoding.UTF8.GetString(SerializeToUtf8Bytes(node));

    private static byte[] Write(JsonNode? node, JsonWriterOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            if (node is null)
                writer.WriteNullValue();
            else
                node.WriteTo(writer);
        }
        return DecodeUnicodeEscapes(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>
    /// Replaces escapes such as <c>\uD83E\uDD8A</c> with the character, except control characters. Even the relaxed encoder of .NET
    /// escapes all characters outside the basic multilingual plane.
    /// </summary>
    private static byte[] DecodeUnicodeEscapes(ReadOnlySpan<byte> json)
    {
        var decoded = new ArrayBufferWriter<byte>(Math.Max(json.Length, 1));
        while (json.IndexOf((byte)'\\') is var index and >= 0)
        {
            decoded.Write(json[..index]);
            json = json[index..];
            var length = json[1] == 'u' ? GetEscapeLength(json) : 2;
            if (length > 2 && DecodeEscape(json[..length]) is { Value: >= 0x7F } rune)
                decoded.Advance(rune.EncodeToUtf8(decoded.GetSpan(4)));
            else
                decoded.Write(json[..length]);
            json = json[length..];
        }
        decoded.Write(json);
        return decoded.WrittenSpan.ToArray();
    }

    /// <summary>Returns 12 for a surrogate pair and 6 for any other character.</summary>
    private static int GetEscapeLength(ReadOnlySpan<byte> escape) => char.IsHighSurrogate((char)ReadCodeUnit(escape)) ? 12 : 6;

    private static Rune DecodeEscape(ReadOnlySpan<byte> escape) => escape.Length == 12
        ? new Rune((char)ReadCodeUnit(escape), (char)ReadCodeUnit(escape[6..]))
        : new Rune(ReadCodeUnit(escape));

    private static int ReadCodeUnit(ReadOnlySpan<byte> escape) =>
        int.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
