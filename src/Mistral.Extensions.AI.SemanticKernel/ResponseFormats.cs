using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>The many ways in which Semantic Kernel's users name a response format.</summary>
internal static class ResponseFormats
{
    // A schema costs more to make than to send.
    private static readonly ConditionalWeakTable<Type, ChatResponseFormat> SchemasOfTypes = new();

    /// <summary>A format as M.E.AI's, or null where only the API's own shape can say it.</summary>
    internal static ChatResponseFormat? ToChatResponseFormat(object format) => format switch
    {
        ChatResponseFormat portable => portable,
        Type type => SchemasOfTypes.GetValue(type, static type => ChatResponseFormat.ForJsonSchema(type)),
        "text" => ChatResponseFormat.Text,
        "json_object" => ChatResponseFormat.Json,
        string word => throw new ArgumentException(
            $"ResponseFormat \"{word}\" is neither \"text\" nor \"json_object\". For a schema, give a type."),
        ResponseFormat => null,
        _ => IsInTheShapeOfTheApi(ToJson(format)) ? null : ChatResponseFormat.ForJsonSchema(ToJson(format)),
    };

    internal static ResponseFormat ToResponseFormat(object format) =>
        format as ResponseFormat ?? ToChatResponseFormat(format)?.ToResponseFormat() ?? Read(ToJson(format));

    // {"type":"json_schema","json_schema":{...}}; a schema of its own has another type.
    private static bool IsInTheShapeOfTheApi(JsonElement json) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String
        && type.GetString() is "text" or "json_object" or "json_schema";

    private static ResponseFormat Read(JsonElement json)
    {
        try
        {
            return json.Deserialize(SettingsJson.Default.ResponseFormat)!;
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The response format is not what the API describes: {exception.Message}", exception);
        }
    }

    private static JsonElement ToJson(object format) => format is JsonElement json
        ? json
        : JsonSerializer.SerializeToElement(format, ExecutionSettingsMapping.AnySettings.GetTypeInfo(format.GetType()));
}
