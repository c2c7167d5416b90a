using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Json;

/// <summary>Reads the properties of JSON objects. A property that is null counts as missing, as in the API.</summary>
internal static class JsonElementExtensions
{
    /// <summary>Returns the value of a property; null if it is missing or null, or if the value is not an object.</summary>
    public static JsonElement? Find(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var property) && property.ValueKind != JsonValueKind.Null
            ? property
            : null;

    /// <summary>Returns the value of a string property; null if there is none.</summary>
    public static string? FindString(this JsonElement value, string name) =>
        value.Find(name) is { ValueKind: JsonValueKind.String } property ? property.GetString() : null;

    /// <summary>Returns the value of a number property; null if there is none.</summary>
    public static double? FindNumber(this JsonElement value, string name) => value.Find(name)?.ToNumber();

    /// <summary>Whether a property is <c>true</c>.</summary>
    public static bool IsTrue(this JsonElement value, string name) => value.Find(name)?.ToBoolean() == true;

    /// <summary>Whether a property is <c>false</c>.</summary>
    public static bool IsFalse(this JsonElement value, string name) => value.Find(name)?.ToBoolean() == false;

    /// <summary>Returns the items of an array property; empty if there is none.</summary>
    public static IEnumerable<JsonElement> FindItems(this JsonElement value, string name) =>
        value.Find(name) is { ValueKind: JsonValueKind.Array } property ? property.EnumerateArray() : [];

    /// <summary>Returns the strings in an array property; empty if there are none.</summary>
    public static IEnumerable<string> FindStrings(this JsonElement value, string name) =>
        value.FindItems(name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!);

    /// <summary>Returns the properties of an object property; empty if there is none.</summary>
    public static IEnumerable<JsonProperty> FindProperties(this JsonElement value, string name) =>
        value.Find(name) is { ValueKind: JsonValueKind.Object } property ? property.EnumerateObject() : [];

    /// <summary>Converts a node to an element.</summary>
    public static JsonElement ToElement(this JsonNode node)
    {
        using var document = JsonDocument.Parse(CompactJson.SerializeToUtf8Bytes(node));
        return document.RootElement.Clone();
    }

    /// <summary>Converts an element to a node; null if it is null or undefined.</summary>
    public static JsonNode? ToNode(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };
}
