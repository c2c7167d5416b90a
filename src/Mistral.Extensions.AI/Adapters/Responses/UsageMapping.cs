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
        AdditionalCounts = usage.ToAdditionalCounts(),
    };

    /// <summary>Counts M.E.AI has no member for, under the API's names; also those the API has added since.</summary>
    private static AdditionalPropertiesDictionary<long>? ToAdditionalCounts(this UsageInfo usage)
    {
        AdditionalPropertiesDictionary<long>? counts = null;
        if (usage.PromptAudioSeconds is { } seconds)
            (counts ??= [])["prompt_audio_seconds"] = seconds;

        foreach (var more in usage.AdditionalProperties ?? (IEnumerable<KeyValuePair<string, JsonElement>>)[])
        {
            if (more.Value.ValueKind is JsonValueKind.Number && more.Value.TryGetInt64(out var count))
                (counts ??= [])[more.Key] = count;
        }

        return counts;
    }
}
