using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Adapters.Schemas;

/// <summary>Maps the JSON schemas of functions and response formats to the schemas that are sent.</summary>
internal static class SchemaMapping
{
    // Transforming a schema is expensive. The cache keeps a schema as long as its format is alive.
    private static readonly ConditionalWeakTable<ChatResponseFormatJson, SchemaForms> Cache = new();

    /// <summary>Maps the parameters schema of a function.</summary>
    /// <exception cref="ArgumentException">The schema is not a JSON schema, or contains an unpaired surrogate.</exception>
    internal static SchemaForms ToParameters(AIFunctionDeclaration function) =>
        SchemaForms.ForParameters(GetValid(function.JsonSchema, $"The parameters schema of tool \"{function.Name}\""));

    /// <summary>Maps the schema of a response format.</summary>
    /// <exception cref="ArgumentException">The schema is not a JSON schema, or contains an unpaired surrogate.</exception>
    internal static SchemaForms ToResponseSchema(ChatResponseFormatJson format) => Cache.GetValue(
        format, static format => SchemaForms.ForResponse(GetValid(format.Schema!.Value, $"The schema \"{format.SchemaName}\"")));

    private static JsonElement GetValid(JsonElement schema, string description)
    {
        if (schema.ValueKind is JsonValueKind.Object && UnpairedSurrogates.Contains(Encoding.UTF8.GetBytes(schema.GetRawText())))
        {
            throw new ArgumentException(
                $"{description} contains half of a surrogate pair, such as \\ud800, in a name or text. Remove it, or add the other half.");
        }

        foreach (var subschema in Subschemas.GetSelfAndDescendants(schema))
        {
            if (subschema.ValueKind is not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False))
            {
                throw new ArgumentException(
                    $"{description} is not a valid JSON schema. A schema must be an object or a boolean, but one is of type "
                    + $"{subschema.ValueKind}.");
            }
        }

        return schema;
    }
}
