using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Converts the arguments of tool calls.</summary>
internal static class FunctionArguments
{
    /// <summary>Reads arguments, which are an object or a string with JSON.</summary>
    /// <param name="functionName">The name of the function.</param>
    /// <param name="arguments">The <c>arguments</c> of a tool call.</param>
    /// <exception cref="ModelException">The arguments are not a JSON object.</exception>
    public static Dictionary<string, object?> Parse(string functionName, JsonElement arguments)
    {
        var json = arguments.ValueKind == JsonValueKind.String ? ParseText(arguments.GetString()!) : arguments.Clone();
        return json is { ValueKind: JsonValueKind.Object } value
            ? value.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value)
            : throw new ModelException(
                $"The arguments of the call of {functionName} are not a JSON object, so the chat client cannot get them.",
                ModelError.NotSupported);
    }

    /// <summary>Writes the arguments of a call of the chat client. Arguments that it could not read are sent as they are.</summary>
    public static string ToJson(FunctionCallContent call)
    {
        if (call.Arguments is null && call.AdditionalProperties?.GetValueOrDefault("arguments") is string text)
            return text;
        var typeInfo = AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>));
        return CompactJson.Serialize(JsonSerializer.SerializeToNode(call.Arguments, typeInfo) ?? new JsonObject());
    }

    private static JsonElement? ParseText(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
