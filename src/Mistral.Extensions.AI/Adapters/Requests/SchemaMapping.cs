using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Transforms JSON schemas into the form that Mistral accepts: draft 7 or later, an object at the root, without <c>$schema</c> and
/// <c>$id</c>.
/// </summary>
internal static class SchemaMapping
{
    // Transforming a schema is expensive. The caches keep a schema as long as its function or format is alive.
    private static readonly AIJsonSchemaTransformCache StrictCache = new(CreateOptions(strict: true));
    private static readonly AIJsonSchemaTransformCache LenientCache = new(CreateOptions(strict: false));

    // Keywords that can define the properties of an object without "properties".
    private static readonly string[] PropertySources = ["$ref", "anyOf", "oneOf", "allOf"];

    /// <summary>Returns the parameter schema of a function.</summary>
    internal static JsonElement ToParameters(AIFunctionDeclaration function, bool strict) =>
        Transform($"The parameters schema of tool \"{function.Name}\"", () => GetCache(strict).GetOrCreateTransformedSchema(function));

    /// <summary>Returns the schema of a response format.</summary>
    internal static JsonElement ToSchema(ChatResponseFormatJson format, bool strict) =>
        Transform($"The schema \"{format.SchemaName}\"", () => GetCache(strict).GetOrCreateTransformedSchema(format)!.Value);

    private static AIJsonSchemaTransformCache GetCache(bool strict) => strict ? StrictCache : LenientCache;

    private static JsonElement Transform(string description, Func<JsonElement> transform)
    {
        try
        {
            return transform();
        }
        catch (ArgumentException exception)
        {
            // The message of Microsoft.Extensions.AI does not name the schema.
            throw new ArgumentException($"{description} is not a valid JSON schema: {exception.Message}", exception);
        }
    }

    private static AIJsonSchemaTransformOptions CreateOptions(bool strict)
    {
        AIJsonSchemaTransformOptions? options = null;
        return options = new()
        {
            ConvertBooleanSchemas = true,
            DisallowAdditionalProperties = strict,
            TransformSchemaNode = (context, node) => TransformNode(node, isRoot: context.Path.IsEmpty, options!),
        };
    }

    private static JsonNode TransformNode(JsonNode node, bool isRoot, AIJsonSchemaTransformOptions options)
    {
        if (node is not JsonObject schema)
            return node;

        // "Grammar error: failed to compile JSON schema" is the error of the server for these two keywords.
        schema.Remove("$schema");
        schema.Remove("$id");
        ConvertBooleanLimit(schema, "exclusiveMinimum", "minimum");
        ConvertBooleanLimit(schema, "exclusiveMaximum", "maximum");
        TransformDefinitions(schema, "$defs", options);
        TransformDefinitions(schema, "definitions", options);
        if (isRoot)
            CompleteRootObject(schema, options.DisallowAdditionalProperties);
        return schema;
    }

    // The API requires "type": "object" and "properties" at the root. A schema may omit them, for example a union.
    private static void CompleteRootObject(JsonObject schema, bool strict)
    {
        if (!schema.ContainsKey("type"))
            schema["type"] = "object";
        if (schema.ContainsKey("properties") || PropertySources.Any(schema.ContainsKey) || !IsObjectType(schema["type"]))
            return;

        schema["properties"] = new JsonObject();
        if (strict && !schema.ContainsKey("additionalProperties"))
            schema["additionalProperties"] = false;
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

    // AIJsonUtilities.TransformSchema does not transform the schemas in these two keywords.
    private static void TransformDefinitions(JsonObject schema, string keyword, AIJsonSchemaTransformOptions options)
    {
        if (schema[keyword] is not JsonObject definitions)
            return;

        foreach (var definition in definitions.ToList())
        {
            var transformed = AIJsonUtilities.TransformSchema(JsonElement.Parse(definition.Value?.ToJsonString() ?? "true"), options with
            {
                TransformSchemaNode = (_, node) => TransformNode(node, isRoot: false, options),
            });
            definitions[definition.Key] = JsonNode.Parse(transformed.GetRawText());
        }
    }
}
