using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Json;

/// <summary>Reading JSON in which, for the API, null and not there are the same.</summary>
internal static class JsonElementExtensions
{
    public static JsonElement? Find(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null
            ? found
            : null;

    public static string? FindString(this JsonElement value, string name) =>
        value.Find(name) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    public static double? FindNumber(this JsonElement value, string name) =>
        value.Find(name) is { ValueKind: JsonValueKind.Number } found ? found.GetDouble() : null;

    public static bool IsTrue(this JsonElement value, string name) => value.Find(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> FindItems(this JsonElement value, string name) =>
        value.Find(name) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> FindProperties(this JsonElement value, string name) =>
        value.Find(name) is { ValueKind: JsonValueKind.Object } found ? found.EnumerateObject() : [];
}
