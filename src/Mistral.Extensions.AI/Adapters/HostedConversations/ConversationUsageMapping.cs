using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>Maps token usage of a conversation to <see cref="UsageDetails"/>.</summary>
internal static class ConversationUsageMapping
{
    internal static UsageDetails ToUsageDetails(this ConversationUsageInfo usage) => new()
    {
        InputTokenCount = usage.PromptTokens,
        OutputTokenCount = usage.CompletionTokens,
        TotalTokenCount = usage.TotalTokens,
        AdditionalCounts = ToAdditionalCounts(usage),
    };

    /// <summary>
    /// Returns the counts that have no property in <see cref="UsageDetails"/> under their API names: the tokens of hosted tools, and the
    /// number of calls of each.
    /// </summary>
    private static AdditionalPropertiesDictionary<long>? ToAdditionalCounts(ConversationUsageInfo usage)
    {
        var counts = new AdditionalPropertiesDictionary<long>();
        if (usage.ConnectorTokens is { } tokens)
            counts["connector_tokens"] = tokens;
        foreach (var connector in usage.Connectors ?? new Dictionary<string, int>())
            counts[$"connectors.{connector.Key}"] = connector.Value;
        foreach (var property in usage.AdditionalProperties ?? new Dictionary<string, JsonElement>())
        {
            if (property.Value.ValueKind is JsonValueKind.Number && property.Value.TryGetInt64(out var count))
                counts[property.Key] = count;
        }

        return counts.Count > 0 ? counts : null;
    }
}
