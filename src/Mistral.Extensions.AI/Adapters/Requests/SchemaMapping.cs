using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>JSON schemas as Mistral takes them: draft 7 or later, an object at the root, no <c>$schema</c> and no <c>$id</c>.</summary>
internal static class SchemaMapping
{
    // Transforming costs more than sending; the caches hold a schema as long as its owner lives.
    private static readonly AIJsonSchemaTransformCache Strict = new(Rules(strict: true));
    private static readonly AIJsonSchemaTransformCache Lenient = new(Rules(strict: false));

    // Where the properties of an object are when it has none of its own.
    private static readonly string[] Elsewhere = ["$ref", "anyOf", "oneOf", "allOf"];

    internal static JsonElement ToParameters(AIFunctionDeclaration function, bool strict) =>
        Transform($"Parameters schema of tool \"{function.Name}\"", strict, cache => cache.GetOrCreateTransformedSchema(function));

    internal static ResponseFormat? ToResponseFormat(this ChatResponseFormat? format, bool? strict) => format switch
    {
        null => null,
        ChatResponseFormatText => new() { Type = "text" },
        ChatResponseFormatJson { Schema: { } schema } json => json.ToSchemaFormat(strict ?? CanBeStrict(schema)),
        ChatResponseFormatJson => new() { Type = "json_object" },
        _ => throw new NotSupportedException($"Mistral has no response format like {format.GetType().Name}."),
    };

    private static ResponseFormat ToSchemaFormat(this ChatResponseFormatJson format, bool strict)
    {
        if (format.Schema!.Value is var root && root.ValueKind is not JsonValueKind.Object
            || root.TryGetProperty("type", out var type) && !(type.ValueKind is JsonValueKind.String && type.ValueEquals("object"u8)))
            throw new ArgumentException("Mistral structured output needs an object at the root of the schema. Wrap the value in an object, as GetResponseAsync<T> does.");

        return new()
        {
            Type = "json_schema",
            JsonSchema = new()
            {
                Name = ToName(format.SchemaName),
                Description = format.SchemaDescription,
                Schema = Transform($"Schema \"{format.SchemaName}\"", strict, cache => cache.GetOrCreateTransformedSchema(format)!.Value),
                Strict = strict,
            },
        };
    }

    // A display name may hold anything.
    private static string ToName(string? name)
    {
        var allowed = string.Concat((name ?? "").Select(letter => ToolName.IsAllowed(letter) ? letter : '_'));
        return allowed.Length switch
        {
            0 => "json_schema",
            <= 64 => allowed,
            _ => allowed.Substring(0, 64),
        };
    }

    /// <summary>Whether the parameters of a function can be strict. No parameters can: there is nothing to name.</summary>
    internal static bool CanBeStrict(AIFunctionDeclaration function) =>
        CanBeStrict(function.JsonSchema) || (function.JsonSchema.ValueKind is JsonValueKind.Object
            && function.JsonSchema.EnumerateObject().All(keyword => keyword.Name is "type" or "title" or "description" or "$schema"));

    /// <summary>Whether every object of a schema names its properties: one that takes any, such as a dictionary, cannot be strict.</summary>
    private static bool CanBeStrict(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => !IsOpen(schema) && schema.EnumerateObject().All(CanBeStrict),
        JsonValueKind.Array => schema.EnumerateArray().All(CanBeStrict),
        _ => true,
    };

    private static bool CanBeStrict(JsonProperty keyword) => keyword.Name switch
    {
        // Whatever the names in here are, they are no keywords.
        "properties" or "$defs" or "definitions" => keyword.Value.ValueKind is not JsonValueKind.Object
            || keyword.Value.EnumerateObject().All(named => CanBeStrict(named.Value)),
        "items" or "prefixItems" or "anyOf" or "oneOf" or "not" or "if" or "then" or "else" => CanBeStrict(keyword.Value),
        // Closed, each part would refuse what the others name.
        "allOf" or "patternProperties" => false,
        _ => true,
    };

    private static bool IsOpen(JsonElement schema) =>
        schema.TryGetProperty("additionalProperties", out var more)
            ? more.ValueKind is not JsonValueKind.False
            : schema.TryGetProperty("type", out var type) && IsOrHoldsObject(type) && !schema.TryGetProperty("properties", out _);

    private static bool IsOrHoldsObject(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => type.ValueEquals("object"u8),
        JsonValueKind.Array => type.EnumerateArray().Any(IsOrHoldsObject),
        _ => false,
    };

    private static JsonElement Transform(string name, bool strict, Func<AIJsonSchemaTransformCache, JsonElement> transform)
    {
        try
        {
            return transform(strict ? Strict : Lenient);
        }
        catch (ArgumentException exception)
        {
            // M.E.AI does not say of which schema it speaks.
            throw new ArgumentException($"{name} cannot be read: {exception.Message}", exception);
        }
    }

    private static AIJsonSchemaTransformOptions Rules(bool strict)
    {
        AIJsonSchemaTransformOptions? rules = null;
        return rules = new()
        {
            ConvertBooleanSchemas = true,
            DisallowAdditionalProperties = strict,
            TransformSchemaNode = (context, node) => Transform(node, isRoot: context.Path.IsEmpty, rules!),
        };
    }

    private static JsonNode Transform(JsonNode node, bool isRoot, AIJsonSchemaTransformOptions rules)
    {
        if (node is not JsonObject schema)
            return node;

        // "Grammar error: failed to compile JSON schema" is what the server makes of these two.
        schema.Remove("$schema");
        schema.Remove("$id");
        MoveBooleanLimit(schema, "exclusiveMinimum", "minimum");
        MoveBooleanLimit(schema, "exclusiveMaximum", "maximum");
        TransformDefinitions(schema, "$defs", rules);
        TransformDefinitions(schema, "definitions", rules);
        if (isRoot)
            MakeObject(schema, rules.DisallowAdditionalProperties);
        return schema;
    }

    // Arguments and answers are objects, also where the schema does not care to say so, as a union does not.
    private static void MakeObject(JsonObject schema, bool strict)
    {
        if (!schema.ContainsKey("type"))
            schema["type"] = "object";
        if (schema.ContainsKey("properties") || Elsewhere.Any(schema.ContainsKey)
            || schema["type"] is not JsonValue type || type.GetValueKind() is not JsonValueKind.String || type.GetValue<string>() is not "object")
            return;

        schema["properties"] = new JsonObject();
        if (strict && !schema.ContainsKey("additionalProperties"))
            schema["additionalProperties"] = false;
    }

    // Draft 4 said "exclusiveMinimum": true beside a minimum; since draft 6 it is the limit itself.
    private static void MoveBooleanLimit(JsonObject schema, string exclusive, string inclusive)
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

    // M.E.AI's transform does not look into definitions.
    private static void TransformDefinitions(JsonObject schema, string keyword, AIJsonSchemaTransformOptions rules)
    {
        if (schema[keyword] is not JsonObject definitions)
            return;

        foreach (var definition in definitions.ToList())
        {
            var transformed = AIJsonUtilities.TransformSchema(JsonElement.Parse(definition.Value?.ToJsonString() ?? "true"), rules with
            {
                TransformSchemaNode = (_, node) => Transform(node, isRoot: false, rules),
            });
            definitions[definition.Key] = JsonNode.Parse(transformed.GetRawText());
        }
    }
}
