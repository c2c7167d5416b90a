using System.Text.Json;

namespace Mistral.Extensions.AI.Json;

/// <summary>Reads the discriminator property of a union type.</summary>
internal static class Discriminator
{
    /// <summary>Gets the discriminator of a JSON object, or null if it has none.</summary>
    internal static string? Of(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
