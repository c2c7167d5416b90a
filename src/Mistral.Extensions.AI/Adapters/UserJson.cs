using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>JSON of the caller's objects: arguments and results of functions, values of options.</summary>
internal static class UserJson
{
    // M.E.AI's options know M.E.AI's types and, where reflection is on, everybody's. Indented, they would cost tokens.
    private static readonly JsonSerializerOptions Options = CreateOptions();

    internal static string ToText(object? value) => value switch
    {
        null => "null",
        JsonElement json => JsonSerializer.Serialize(json, Contract<JsonElement>()),
        _ => JsonSerializer.Serialize(value, ContractOf(value)),
    };

    internal static string ToText(IDictionary<string, object?>? arguments) =>
        arguments is null ? "{}" : JsonSerializer.Serialize(arguments, Contract<IDictionary<string, object?>>());

    internal static JsonElement ToElement(object value) => value is JsonElement json
        ? json
        : JsonSerializer.SerializeToElement(value, ContractOf(value));

    internal static IDictionary<string, object?>? ToArguments(string json) =>
        JsonSerializer.Deserialize(json, Contract<IDictionary<string, object?>>());

    internal static bool IsValid(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonTypeInfo ContractOf(object value)
    {
        try
        {
            return Options.GetTypeInfo(value.GetType());
        }
        catch (NotSupportedException exception)
        {
            throw new NotSupportedException(
                $"A value of type {value.GetType()} cannot be written as JSON without reflection. Give a string, a JsonElement or a JsonNode instead.", exception);
        }
    }

    private static JsonTypeInfo<T> Contract<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { WriteIndented = false };
        options.MakeReadOnly();
        return options;
    }
}
