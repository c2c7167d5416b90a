using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>What the server asks of a JSON schema before a model sees it.</summary>
internal static class JsonSchemaRules
{
    private static readonly string[] UnsupportedKeywords = ["$schema", "$id"];

    /// <summary>The parameters of a tool: an object schema after Draft 7, as mistral-common's validator wants it.</summary>
    public static void CheckParameters(JsonElement schema)
    {
        if (schema.FindString("type") != "object")
            throw ApiError.InvalidArguments($"Invalid tool schema: {schema.GetRawText()} is not a schema of type 'object'");
        CheckSchema(schema, "tool");
    }

    /// <summary>Any schema: Draft 7, and nothing in it that the server's grammar compiler stumbles over.</summary>
    public static void CheckSchema(JsonElement schema, string owner)
    {
        if (JsonSchemaDraft7.FindError(schema) is { } error)
            throw ApiError.InvalidArguments($"Invalid {owner} schema: {error}");
        if (!CanCompile(schema))
            throw ApiError.InvalidArguments("Grammar error: at 3(11): failed to compile JSON schema");
    }

    /// <summary>A schema for annotations of OCR: the same rules, another answer.</summary>
    public static void CheckAnnotationSchema(JsonElement schema)
    {
        // https://github.com/mistralai/client-ts/issues/137 quotes the server.
        if (JsonSchemaDraft7.FindError(schema) is not null || !CanCompile(schema))
            throw ApiError.BadRequest("Failed to parse schema.", "invalid_request_json_schema", "3300");
    }

    /// <summary>A strict schema closes every object, which is what Mistral's own Python SDK does to the schemas it sends.</summary>
    public static void CheckStrict(JsonElement schema)
    {
        foreach (var part in JsonSchemaDraft7.SelfAndSubschemas(schema).Where(IsObjectSchema))
        {
            if (part.Find("additionalProperties") is not { ValueKind: JsonValueKind.False })
                throw ApiError.InvalidArguments("Invalid strict schema: additionalProperties must be false on every object");
        }
    }

    /// <summary>https://github.com/BerriAI/litellm/issues/13389 quotes the server on both keywords.</summary>
    private static bool CanCompile(JsonElement schema) => JsonSchemaDraft7.SelfAndSubschemas(schema)
        .All(part => UnsupportedKeywords.All(keyword => part.Find(keyword) is null) && !IsUnresolvedReference(part, schema));

    private static bool IsObjectSchema(JsonElement schema) =>
        schema.FindString("type") == "object"
        || schema.FindItems("type").Any(type => type.ValueEquals("object"))
        || schema.Find("properties") is not null;

    private static bool IsUnresolvedReference(JsonElement part, JsonElement root) =>
        part.FindString("$ref") is { } reference && JsonSchemaDraft7.Resolve(reference, root) is null;
}
