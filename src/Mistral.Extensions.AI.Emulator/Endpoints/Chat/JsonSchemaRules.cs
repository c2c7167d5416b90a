using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The rules for JSON schemas in requests.</summary>
internal static class JsonSchemaRules
{
    private static readonly string[] UnsupportedKeywords = ["$schema", "$id"];

    /// <summary>Rejects tool parameters without an object schema, as the validator of mistral-common does.</summary>
    public static void CheckParameters(JsonElement schema)
    {
        if (schema.FindString("type") != "object")
            throw ApiError.InvalidArguments($"Invalid tool schema: {schema.GetRawText()} is not a schema of type 'object'");
        CheckSchema(schema, "tool");
    }

    /// <summary>Rejects a schema that is not valid in Draft 7 or not supported by the server.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="owner">The owner of the schema in the error message: "tool" or "response".</param>
    public static void CheckSchema(JsonElement schema, string owner)
    {
        if (JsonSchemaDraft7.FindError(schema) is { } error)
            throw ApiError.InvalidArguments($"Invalid {owner} schema: {error}");
        if (!IsSupported(schema))
            throw ApiError.InvalidArguments("Grammar error: at 3(11): failed to compile JSON schema");
    }

    /// <summary>
    /// Rejects a strict schema with an object without <c>additionalProperties: false</c>. Mistral's Python SDK sets it on every object.
    /// </summary>
    public static void CheckStrict(JsonElement schema)
    {
        foreach (var subschema in JsonSchemaDraft7.SelfAndSubschemas(schema).Where(IsObjectSchema))
        {
            if (subschema.Find("additionalProperties") is not { ValueKind: JsonValueKind.False } && !IsUnionOrReference(subschema))
                throw ApiError.InvalidArguments("Invalid strict schema: additionalProperties must be false on every object");
        }
    }

    /// <summary>
    /// Whether the server can compile the schema to a grammar. https://github.com/BerriAI/litellm/issues/13389 quotes the server's error
    /// message for <c>$schema</c> and <c>$id</c>.
    /// </summary>
    public static bool IsSupported(JsonElement schema) => JsonSchemaDraft7.SelfAndSubschemas(schema)
        .All(subschema => UnsupportedKeywords.All(keyword => subschema.Find(keyword) is null) && !IsUnresolvedReference(subschema, schema));

    // The objects of a union, and the target of a reference, are checked themselves.
    private static bool IsUnionOrReference(JsonElement schema) => schema.Find("properties") is null
        && (schema.Find("anyOf") ?? schema.Find("oneOf") ?? schema.Find("$ref")) is not null;

    private static bool IsObjectSchema(JsonElement schema) =>
        schema.FindString("type") == "object"
        || schema.FindItems("type").Any(type => type.ValueEquals("object"))
        || schema.Find("properties") is not null;

    private static bool IsUnresolvedReference(JsonElement schema, JsonElement root) =>
        schema.FindString("$ref") is { } reference && JsonSchemaDraft7.Resolve(reference, root) is null;
}
