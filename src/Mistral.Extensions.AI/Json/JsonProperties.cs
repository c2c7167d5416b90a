using System.Text.Json;

namespace Mistral.Extensions.AI.Json;

/// <summary>Reads JSON objects whose properties the API does not define.</summary>
internal static class JsonProperties
{
    /// <summary>Gets the text of a string, or the JSON of another value; null if there is no property with this name.</summary>
    internal static string? FindText(this IReadOnlyDictionary<string, JsonElement>? properties, string name) =>
        properties?.TryGetValue(name, out var value) is true
            ? value.ValueKind is JsonValueKind.String ? value.GetString() : value.GetRawText()
            : null;
}
