using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>
/// Reads the JSON of an error response, even if it is truncated, and leaves out the API key and the parts of the request that it repeats. A
/// validation error repeats the input, including documents in base64. It must not be logged, and makes the body so long that it is
/// truncated.
/// </summary>
internal sealed class ErrorJson
{
    // A gateway quotes the error response of the server behind it as a string, which may quote another one. Without a limit, each level
    // doubles the work.
    private const int MaxUnwrappedLevels = 2;

    // Errors printed by Python: {'msg': 'Field required', 'input': ...} and [type=int_parsing, input_value='...', input_type=str]
    private static readonly Regex PrintedInput = new(@"(?<='input': ).*|(?<=input_value=).*?(?=, input_type=|\z)", RegexOptions.Singleline);

    private static readonly Regex EmbeddedObject = new("\\{\\s*\"");

    private const char ByteOrderMark = '\uFEFF';

    // The reader accepts 64 levels. The writer must accept one more for the list of fields that ErrorBody wraps.
    private static readonly JsonSerializerOptions WriteOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128 };

    private readonly Redaction _redaction;
    private readonly int _levels;

    private ErrorJson(Redaction redaction, int levels) => (_redaction, _levels) = (redaction, levels);

    /// <summary>Reads the JSON object or array at the start of a text, or returns null if there is none.</summary>
    internal static JsonNode? Read(string text, Redaction redaction) => new ErrorJson(redaction, MaxUnwrappedLevels).Read(text);

    /// <summary>
    /// Removes the API key and the parts of the request that a text repeats. The text may contain another error as JSON, after a message of
    /// a proxy, or as Python prints it (vLLM).
    /// </summary>
    internal static string Redact(string text, Redaction redaction) => new ErrorJson(redaction, MaxUnwrappedLevels).Redact(text);

    /// <summary>Writes JSON without escapes for characters such as 'é'.</summary>
    internal static string Write(JsonNode json) => json.ToJsonString(WriteOptions);

    private JsonNode? Read(string text)
    {
        // isFinalBlock is false: at the end of truncated JSON, Read then returns false and does not throw.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text.TrimStart(ByteOrderMark)), isFinalBlock: false, default);
        return !TryRead(ref reader) ? null : reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader),
            JsonTokenType.StartArray => ReadArray(ref reader),
            _ => null,
        };
    }

    private string Redact(string text)
    {
        text = PrintedInput.Replace(text, "…");
        var embedded = EmbeddedObject.Match(text);
        if (embedded.Success && (embedded.Index == 0 || text.Contains("input", StringComparison.Ordinal)))
        {
            var start = text.Substring(0, embedded.Index);
            if (_levels == 0)
                text = start + "…";
            else if (new ErrorJson(_redaction, _levels - 1).Read(text.Substring(embedded.Index)) is JsonObject json)
                text = start + Write(json);
        }

        return _redaction.Apply(text);
    }

    private JsonObject ReadObject(ref Utf8JsonReader reader)
    {
        var json = new JsonObject();
        while (TryRead(ref reader) && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = GetString(ref reader);
            // "input" repeats a field. "body" repeats the whole request in an example of FastAPI's documentation.
            if (name is "input" or "body")
                Skip(ref reader);
            else if (TryRead(ref reader))
                json[_redaction.Apply(name)] = ReadValue(ref reader);
        }

        return json;
    }

    private JsonArray ReadArray(ref Utf8JsonReader reader)
    {
        var list = new JsonArray();
        while (TryRead(ref reader) && reader.TokenType is not JsonTokenType.EndArray)
            list.Add(ReadValue(ref reader));
        return list;
    }

    private JsonNode? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => JsonValue.Create(Redact(GetString(ref reader))),
        JsonTokenType.Null => null,
        _ => JsonValue.Create(JsonElement.ParseValue(ref reader)),
    };

    private static void Skip(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        while (TryRead(ref reader)
            && (reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
        }
    }

    /// <summary>
    /// Reads the next token. Invalid JSON is treated as the end, because parts of the request could not be detected in the rest.
    /// </summary>
    private static bool TryRead(ref Utf8JsonReader reader)
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

    private static string GetString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped unpaired surrogate, which is valid JSON but not a valid string.
            return Encoding.UTF8.GetString(reader.ValueSpan.ToArray());
        }
    }
}
