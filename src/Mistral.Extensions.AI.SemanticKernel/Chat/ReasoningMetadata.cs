using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>
/// The signature of a reasoning content, in the metadata of the content. The metadata is part of the JSON of a stored chat history;
/// <see cref="KernelContent.InnerContent"/> is not.
/// </summary>
internal static class ReasoningMetadata
{
    private const string ProtectedDataKey = nameof(TextReasoningContent.ProtectedData);

    internal static IReadOnlyDictionary<string, object?>? ToMetadata(this TextReasoningContent reasoning)
    {
        if (reasoning.ProtectedData is null)
            return reasoning.AdditionalProperties;

        return new AdditionalPropertiesDictionary(reasoning.AdditionalProperties ?? []) { [ProtectedDataKey] = reasoning.ProtectedData };
    }

    internal static string? GetProtectedData(this ReasoningContent reasoning) =>
        reasoning.Metadata is not { } metadata || !metadata.TryGetValue(ProtectedDataKey, out var value) ? null
        : value is JsonElement { ValueKind: JsonValueKind.String } json ? json.GetString()
        : value as string;
}
