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

    private static string? Find(IDictionary<string, JsonElement> properties, string name) =>
        properties.TryGetValue(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
