using System.Collections;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>
/// Mistral's own options in <see cref="ChatOptions.AdditionalProperties"/>. They come from code, from JSON and from SK, which makes every
/// number a double and every list a query: what means the same is read as the same.
/// </summary>
internal readonly struct AdditionalPropertyReader
{
    private readonly AdditionalPropertiesDictionary? _properties;

    private AdditionalPropertyReader(AdditionalPropertiesDictionary? properties) => _properties = properties;

    internal static AdditionalPropertyReader From(AdditionalPropertiesDictionary? properties) => new(properties);

    internal bool? GetBoolean(string key) => GetValue(key) switch
    {
        null => null,
        bool value => value,
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        var value => bool.TryParse(WordOf(value), out var parsed) ? parsed : throw InvalidValue(key, value, "true or false"),
    };

    internal long? GetInt64(string key) => GetValue(key) switch
    {
        null => null,
        int or long or short or byte or uint or ushort or sbyte => Convert.ToInt64(GetValue(key), System.Globalization.CultureInfo.InvariantCulture),
        JsonElement { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var whole) => whole,
        JsonElement { ValueKind: JsonValueKind.Number } number => Whole(key, number.GetDouble()),
        double value => Whole(key, value),
        float value => Whole(key, value),
        decimal value => Whole(key, (double)value),
        var value => long.TryParse(WordOf(value), out var parsed) ? parsed : throw InvalidValue(key, value, "a whole number"),
    };

    internal int? GetInt32(string key) => GetInt64(key) switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var value => (int)value,
        var value => throw InvalidValue(key, value, "a whole number of 32 bits"),
    };

    internal string? GetString(string key) => GetValue(key) is { } value ? WordOf(value) ?? throw InvalidValue(key, value, "a string") : null;

    internal IReadOnlyList<string>? GetStringList(string key) => GetValue(key) switch
    {
        null => null,
        JsonElement { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => WordOf(item) ?? throw InvalidValue(key, item, "strings"))],
        IEnumerable list and not string => [.. list.Cast<object?>().Select(item => WordOf(item) ?? throw InvalidValue(key, item, "strings"))],
        var value => [WordOf(value) ?? throw InvalidValue(key, value, "a string or a list of strings")],
    };

    /// <summary>The caller's own names and values.</summary>
    internal IReadOnlyDictionary<string, JsonElement>? GetMetadata() => GetValue("metadata") switch
    {
        null => null,
        IEnumerable<KeyValuePair<string, string>> texts => texts.ToDictionary(member => member.Key, member => UserJson.ToElement(member.Value)),
        var value => UserJson.ToElement(value) is { ValueKind: JsonValueKind.Object } json
            ? json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value)
            : throw InvalidValue("metadata", value, "an object"),
    };

    /// <summary>Whether the key is there, whatever its value.</summary>
    internal bool Contains(string key) => _properties?.ContainsKey(key) is true;

    internal object? GetValue(string key) =>
        _properties?.TryGetValue(key, out var value) is true && value is not JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? value : null;

    internal static ArgumentException InvalidValue(string key, object? value, string expected) =>
        new($"AdditionalProperties[\"{key}\"] must be {expected}, but is a {(value is JsonElement json ? json.ValueKind.ToString() : value?.GetType().Name ?? "null")}.");

    private static long Whole(string key, double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1L << 53 ? (long)value : throw InvalidValue(key, value, "a whole number");

    private static string? WordOf(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => null,
    };
}
