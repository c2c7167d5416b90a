using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>JSON of the caller's objects: arguments and results of functions, values of options.</summary>
internal static class UserJson
{
    // M.E.AI's options know M.E.AI's types and, where reflection is on, everybody's. Indented, they would cost tokens.
    private static readonly JsonSerializerOptions Options = CreateOptions();

    private static readonly Regex Escape = new(@"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(?<half>u[dD][89a-fA-F]..)|.)");

    internal static string ToText(object? value) => value switch
    {
        null => "null",
        JsonElement json => JsonSerializer.Serialize(json, Contract<JsonElement>()),
        _ => Write(value, ContractOf(value), JsonSerializer.Serialize),
    };

    internal static string ToText(IDictionary<string, object?>? arguments) =>
        arguments is null ? "{}" : Write(arguments, Contract<IDictionary<string, object?>>(), JsonSerializer.Serialize);

    internal static JsonElement ToElement(object value) => value is JsonElement json
        ? json
        : Write(value, ContractOf(value), JsonSerializer.SerializeToElement);

    // JSON can write half a surrogate pair, and a string cannot hold it: whoever read the argument or sent it back would get an exception.
    internal static IDictionary<string, object?>? ToArguments(string json) => JsonSerializer.Deserialize(
        Escape.Replace(json, static escape => escape.Groups["half"].Success ? @"\uFFFD" : escape.Value), Contract<IDictionary<string, object?>>());

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

    private static JsonTypeInfo ContractOf(object value) => Options.TryGetTypeInfo(value.GetType(), out var contract) ? contract : value switch
    {
        // What is one of these without being of exactly the type M.E.AI knows.
        JsonNode => Contract<JsonNode>(),
        IDictionary<string, object?> => Contract<IDictionary<string, object?>>(),
        IEnumerable<string> => Contract<IEnumerable<string>>(),
        _ => throw Unwritable(value, null),
    };

    private static T Write<T>(object value, JsonTypeInfo contract, Func<object?, JsonTypeInfo, T> write)
    {
        try
        {
            return write(value, contract);
        }
        catch (NotSupportedException exception)
        {
            // Something in it.
            throw Unwritable(value, exception);
        }
    }

    private static NotSupportedException Unwritable(object value, Exception? inner) => new(
        $"A value of type {value.GetType()} cannot be written as JSON without reflection. Give a string, a JsonElement or a JsonNode instead.", inner);

    private static JsonTypeInfo<T> Contract<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { WriteIndented = false };
        options.MakeReadOnly();
        return options;
    }
}
