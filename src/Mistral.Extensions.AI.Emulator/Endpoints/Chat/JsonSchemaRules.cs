using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The rules for JSON schemas in requests.</summary>
internal static class JsonSchemaRules
{
    /// <summary>
    /// Rejects tool parameters without an object schema, as the validator of mistral-common does. The server accepts the empty schema.
    /// </summary>
    public static void CheckParameters(JsonElement schema)
    {
        if (schema.FindString("type") != "object" && schema.EnumerateObject().Any())
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
        if (HasUnresolvedReference(schema))
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
    /// Whether a schema has a <c>$ref</c> without a target, which cannot be compiled to a grammar. The server has accepted <c>$schema</c>
    /// since the end of 2025.
    /// </summary>
    public static bool HasUnresolvedReference(JsonElement schema) => JsonSchemaDraft7.SelfAndSubschemas(schema).Any(subschema =>
        subschema.FindString("$ref") is { } reference && JsonSchemaDraft7.Resolve(reference, schema) is null);

    // The objects of a union, and the target of a reference, are checked themselves.
    private static bool IsUnionOrReference(JsonElement schema) => schema.Find("properties") is null
        && (schema.Find("anyOf") ?? schema.Find("oneOf") ?? schema.Find("$ref")) is not null;

    private static bool IsObjectSchema(JsonElement schema) =>
        schema.FindString("type") == "object"
        || schema.FindStrings("type").Contains("object")
        || schema.Find("properties") is not null;
}
