using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>Maps token usage of the API to <see cref="UsageDetails"/>.</summary>
internal static class UsageMapping
{
    internal static UsageDetails ToUsageDetails(this UsageInfo usage) => new()
    {
        InputTokenCount = usage.PromptTokens,
        OutputTokenCount = usage.CompletionTokens,
        TotalTokenCount = usage.TotalTokens,
        CachedInputTokenCount = usage.CachedTokens,
        ReasoningTokenCount = usage.CompletionTokensDetails?.ReasoningTokens,
#pragma warning disable MEAI001 // Experimental, but the only property for these tokens.
        InputAudioTokenCount = usage.PromptTokensDetails?.AudioTokens ?? usage.PromptTokenDetails?.AudioTokens,
#pragma warning restore MEAI001
        AdditionalCounts = usage.ToAdditionalCounts(),
    };

    /// <summary>
    /// Returns the counts that have no property in <see cref="UsageDetails"/>, including unknown ones, under their API names.
    /// </summary>
    private static AdditionalPropertiesDictionary<long>? ToAdditionalCounts(this UsageInfo usage)
    {
        AdditionalPropertiesDictionary<long>? counts = null;
        if (usage.PromptAudioSeconds is { } seconds)
            (counts ??= [])["prompt_audio_seconds"] = seconds;

        foreach (var property in usage.AdditionalProperties ?? (IEnumerable<KeyValuePair<string, JsonElement>>)[])
        {
            if (property.Value.ValueKind is JsonValueKind.Number && property.Value.TryGetInt64(out var count))
                (counts ??= [])[property.Key] = count;
        }

        return counts;
    }
}
