using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>
/// Reads the JSON of a refusal as far as it goes, without what it repeats of the request. A validation error repeats what was sent,
/// documents in base64 and all: that does not belong in logs, and it is the long refusals, cut before their end, that have most of it.
/// </summary>
internal static class ErrorJson
{
    // {'msg': 'Field required', 'input': ...}, and [type=int_parsing, input_value='...', input_type=str]
    private static readonly Regex PrintedEcho = new(@"(?<='input': ).*|(?<=input_value=).*?(?=, input_type=|\z)", RegexOptions.Singleline);

    private static readonly Regex Embedded = new("\\{\\s*\"");

    private const char ByteOrderMark = '\uFEFF';

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object or list that the text begins with; null where it begins with something else.</summary>
    internal static JsonNode? Read(string text)
    {
        // Not the final block: where a cut text ends, the reader has nothing more to say.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text.TrimStart(ByteOrderMark)), isFinalBlock: false, default);
        return !Next(ref reader) ? null : reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader),
            JsonTokenType.StartArray => ReadArray(ref reader),
            _ => null,
        };
    }

    /// <summary>
    /// A text without what it repeats of the request: a refusal within a refusal is a string, maybe with words of a proxy before it, and
    /// servers such as vLLM show a refusal as Python prints it.
    /// </summary>
    internal static string RemoveRequestEcho(string text)
    {
        text = PrintedEcho.Replace(text, "…");
        var embedded = Embedded.Match(text);
        return embedded.Success && (embedded.Index == 0 || text.Contains("input", StringComparison.Ordinal)) && Read(text.Substring(embedded.Index)) is JsonObject json
            ? text.Substring(0, embedded.Index) + Write(json)
            : text;
    }

    internal static string Write(JsonObject json) => json.ToJsonString(Readable);

    private static JsonObject ReadObject(ref Utf8JsonReader reader)
    {
        var json = new JsonObject();
        while (Next(ref reader) && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = Text(ref reader);
            // FastAPI's documentation has an example that adds the whole request as "body".
            if (name is "input" or "body")
                Skip(ref reader);
            else if (Next(ref reader))
                json[name] = ReadValue(ref reader);
        }

        return json;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader)
    {
        var list = new JsonArray();
        while (Next(ref reader) && reader.TokenType is not JsonTokenType.EndArray)
            list.Add(ReadValue(ref reader));
        return list;
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => JsonValue.Create(RemoveRequestEcho(Text(ref reader))),
        JsonTokenType.Null => null,
        _ => JsonValue.Create(JsonElement.ParseValue(ref reader)),
    };

    private static void Skip(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        while (Next(ref reader) && (reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
        }
    }

    /// <summary>Where the text is no JSON any more, it has ended: the rest of it may be an echo, and nobody could tell.</summary>
    private static bool Next(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            reader = default;
            return false;
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
