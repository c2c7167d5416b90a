using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>
/// The content of a body in a recording: <c>json</c> for JSON, <c>text</c> for other UTF-8, <c>base64</c> for all other bytes, none of
/// them for an empty body.
/// </summary>
internal static class ContentJson
{
    /// <summary>In a recording, JSON is below two objects. More than 64 levels cannot be read by default.</summary>
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = 60 };

    /// <summary>Adds a content to an object.</summary>
    /// <param name="target">The object.</param>
    /// <param name="content">The content.</param>
    /// <param name="contentType">The content type; null if it is unknown.</param>
    /// <param name="isExact">Whether exactly the same bytes are read again. White space and escapes in JSON can differ otherwise.</param>
    public static void Add(JsonObject target, ReadOnlyMemory<byte> content, string? contentType, bool isExact)
    {
        if (content.IsEmpty)
            return;
        if (contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) is true && TryParse(content, isExact, out var json))
            target["json"] = json;
        else if (Utf8.IsValid(content.Span))
            target["text"] = Encoding.UTF8.GetString(content.Span);
        else
            target["base64"] = Convert.ToBase64String(content.Span);
    }

    /// <summary>Reads the content of an object; empty if it has none.</summary>
    /// <exception cref="FormatException">The base64 is not valid.</exception>
    public static ReadOnlyMemory<byte> Read(JsonElement source)
    {
        if (source.TryGetProperty("json", out var json))
            return CompactJson.SerializeToUtf8Bytes(json.ToNode());
        if (source.FindString("text") is { } text)
            return Encoding.UTF8.GetBytes(text);
        return source.FindString("base64") is { } base64 ? Convert.FromBase64String(base64) : default(ReadOnlyMemory<byte>);
    }

    private static bool TryParse(ReadOnlyMemory<byte> content, bool isExact, out JsonNode? json)
    {
        json = null;
        try
        {
            using var document = JsonDocument.Parse(content, DocumentOptions);
            json = document.RootElement.Clone().ToNode();
            var serialized = CompactJson.SerializeToUtf8Bytes(json);
            return !isExact || content.Span.SequenceEqual(serialized);
        }
        // InvalidOperationException: a string is not valid text.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
