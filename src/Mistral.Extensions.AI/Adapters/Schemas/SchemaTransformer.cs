using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Adapters.Schemas;

/// <summary>
/// Transforms a JSON schema into the form that is sent. A strict schema has <c>additionalProperties: false</c> on every object, and all
/// properties are required. Other keywords are kept, except those that have no effect for the model but cost tokens, because the API adds
/// the schema to the prompt: <c>$schema</c>, and <c>$id</c> if no reference depends on it.
/// </summary>
internal sealed class SchemaTransformer(JsonElement root, bool strict)
{
    // The maximum depth for System.Text.Json. A schema of the caller may be deeper than the default of 64.
    private const int MaxDepth = 1000;

    // Keywords that can define the properties of an object without "properties".
    private static readonly string[] PropertySources = ["$ref", "anyOf", "oneOf", "allOf"];

    private readonly bool _keepsIds = SchemaReferences.DependOnIds(root);

    internal JsonElement Transform()
    {
        var result = Transform(root);
        CompleteRoot(result);
        return Parse(result);
    }

    // The bytes of the element are sent as they are: relaxed escaping keeps them short.
    private static JsonElement Parse(JsonObject schema)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth }))
            schema.WriteTo(writer);
        return JsonElement.Parse(json.GetBuffer().AsSpan(0, (int)json.Length), new() { MaxDepth = MaxDepth });
    }

    private JsonObject Transform(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
            return schema.ValueKind is JsonValueKind.False ? new() { ["not"] = new JsonObject() } : [];

        var result = new JsonObject();
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!IsRemoved(keyword))
                result[keyword.Name] = IsBooleanKeyword(keyword) ? IsTrue(keyword.Value) : Subschemas.Transform(keyword, Transform);
        }

        ConvertBooleanLimit(result, "exclusiveMinimum", "minimum");
        ConvertBooleanLimit(result, "exclusiveMaximum", "maximum");
        if (strict)
            Close(result);
        return result;
    }

    private bool IsRemoved(JsonProperty keyword) => keyword.Name is "$schema" || (keyword.Name is "$id" && !_keepsIds);

    // Every draft allows a boolean in these keywords.
    private static bool IsBooleanKeyword(JsonProperty keyword) =>
        keyword.Name is "additionalProperties" or "additionalItems" or "unevaluatedProperties" or "unevaluatedItems"
        && keyword.Value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsTrue(JsonElement value) => value.ValueKind is JsonValueKind.True;

    private static void Close(JsonObject schema)
    {
        if (schema["properties"] is not JsonObject properties)
            return;

        schema["additionalProperties"] = false;
        if (properties.Count > 0)
            schema["required"] = new JsonArray([.. properties.Select(property => JsonValue.Create(property.Key))]);
    }

    // The root describes an object, but a schema may omit "type" and "properties", for example {} or a union. With {}, a server that
    // enforces the schema would allow arguments that are not an object.
    private void CompleteRoot(JsonObject schema)
    {
        if (!schema.ContainsKey("type"))
            schema["type"] = "object";
        if (schema.ContainsKey("properties") || PropertySources.Any(schema.ContainsKey) || !IsObjectType(schema["type"]))
            return;

        schema["properties"] = new JsonObject();
        if (strict)
            Close(schema);
    }

    private static bool IsObjectType(JsonNode? type) =>
        type is JsonValue value && value.GetValueKind() is JsonValueKind.String && value.GetValue<string>() is "object";

    // In draft 4, "exclusiveMinimum": true modifies "minimum". Since draft 6, "exclusiveMinimum" is the limit itself.
    private static void ConvertBooleanLimit(JsonObject schema, string exclusive, string inclusive)
    {
        if (schema[exclusive] is not JsonValue limit || limit.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            return;

        schema.Remove(exclusive);
        if (limit.GetValueKind() is JsonValueKind.True && schema[inclusive] is { } value)
        {
            schema.Remove(inclusive);
            schema[exclusive] = value;
        }
    }
}
