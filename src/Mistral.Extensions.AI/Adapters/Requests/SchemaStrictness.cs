using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Finds out whether a JSON schema can be sent with <c>strict: true</c>. A strict schema needs <c>additionalProperties: false</c> on
/// every object.
/// </summary>
internal static class SchemaStrictness
{
    /// <summary>Returns whether the parameters of a function can be strict. A function without parameters can.</summary>
    internal static bool CanBeStrict(AIFunctionDeclaration function) =>
        CanBeStrict(function.JsonSchema) || (function.JsonSchema.ValueKind is JsonValueKind.Object
            && function.JsonSchema.EnumerateObject().All(keyword => keyword.Name is "type" or "title" or "description" or "$schema"));

    /// <summary>
    /// Returns whether every object of the schema lists its properties. An object with arbitrary properties, such as a dictionary, cannot
    /// be strict.
    /// </summary>
    internal static bool CanBeStrict(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => !AllowsAnyProperty(schema) && schema.EnumerateObject().All(CanBeStrict),
        JsonValueKind.Array => schema.EnumerateArray().All(CanBeStrict),
        _ => true,
    };

    private static bool CanBeStrict(JsonProperty keyword) => keyword.Name switch
    {
        // The members of these objects are names that the author of the schema chose, not keywords.
        "properties" or "$defs" or "definitions" => keyword.Value.ValueKind is not JsonValueKind.Object
            || keyword.Value.EnumerateObject().All(named => CanBeStrict(named.Value)),
        "items" or "prefixItems" or "anyOf" or "oneOf" or "not" or "if" or "then" or "else" => CanBeStrict(keyword.Value),
        // With additionalProperties: false, each part of allOf would reject the properties of the other parts.
        "allOf" or "patternProperties" => false,
        _ => true,
    };

    private static bool AllowsAnyProperty(JsonElement schema) =>
        schema.TryGetProperty("additionalProperties", out var additional)
            ? additional.ValueKind is not JsonValueKind.False
            : schema.TryGetProperty("type", out var type) && IncludesObject(type) && !schema.TryGetProperty("properties", out _);

    // The keyword "type" is a string, or an array of strings.
    private static bool IncludesObject(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => type.ValueEquals("object"u8),
        JsonValueKind.Array => type.EnumerateArray().Any(IncludesObject),
        _ => false,
    };
}
