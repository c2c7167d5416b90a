using System.Text.Json;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// The reasoning in a field next to the content, as OpenAI-compatible servers send it. <c>reasoning_content</c>: llama.cpp, LM Studio, vLLM
/// until 2025. <c>reasoning</c>: Ollama, vLLM.
/// </summary>
internal static class ReasoningFields
{
    /// <summary>Returns the reasoning of a message or a delta; null if there is none.</summary>
    // A server that sends both fields sends the same text in both.
    internal static string? Find(IDictionary<string, JsonElement>? properties) =>
        properties is null ? null : Find(properties, "reasoning_content") ?? Find(properties, "reasoning");

    /// <summary>Removes the reasoning. Returns null if no other properties are left.</summary>
    internal static IDictionary<string, JsonElement>? Remove(IDictionary<string, JsonElement>? properties)
    {
        if (Find(properties) is null)
            return properties;

        var others = properties!.Where(static property => property.Key is not ("reasoning_content" or "reasoning"))
            .ToDictionary(static property => property.Key, static property => property.Value);
        return others.Count > 0 ? others : null;
    }

    private static string? Find(IDictionary<string, JsonElement> properties, string name) =>
        properties.TryGetValue(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
