using System.Text.Json;

namespace Mistral.Extensions.AI.Adapters.Schemas;

/// <summary>
/// Determines whether a JSON schema can be sent with <c>strict: true</c>. This requires <c>additionalProperties: false</c> on every object
/// and all properties in <c>required</c>, which must not exclude values that the author of the schema intended.
/// </summary>
internal static class SchemaStrictness
{
    // With additionalProperties: false, each part of allOf would reject the properties of the other parts, and a schema in "not" or "if"
    // would match other values. The other keywords describe objects or lists without listing all their properties or items.
    private static readonly string[] UnsupportedKeywords =
    [
        "allOf", "not", "if", "then", "else", "prefixItems", "additionalItems", "unevaluatedItems", "contains", "patternProperties",
        "propertyNames", "unevaluatedProperties", "dependencies", "dependentRequired", "dependentSchemas", "$dynamicRef", "$recursiveRef",
    ];

    private static readonly string[] PropertySources = ["properties", "anyOf", "oneOf", "$ref"];

    /// <summary>Returns the reason why the schema cannot be strict, for the log; null if it can.</summary>
    internal static string? FindObstacle(JsonElement root) =>
        FindObstacle(root, root) ?? (SchemaReferences.AreFinite(root) ? null : "a required property always contains its own type");

    private static string? FindObstacle(JsonElement schema, JsonElement root) => schema.ValueKind is not JsonValueKind.Object
        ? "it contains a boolean schema"
        : FindOwnObstacle(schema, root)
            ?? GetParts(schema).Select(part => FindObstacle(part, root)).FirstOrDefault(obstacle => obstacle is not null);

    // Next to $ref, the items can only narrow the target of the reference, which is checked itself. System.Text.Json adds "items": {}.
    private static IEnumerable<JsonElement> GetParts(JsonElement schema) => schema.EnumerateObject()
        .Where(keyword => keyword.Name is "properties" or "anyOf" or "oneOf" or "$defs" or "definitions"
            || (keyword.Name is "items" && !Has(schema, "$ref")))
        .SelectMany(Subschemas.Get);

    private static string? FindOwnObstacle(JsonElement schema, JsonElement root)
    {
        if (Array.Find(UnsupportedKeywords, keyword => Has(schema, keyword)) is { } unsupported)
            return $"it uses {unsupported}";

        if (schema.TryGetProperty("items", out var items) && items.ValueKind is JsonValueKind.Array)
            return "it uses a list of schemas in items";

        var closed = schema.TryGetProperty("additionalProperties", out var additional);
        if (closed && additional.ValueKind is not JsonValueKind.False)
            return "an object allows additional properties";

        if (SchemaTypes.Get(schema).Contains("array") && !Has(schema, "items") && !Has(schema, "$ref"))
            return "a list does not define its items";

        var sources = Array.FindAll(PropertySources, keyword => Has(schema, keyword));
        return sources.Length switch
        {
            0 => FindOpenType(schema, closed),
            > 1 => $"it combines {string.Join(" and ", sources)}",
            _ when sources[0] is "properties" => FindUndefinedProperty(schema),
            // additionalProperties: false would reject the properties that the union or the target defines.
            _ when closed => $"it combines {sources[0]} and additionalProperties",
            _ when sources[0] is "$ref" && SchemaReferences.Resolve(schema.GetProperty("$ref").ToString(), root) is null =>
                "a $ref was not found",
            _ => null,
        };
    }

    private static string? FindOpenType(JsonElement schema, bool closed)
    {
        var types = SchemaTypes.Get(schema).ToList();
        return types.Count == 0 && !Has(schema, "enum") && !Has(schema, "const") ? "a value can have any type"
            : types.Contains("object") && !closed ? "an object does not list its properties"
            : null;
    }

    private static string? FindUndefinedProperty(JsonElement schema)
    {
        var properties = schema.GetProperty("properties");
        if (properties.ValueKind is not JsonValueKind.Object)
            return "properties is not an object";

        var names = new HashSet<string>(properties.EnumerateObject().Select(property => property.Name), StringComparer.Ordinal);
        return schema.TryGetProperty("required", out var required) && required.ValueKind is JsonValueKind.Array
            && required.EnumerateArray().Any(name => !names.Contains(name.ToString()))
                ? "a required property is not defined"
                : null;
    }

    private static bool Has(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out _);
}
