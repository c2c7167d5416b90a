using System.Text.Json;

namespace Mistral.Extensions.AI.Adapters.Schemas;

/// <summary>A JSON schema in the two forms in which it can be sent: strict, and as the author wrote it.</summary>
internal sealed class SchemaForms
{
    private readonly Lazy<JsonElement> _lenient;
    private readonly Lazy<JsonElement> _strict;

    private SchemaForms(JsonElement schema, string? strictObstacle)
    {
        StrictObstacle = strictObstacle;
        _lenient = new(() => new SchemaTransformer(schema, strict: false).Transform());
        _strict = strictObstacle is null ? new(() => new SchemaTransformer(schema, strict: true).Transform()) : _lenient;
    }

    /// <summary>The reason why the schema cannot be strict; null if it can.</summary>
    internal string? StrictObstacle { get; }

    internal static SchemaForms ForResponse(JsonElement schema) => new(schema, SchemaStrictness.FindObstacle(schema));

    /// <summary>Creates the forms of a parameters schema. A function without parameters can be strict.</summary>
    internal static SchemaForms ForParameters(JsonElement schema) =>
        new(schema, HasParameters(schema) ? SchemaStrictness.FindObstacle(schema) : null);

    /// <summary>Returns the strict form if there is one, otherwise the lenient form.</summary>
    internal JsonElement Get(bool strict) => (strict ? _strict : _lenient).Value;

    private static bool HasParameters(JsonElement schema) => schema.ValueKind is JsonValueKind.Object
        ? schema.EnumerateObject().Any(keyword => keyword.Name is not ("type" or "title" or "description" or "$schema" or "$id"))
        : schema.ValueKind is not JsonValueKind.True;
}
