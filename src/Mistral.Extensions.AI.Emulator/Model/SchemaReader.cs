using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Reads the keywords of a JSON schema that <see cref="SchemaFiller"/> needs.</summary>
internal static class SchemaReader
{
    /// <summary>Returns the schema of array items, for a tuple the schema of the first item; null if the items have no schema.</summary>
    public static JsonElement? GetItemSchema(JsonElement schema) => schema.Find("items") switch
    {
        { ValueKind: JsonValueKind.Array } items => items.GetArrayLength() > 0 ? items[0] : null,
        var items => items,
    };

    /// <summary>Whether the schema has a list of types that contains "null".</summary>
    public static bool IsNullable(JsonElement schema) => schema.FindStrings("type").Contains("null");

    /// <summary>
    /// Returns the type of a schema: <c>type</c>, or its first type that is not "null". Without <c>type</c> it is "object" if the schema
    /// has properties, otherwise "string".
    /// </summary>
    public static string GetSchemaType(JsonElement schema) =>
        schema.FindString("type")
        ?? schema.FindStrings("type").FirstOrDefault(type => type != "null")
        ?? (schema.Find("properties") is not null || schema.Find("allOf") is not null ? "object" : "string");

    /// <summary>Reads <c>default</c>, which may be null.</summary>
    public static bool TryGetDefault(JsonElement schema, out JsonNode? value)
    {
        var hasDefault = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("default", out _);
        value = hasDefault ? schema.GetProperty("default").ToNode() : null;
        return hasDefault;
    }
}
