using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// Reads the JSON of a refusal as far as it goes, without what it repeats of the request. A validation error repeats what was sent,
/// documents in base64 and all: that does not belong in logs, and it is the long refusals, cut before their end, that have most of it.
/// </summary>
internal static class ErrorJson
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object that the text begins with; null where it begins with something else.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    internal static JsonObject? Read(string text)
    {
        // Not the final block: where a cut text ends, the reader has nothing more to say, and does not complain.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), isFinalBlock: false, default);
        return reader.Read() && reader.TokenType is JsonTokenType.StartObject ? ReadObject(ref reader) : null;
    }

    internal static string Write(JsonObject json) => json.ToJsonString(Readable);

    private static JsonObject ReadObject(ref Utf8JsonReader reader)
    {
        var json = new JsonObject();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = Text(ref reader);
            if (name is "input")
                Skip(ref reader);
            else if (reader.Read())
                json[name] = ReadValue(ref reader);
        }

        return json;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader)
    {
        var list = new JsonArray();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            list.Add(ReadValue(ref reader));
        return list;
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => JsonValue.Create(WithoutEcho(Text(ref reader))),
        JsonTokenType.Null => null,
        _ => JsonValue.Create(JsonElement.ParseValue(ref reader)),
    };

    // A refusal within a refusal is a string.
    private static string WithoutEcho(string text)
    {
        try
        {
            return text.StartsWith('{') && Read(text) is { } json ? Write(json) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TrySkip())
            return;

        // The text ends within what is skipped: so does everything around it.
        while (reader.Read())
        {
        }
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which JSON can write and a string cannot hold.
            return Encoding.UTF8.GetString(reader.ValueSpan.ToArray());
        }
    }
}
