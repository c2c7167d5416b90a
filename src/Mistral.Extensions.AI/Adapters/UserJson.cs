using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>Serializes objects of the caller to JSON and back: arguments and results of functions, values of options.</summary>
internal static class UserJson
{
    // These options support the types of Microsoft.Extensions.AI and, if reflection is enabled, all types. Indentation would cost tokens.
    private static readonly JsonSerializerOptions Options = CreateOptions();

    internal static string ToText(object? value) => value switch
    {
        null => "null",
        JsonElement json => JsonSerializer.Serialize(json, GetTypeInfo<JsonElement>()),
        _ => Serialize(value, GetTypeInfo(value), JsonSerializer.Serialize),
    };

    /// <summary>Serializes the arguments of a function call; null becomes an empty object.</summary>
    internal static string ToText(IDictionary<string, object?>? arguments) =>
        arguments is null ? "{}" : Serialize(arguments, GetTypeInfo<IDictionary<string, object?>>(), JsonSerializer.Serialize);

    internal static JsonElement ToElement(object value) => value is JsonElement json
        ? json
        : Serialize(value, GetTypeInfo(value), JsonSerializer.SerializeToElement);

    /// <summary>
    /// Parses the arguments of a function call; each value is a <see cref="JsonElement"/>, or null. An escaped unpaired surrogate is
    /// replaced with U+FFFD.
    /// </summary>
    /// <exception cref="JsonException">The arguments are not a JSON object.</exception>
    internal static IDictionary<string, object?> ToArguments(string json)
    {
        // All values share the memory of one element. The serializer would create an element with its own memory for each.
        var root = Parse(WithoutUnpairedSurrogates(json));
        if (root.ValueKind is not JsonValueKind.Object)
            throw new JsonException($"The arguments are of type {root.ValueKind}, not a JSON object.");

        var arguments = new Dictionary<string, object?>(root.GetPropertyCount());
        foreach (var property in root.EnumerateObject())
            arguments[property.Name] = property.Value.ValueKind is JsonValueKind.Null ? null : property.Value;
        return arguments;
    }

    private static JsonElement Parse(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException exception)
        {
            // The parser throws JsonReaderException, which is internal. Callers read the exception in FunctionCallContent.Exception.
            throw new JsonException(exception.Message, exception.Path, exception.LineNumber, exception.BytePositionInLine, exception);
        }
    }

    // JSON can contain an unpaired surrogate, but reading it as a string, or sending it back, would throw.
    private static string WithoutUnpairedSurrogates(string json) => json.IndexOf("\\u", StringComparison.Ordinal) < 0
        ? json
        : Escapes.Pattern.Replace(json, static escape => escape.Groups["unpaired"].Success ? @"\uFFFD" : escape.Value);

    private static JsonTypeInfo GetTypeInfo(object value) => value switch
    {
        _ when Options.TryGetTypeInfo(value.GetType(), out var typeInfo) => typeInfo,
        // The options may support only the base class or an interface of the type.
        JsonNode => GetTypeInfo<JsonNode>(),
        IDictionary<string, object?> => GetTypeInfo<IDictionary<string, object?>>(),
        IEnumerable<string> => GetTypeInfo<IEnumerable<string>>(),
        _ => throw CreateNotSupportedException(value, null),
    };

    private static T Serialize<T>(object value, JsonTypeInfo typeInfo, Func<object?, JsonTypeInfo, T> serialize)
    {
        try
        {
            return serialize(value, typeInfo);
        }
        catch (NotSupportedException exception)
        {
            // The type of a nested value is not supported.
            throw CreateNotSupportedException(value, exception);
        }
    }

    private static NotSupportedException CreateNotSupportedException(object value, Exception? innerException) => new(
        $"A value of type {value.GetType()} cannot be serialized to JSON without reflection. Use a string, JsonElement or JsonNode.",
        innerException);

    private static JsonTypeInfo<T> GetTypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { WriteIndented = false };
        options.MakeReadOnly();
        return options;
    }

    // In a class of its own, so that it is created only for the first arguments with an escape \u: this takes 6 ms.
    private static class Escapes
    {
        internal static readonly Regex Pattern = new(@"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(?<unpaired>u[dD][89a-fA-F]..)|.)");
    }
}
