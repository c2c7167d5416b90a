using System.Text.Json;

namespace Mistral.Extensions.AI.Json;

/// <summary>The property that tells the kinds of a union apart.</summary>
internal static class Discriminator
{
    /// <summary>What an object says it is, or null when it does not say.</summary>
    internal static string? Of(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
