using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Adapters.Schemas;

/// <summary>The schemas inside a JSON schema: the keywords of draft 4 to draft 2020-12 whose values are schemas.</summary>
internal static class Subschemas
{
    // The value is a schema, or a list of schemas.
    private static readonly HashSet<string> SchemaKeywords = new(StringComparer.Ordinal)
    {
        "additionalItems", "additionalProperties", "allOf", "anyOf", "contains", "contentSchema", "else", "if", "items", "not", "oneOf",
        "prefixItems", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
    };

    // The value is an object with names that the author of the schema chose. Each member is a schema.
    private static readonly HashSet<string> NamedSchemaKeywords = new(StringComparer.Ordinal)
    {
        "$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties",
    };

    /// <summary>Gets the schema and all schemas inside it.</summary>
    internal static IEnumerable<JsonElement> GetSelfAndDescendants(JsonElement schema) => schema.ValueKind is JsonValueKind.Object
        ? schema.EnumerateObject().SelectMany(Get).SelectMany(GetSelfAndDescendants).Prepend(schema)
        : [schema];

    /// <summary>Gets the schemas in the value of a keyword.</summary>
    internal static IEnumerable<JsonElement> Get(JsonProperty keyword) => keyword.Value.ValueKind switch
    {
        JsonValueKind.Object when NamedSchemaKeywords.Contains(keyword.Name) =>
            keyword.Value.EnumerateObject().Where(IsSchema).Select(member => member.Value),
        JsonValueKind.Array when SchemaKeywords.Contains(keyword.Name) => keyword.Value.EnumerateArray(),
        _ => SchemaKeywords.Contains(keyword.Name) ? [keyword.Value] : [],
    };

    /// <summary>Copies the value of a keyword and transforms the schemas in it.</summary>
    internal static JsonNode? Transform(JsonProperty keyword, Func<JsonElement, JsonNode> transform)
    {
        switch (keyword.Value.ValueKind)
        {
            case JsonValueKind.Object when NamedSchemaKeywords.Contains(keyword.Name):
                var members = new JsonObject();
                foreach (var member in keyword.Value.EnumerateObject())
                    members[member.Name] = IsSchema(member) ? transform(member.Value) : ToNode(member.Value);
                return members;
            case JsonValueKind.Array when SchemaKeywords.Contains(keyword.Name):
                return new JsonArray([.. keyword.Value.EnumerateArray().Select(transform)]);
            default:
                return SchemaKeywords.Contains(keyword.Name) ? transform(keyword.Value) : ToNode(keyword.Value);
        }
    }

    // A member of "dependencies" can be a list of property names.
    private static bool IsSchema(JsonProperty member) => member.Value.ValueKind is not JsonValueKind.Array;

    private static JsonNode? ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };
}
