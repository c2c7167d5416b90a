using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>
/// The content of an error response. Mistral, and the proxies in front of it, use many shapes; all of them are read. Parsing never throws.
/// </summary>
/// <param name="Message">The error message.</param>
/// <param name="Type">The error type.</param>
/// <param name="Code">The error code.</param>
/// <param name="Param">The path of the invalid field.</param>
/// <param name="Text">The body, without parts of the request that it repeats, truncated.</param>
internal sealed record ErrorBody(string? Message, string? Type, string? Code, string? Param, string? Text)
{
    // Every known message is shorter. HTML pages of proxies and repeated documents are longer.
    private const int MaxTextLength = 2000;

    // Base64 data or a token in a URL: not readable, and not suitable for logs. No word is that long.
    private static readonly Regex EncodedData = new("(?<=[A-Za-z0-9+/=_-]{16})[A-Za-z0-9+/=_-]{100,}");

    internal JsonElement? Guardrails { get; private init; }

    /// <summary>Parses the body of an error response.</summary>
    internal static ErrorBody Parse(string body, Redaction redaction)
    {
        if (string.IsNullOrWhiteSpace(body))
            return new(null, null, null, null, null);

        return ErrorJson.Read(body, redaction) switch
        {
            JsonObject { Count: > 0 } json => Parse(json),
            // A list of errors, as Google's gateways send it.
            JsonArray errors when errors.OfType<JsonObject>().FirstOrDefault(IsErrorObject) is { } error => Parse(error),
            // A list of invalid fields without an object around it.
            JsonArray fields when fields.OfType<JsonObject>().Any() => Parse(new JsonObject { ["detail"] = fields }),
            // A complete list of strings. The list before the text in "[500] Internal error" is not complete.
            JsonArray { Count: > 0 } list when body.TrimEnd().EndsWith("]", StringComparison.Ordinal) => ParseText(ErrorJson.Write(list)),
            _ when body.Trim() is "{}" or "[]" => new(null, null, null, null, body),
            _ => ParseText(ErrorJson.Redact(body, redaction)),
        };
    }

    /// <summary>Determines whether the text of a response, or of a chunk, is an error.</summary>
    internal static bool IsError(string text) => ErrorJson.Read(text, Redaction.None) is JsonObject json && IsError(json);

    /// <summary>Determines whether the data of an event is an error.</summary>
    /// <param name="text">The data.</param>
    /// <param name="errorType">The type of the events that report an error; null if the events have no type.</param>
    // An event of another type is no error, also if it has a message. Unlike those of error responses, types of events have a dot.
    internal static bool IsError(string text, string? errorType) => errorType is null
        ? IsError(text)
        : ErrorJson.Read(text, Redaction.None) is JsonObject json
            && GetText(json["type"]) is var type
            && (type == errorType || (IsError(json) && type?.Contains('.') is not true));

    private static bool IsError(JsonObject json) =>
        json["choices"] is not JsonArray { Count: > 0 }
        && (json["error"] is not null
            || json["detail"] is not null
            || json["message"] is not null
            || string.Equals(GetText(json["object"]), "error", StringComparison.OrdinalIgnoreCase));

    private static bool IsErrorObject(JsonObject json) => json["error"] is not null || json["message"] is not null;

    private static ErrorBody Parse(JsonObject json)
    {
        var text = Truncate(ErrorJson.Write(json));
        // Cloudflare sends a list: {"success":false,"errors":[{"code":10000,"message":"Authentication error"}]}.
        var error = json["error"] as JsonObject ?? GetFirstObject(json["error"]) ?? GetFirstObject(json["errors"]) ?? json;
        JsonNode?[] candidates =
            [error["message"], error["detail"], json["message"], json["detail"], json["error"], json["errors"], json["title"]];
        var (message, param) = candidates.Select(ReadMessage).FirstOrDefault(candidate => candidate.Message is not null);
        var code = GetText(error["code"]) ?? GetText((json["detail"] as JsonObject)?["error_code"]);
        return new(message, GetText(error["type"]), code, GetText(error["param"]) ?? param, text)
        {
            Guardrails = json["guardrails"] is { } guardrails ? JsonElement.Parse(ErrorJson.Write(guardrails)) : null,
        };
    }

    private static JsonObject? GetFirstObject(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>().FirstOrDefault();

    // The HTML page of a proxy is not a useful message, nor is "{}", the readable part of a truncated object. The status is used instead.
    private static ErrorBody ParseText(string body)
    {
        var isMessage = !body.TrimStart().StartsWith('<') && body.Any(char.IsLetterOrDigit);
        return new(isMessage ? Truncate(body.Trim()) : null, null, null, null, Truncate(body));
    }

    /// <summary>Reads the message: a string, JSON in a string, an object with the message, or a list of invalid fields.</summary>
    private static (string? Message, string? Param) ReadMessage(JsonNode? node) => node switch
    {
        JsonArray fields => DescribeFields(fields),
        JsonObject wrapped => ReadMessage(wrapped["detail"] ?? wrapped["message"] ?? wrapped["msg"]),
        JsonValue value when GetText(value) is { } text =>
            text.StartsWith('{') && Parse(text, Redaction.None) is { Message: { } inner } body
                ? (inner, body.Param)
                : (Truncate(text), null),
        _ => (null, null),
    };

    private static (string? Message, string? Param) DescribeFields(JsonArray fields)
    {
        var errors = fields.Select(field => (Path: GetPath(field as JsonObject), Text: DescribeField(field)))
            .Where(error => error.Text is not null).ToList();
        return errors.Count == 0
            ? (null, null)
            : (Truncate(string.Join("; ", errors.Select(error => error.Text))), errors[0].Path);
    }

    private static string? DescribeField(JsonNode? node) => node is JsonObject field ? DescribeField(field) : GetText(node);

    private static string? DescribeField(JsonObject field) => (GetPath(field), GetText(field["msg"])) switch
    {
        (var path, _) when GetText(field["type"]) is "extra_forbidden" => $"Mistral does not accept the field \"{path}\"",
        (null, var message) => message,
        (var path, null) => $"{path} is invalid",
        (var path, var message) => $"{path}: {message}",
    };

    // The first element is the part of the request: body, query or path.
    private static string? GetPath(JsonObject? field) => field?["loc"] is JsonArray { Count: > 0 } loc
        ? string.Join(".", loc.Select(GetText).Skip(loc.Count > 1 && GetText(loc[0]) is "body" or "query" or "path" ? 1 : 0))
        : null;

    /// <summary>Gets a string or a number as text, or null if the node is something else or has no letter or digit.</summary>
    private static string? GetText(JsonNode? node) => (node as JsonValue)?.GetValueKind() switch
    {
        JsonValueKind.String => node!.GetValue<string>() is { } text && text.Any(char.IsLetterOrDigit) ? text : null,
        JsonValueKind.Number => node!.ToJsonString(),
        _ => null,
    };

    private static string Truncate(string text)
    {
        text = EncodedData.Replace(text, "…");
        return text.Length <= MaxTextLength
            ? text
            : text.Substring(0, char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength) + "…";
    }
}
