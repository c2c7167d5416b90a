using System.Globalization;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>
/// Restores the types of booleans and numbers in settings from YAML prompt templates: the YAML reader of Semantic Kernel returns every
/// scalar as a string.
/// </summary>
internal static class YamlScalars
{
    /// <summary>The JSON members whose string values stay strings, even if they look like a boolean or a number.</summary>
    private static readonly HashSet<string> StringMembers =
        ["const", "default", "description", "enum", "model_name", "name", "pattern", "required", "title"];

    /// <summary>Determines whether a setting value comes from YAML. Values from JSON or from code have other collection types.</summary>
    internal static bool IsYaml(object? setting) => setting is IDictionary<object, object> or IList<object>;

    /// <summary>Returns a copy in which strings that look like booleans or numbers are booleans or numbers.</summary>
    internal static JsonNode? Restore(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Select(member => new KeyValuePair<string, JsonNode?>(
            member.Key, IsStringMember(member) ? member.Value?.DeepClone() : Restore(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Restore)]),
        JsonValue value when value.TryGetValue<string>(out var text) => Restore(text),
        _ => node?.DeepClone(),
    };

    // With an object as value, the member is a property that has one of these names, and the object is its schema.
    private static bool IsStringMember(KeyValuePair<string, JsonNode?> member) =>
        StringMembers.Contains(member.Key) && member.Value is not JsonObject;

    private static JsonValue Restore(string text) =>
        bool.TryParse(text, out var boolean) ? JsonValue.Create(boolean)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? JsonValue.Create(integer)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= double.MaxValue
            ? JsonValue.Create(number)
        : JsonValue.Create(text);
}
