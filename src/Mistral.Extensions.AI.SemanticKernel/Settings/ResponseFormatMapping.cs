using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>Maps the values that Semantic Kernel users set as a response format to those of M.E.AI and of the API.</summary>
internal static class ResponseFormatMapping
{
    /// <summary>
    /// Maps a response format to that of M.E.AI, or returns null if only the API's own <c>response_format</c> can express it.
    /// </summary>
    internal static ChatResponseFormat? ToChatResponseFormat(object format) => format switch
    {
        ChatResponseFormat chatResponseFormat => chatResponseFormat,
        Type type => TypeResponseFormats.Get(type),
        "text" => ChatResponseFormat.Text,
        "json_object" => ChatResponseFormat.Json,
        string name => throw new ArgumentException(
            $"A string as ResponseFormat must be \"text\" or \"json_object\", but was \"{name}\". "
                + "For a JSON schema, set a Type or a ChatResponseFormat."),
        ResponseFormat => null,
        _ => ToChatResponseFormat(ToJson(format)),
    };

    /// <summary>Maps a response format to the API's <c>response_format</c>.</summary>
    internal static ResponseFormat ToResponseFormat(object format) =>
        format as ResponseFormat ?? ToChatResponseFormat(format)?.ToResponseFormat() ?? Deserialize(ToJson(format));

    private static ChatResponseFormat? ToChatResponseFormat(JsonElement json) =>
        IsApiResponseFormat(json) ? null : ChatResponseFormat.ForJsonSchema(json);

    // {"type":"json_schema","json_schema":{...}}. The root of a plain JSON schema has another type, such as "object".
    private static bool IsApiResponseFormat(JsonElement json) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String
        && type.GetString() is "text" or "json_object" or "json_schema";

    private static ResponseFormat Deserialize(JsonElement json)
    {
        try
        {
            return json.Deserialize(SettingsJson.Default.ResponseFormat)!;
        }
        catch (JsonException exception)
        {
            throw new ArgumentException(
                $"The JSON of ResponseFormat does not match the response_format of the API: {exception.Message} "
                    + "Correct the JSON, or set a Type or a ChatResponseFormat.",
                exception);
        }
    }

    private static JsonElement ToJson(object format) => format is JsonElement json
        ? json
        : JsonSerializer.SerializeToElement(format, ExecutionSettingsJsonOptions.Default.GetTypeInfo(format.GetType()));
}
