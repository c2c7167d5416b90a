using System.Text.Json;

namespace Mistral.Extensions.AI.Adapters.Schemas;

/// <summary>The types of a JSON schema (<c>type</c>).</summary>
internal static class SchemaTypes
{
    /// <summary>Gets the types, a single one or a list of them; empty if the schema has no type.</summary>
    internal static IEnumerable<string?> Get(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind is JsonValueKind.String ? [type.GetString()]
        : type.ValueKind is JsonValueKind.Array
            ? type.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString())
        : [];
}
