using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>A difference between a recorded and a received JSON value.</summary>
/// <param name="Path">The path of the value, for example <c>json.messages[0].content</c>.</param>
/// <param name="Recorded">The value in the recording; null if it is missing.</param>
/// <param name="Received">The value in the request; null if it is missing.</param>
internal sealed record JsonDifference(string Path, JsonElement? Recorded, JsonElement? Received)
{
    private const int MaxLength = 100;

    /// <summary>Returns the differences, in the order of the recorded value.</summary>
    public static IEnumerable<JsonDifference> Find(JsonElement recorded, JsonElement received) => Find("", recorded, received);

    /// <summary>Formats the difference as <c>json.model is "a" in the recording and "b" in the request</c>.</summary>
    public override string ToString() => $"{Path} is {Format(Recorded)} in the recording and {Format(Received)} in the request";

    private static IEnumerable<JsonDifference> Find(string path, JsonElement? recorded, JsonElement? received)
    {
        if (recorded is { ValueKind: JsonValueKind.Object } recordedObject
            && received is { ValueKind: JsonValueKind.Object } receivedObject)
        {
            return recordedObject.EnumerateObject().Concat(receivedObject.EnumerateObject()).Select(property => property.Name).Distinct()
                .SelectMany(name => Find(path.Length == 0 ? name : $"{path}.{name}", Get(recordedObject, name), Get(receivedObject, name)));
        }
        if (recorded is { ValueKind: JsonValueKind.Array } recordedArray && received is { ValueKind: JsonValueKind.Array } receivedArray)
        {
            var count = Math.Max(recordedArray.GetArrayLength(), receivedArray.GetArrayLength());
            return Enumerable.Range(0, count)
                .SelectMany(index => Find($"{path}[{index}]", Get(recordedArray, index), Get(receivedArray, index)));
        }
        var areEqual = recorded is { } first && received is { } second
            && CanonicalJson.Serialize(first).Span.SequenceEqual(CanonicalJson.Serialize(second).Span);
        return areEqual ? [] : [new JsonDifference(path, recorded, received)];
    }

    private static JsonElement? Get(JsonElement value, string name) => value.TryGetProperty(name, out var property) ? property : null;

    private static JsonElement? Get(JsonElement value, int index) => index < value.GetArrayLength() ? value[index] : null;

    private static string Format(JsonElement? value)
    {
        var text = value is { } present ? CompactJson.Serialize(present.ToNode()) : "missing";
        return text.Length > MaxLength ? $"{text.AsSpan(0, MaxLength)}..." : text;
    }
}
