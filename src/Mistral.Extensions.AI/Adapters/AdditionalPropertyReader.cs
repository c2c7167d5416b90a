using System.Collections;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>
/// Reads Mistral's options from <see cref="ChatOptions.AdditionalProperties"/>. The values come from code, from JSON and from Semantic
/// Kernel, which turns every number into a double and every list into a lazy query: all equivalent types are accepted.
/// </summary>
internal readonly struct AdditionalPropertyReader
{
    private readonly AdditionalPropertiesDictionary? _properties;

    private AdditionalPropertyReader(AdditionalPropertiesDictionary? properties) => _properties = properties;

    internal static AdditionalPropertyReader From(AdditionalPropertiesDictionary? properties) => new(properties);

    /// <summary>Whether there are no properties.</summary>
    internal bool IsEmpty => _properties is not { Count: > 0 };

    internal bool? GetBoolean(string key) => GetValue(key) switch
    {
        null => null,
        bool value => value,
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        var value => bool.TryParse(AsString(value), out var parsed) ? parsed : throw InvalidValue(key, value, "true or false"),
    };

    internal long? GetInt64(string key) => GetValue(key) switch
    {
        null => null,
        (int or long or short or byte or uint or ushort or sbyte) and var value => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong and <= long.MaxValue and var value => (long)value,
        JsonElement { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var integer) => integer,
        JsonElement { ValueKind: JsonValueKind.Number } number => ToInteger(key, number.GetDouble()),
        double value => ToInteger(key, value),
        float value => ToInteger(key, value),
        decimal and >= long.MinValue and <= long.MaxValue and var value when value == Math.Floor(value) => (long)value,
        var value => long.TryParse(AsString(value), out var parsed) ? parsed : throw InvalidValue(key, value, "an integer"),
    };

    internal int? GetInt32(string key) => GetInt64(key) switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var value => (int)value,
        var value => throw InvalidValue(key, value, "a 32-bit integer"),
    };

    internal float? GetSingle(string key) => GetValue(key) switch
    {
        null => null,
        (int or long or short or byte or uint or ushort or sbyte or ulong or float or double or decimal) and var value =>
            Convert.ToSingle(value, CultureInfo.InvariantCulture),
        JsonElement { ValueKind: JsonValueKind.Number } number => (float)number.GetDouble(),
        var value => float.TryParse(AsString(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : throw InvalidValue(key, value, "a number"),
    };

    internal string? GetString(string key) =>
        GetValue(key) is { } value ? AsString(value) ?? throw InvalidValue(key, value, "a string") : null;

    internal IReadOnlyList<string>? GetStringList(string key) => GetValue(key) is { } value ? ToStringList(key, value) : null;

    /// <summary>Reads the metadata of a request: names and values that the caller chose.</summary>
    internal IReadOnlyDictionary<string, JsonElement>? GetMetadata() => GetValue(AdditionalPropertyKeys.Metadata) switch
    {
        null => null,
        IEnumerable<KeyValuePair<string, string>> strings => strings.ToDictionary(item => item.Key, item => UserJson.ToElement(item.Value)),
        var value => UserJson.ToElement(value) is { ValueKind: JsonValueKind.Object } json
            ? json.EnumerateObject().ToDictionary(property => property.Name, property => property.Value)
            : throw InvalidValue(AdditionalPropertyKeys.Metadata, value, "an object"),
    };

    /// <summary>Returns whether the key exists. Its value may be null.</summary>
    internal bool Contains(string key) => _properties?.ContainsKey(key) is true;

    /// <summary>Returns the value; null if the key does not exist or its value is a JSON null.</summary>
    internal object? GetValue(string key) =>
        _properties?.TryGetValue(key, out var value) is true
        && value is not JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }
            ? value
            : null;

    internal static ArgumentException InvalidValue(string key, object? value, string expected)
    {
        var actual = value is JsonElement json ? $"JSON {json.ValueKind}" : value?.GetType().Name ?? "null";
        return new($"AdditionalProperties[\"{key}\"] must be {expected}, but was of type {actual}.");
    }

    private static long ToInteger(string key, double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1L << 53 ? (long)value : throw InvalidValue(key, value, "an integer");

    private static IReadOnlyList<string> ToStringList(string key, object value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => ToListItem(key, item))],
        IEnumerable list and not string => [.. list.Cast<object?>().Select(item => ToListItem(key, item))],
        _ => [AsString(value) ?? throw InvalidValue(key, value, "a string or a list of strings")],
    };

    private static string ToListItem(string key, object? item) => AsString(item) ?? throw InvalidValue(key, item, "a list of strings");

    private static string? AsString(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => null,
    };
}
