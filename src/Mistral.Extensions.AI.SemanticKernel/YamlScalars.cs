using System.Globalization;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>SK's reader of YAML templates makes a string of every scalar. Here truth and numbers become what they were again.</summary>
internal static class YamlScalars
{
    /// <summary>Members whose values are texts also where they look like something else.</summary>
    private static readonly HashSet<string> Texts =
        ["const", "default", "description", "enum", "model_name", "name", "pattern", "required", "title"];

    /// <summary>Whether a setting came from YAML: JSON has other types, and code has none of these.</summary>
    internal static bool AreIn(object? setting) => setting is IDictionary<object, object> or IList<object>;

    internal static JsonNode? Restore(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Select(member => new KeyValuePair<string, JsonNode?>(
            member.Key, Texts.Contains(member.Key) && !IsSchema(member.Value) ? member.Value?.DeepClone() : Restore(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Restore)]),
        JsonValue value when value.TryGetValue<string>(out var text) => Restore(text),
        _ => node?.DeepClone(),
    };

    // Properties may have any name.
    private static bool IsSchema(JsonNode? node) => node is JsonObject;

    private static JsonValue Restore(string text) =>
        bool.TryParse(text, out var truth) ? JsonValue.Create(truth)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= double.MaxValue
            ? JsonValue.Create(number)
        : JsonValue.Create(text);
}
