using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>
/// What a refusal says, whichever of the many shapes of Mistral and the proxies before it the body has. Reading never throws.
/// </summary>
internal sealed record ErrorBody(string? Message, string? Type, string? Code, string? Param, string? Text)
{
    // Enough for any message; a proxy's page or an echoed document is longer.
    private const int MaxText = 2000;

    // A document in base64, or a token in an address: nothing to be read, and nothing for logs. No word is as long.
    private static readonly Regex Encoded = new("(?<=[A-Za-z0-9+/=_-]{16})[A-Za-z0-9+/=_-]{100,}");

    internal JsonElement? Guardrails { get; private init; }

    internal static ErrorBody Parse(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return new(null, null, null, null, null);

        return ErrorJson.Read(body!) switch
        {
            JsonObject { Count: > 0 } json => Parse(json),
            // The refused fields alone.
            JsonArray fields when fields.OfType<JsonObject>().Any() => Parse(new JsonObject { ["detail"] = fields }),
            _ when body!.Trim() is "{}" or "[]" => new(null, null, null, null, body),
            _ => Plain(ErrorJson.RemoveRequestEcho(body!)),
        };
    }

    /// <summary>Whether what came as an answer, or as a piece of one, is a refusal.</summary>
    internal static bool IsError(string text) =>
        ErrorJson.Read(text) is JsonObject json
        && json["choices"] is not JsonArray { Count: > 0 }
        && (json["error"] is not null
            || json["detail"] is not null
            || json["message"] is not null
            || string.Equals(Word(json["object"]), "error", StringComparison.OrdinalIgnoreCase));

    private static ErrorBody Parse(JsonObject json)
    {
        var text = Cut(ErrorJson.Write(json));
        var error = json["error"] as JsonObject ?? json;
        var (message, param) = Describe(error["message"] ?? error["detail"] ?? json["message"] ?? json["detail"] ?? json["error"]);
        var code = Word(error["code"]) ?? Word((json["detail"] as JsonObject)?["error_code"]);
        return new(message, Word(error["type"]), code, Word(error["param"]) ?? param, text)
        {
            Guardrails = json["guardrails"] is { } guardrails ? JsonElement.Parse(guardrails.ToJsonString()) : null,
        };
    }

    // An HTML page says nothing to a reader of logs; the status does.
    private static ErrorBody Plain(string body) =>
        new(body.TrimStart().StartsWith('<') ? null : Cut(body.Trim()), null, null, null, Cut(body));

    /// <summary>The message: a string, JSON in a string, an object that wraps it, or a list of refused fields.</summary>
    private static (string? Message, string? Param) Describe(JsonNode? node) => node switch
    {
        JsonArray fields => DescribeFields(fields),
        JsonObject wrapped => Describe(wrapped["detail"] ?? wrapped["message"] ?? wrapped["msg"]),
        JsonValue value when Word(value) is { } text =>
            text.StartsWith('{') && Parse(text) is { Message: { } inner } body ? (inner, body.Param) : (Cut(text), null),
        _ => (null, null),
    };

    private static (string? Message, string? Param) DescribeFields(JsonArray fields)
    {
        var refused = fields.OfType<JsonObject>().Select(field => (Path: PathOf(field), Text: DescribeField(field))).ToList();
        return refused.Count == 0
            ? (null, null)
            : (Cut(string.Join("; ", refused.Select(field => field.Text))), refused[0].Path);
    }

    private static string DescribeField(JsonObject field)
    {
        var path = PathOf(field);
        return Word(field["type"]) is "extra_forbidden"
            ? $"Mistral does not know field \"{path}\""
            : path is null ? $"{Word(field["msg"])}" : $"{path}: {Word(field["msg"])}";
    }

    // The first part says where the field was looked for: body, query, path.
    private static string? PathOf(JsonObject field) => field["loc"] is JsonArray { Count: > 0 } loc
        ? string.Join(".", loc.Select(Word).Skip(loc.Count > 1 && Word(loc[0]) is "body" or "query" or "path" ? 1 : 0))
        : null;

    private static string? Word(JsonNode? node) => (node as JsonValue)?.GetValueKind() switch
    {
        JsonValueKind.String => node!.GetValue<string>() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null,
        JsonValueKind.Number => node!.ToJsonString(),
        _ => null,
    };

    private static string Cut(string text)
    {
        text = Encoded.Replace(text, "…");
        return text.Length <= MaxText
            ? text
            : text.Substring(0, char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText) + "…";
    }
}
