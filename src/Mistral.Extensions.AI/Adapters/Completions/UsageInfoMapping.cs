using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>Maps <see cref="UsageDetails"/> to the token usage of the API.</summary>
internal static class UsageInfoMapping
{
    private const string PromptAudioSeconds = "prompt_audio_seconds";

    internal static UsageInfo Zero { get; } = new() { PromptTokens = 0, CompletionTokens = 0, TotalTokens = 0 };

    /// <summary>Maps token usage. Returns null if there is neither usage nor a service tier.</summary>
    /// <param name="usage">The usage.</param>
    /// <param name="raw">The usage that it was read from. It is returned if the counts are the same.</param>
    /// <param name="serviceTier">The service tier that processed the request.</param>
    internal static UsageInfo? ToUsageInfo(UsageDetails? usage, UsageInfo? raw, string? serviceTier)
    {
        var info = usage is null ? null : raw is not null && HaveSameCounts(raw.ToUsageDetails(), usage) ? raw : ToUsageInfo(usage);
        return serviceTier is null ? info : (info ?? Zero) with { ServiceTier = serviceTier };
    }

    private static UsageInfo ToUsageInfo(UsageDetails usage) => new()
    {
        PromptTokens = ToInt32(usage.InputTokenCount ?? 0),
        CompletionTokens = ToInt32(usage.OutputTokenCount ?? 0),
        TotalTokens = ToInt32(usage.TotalTokenCount ?? (usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0)),
        PromptTokensDetails = GetPromptDetails(usage),
        CompletionTokensDetails = usage.ReasoningTokenCount is { } reasoning ? new() { ReasoningTokens = ToInt32(reasoning) } : null,
        PromptAudioSeconds = usage.AdditionalCounts?.TryGetValue(PromptAudioSeconds, out var seconds) is true ? ToInt32(seconds) : null,
        AdditionalProperties = usage.AdditionalCounts?.Where(static count => count.Key is not PromptAudioSeconds)
            .ToDictionary(static count => count.Key, static count => JsonElement.Parse(UserJson.ToText(count.Value))),
    };

#pragma warning disable MEAI001 // Experimental, but the only property for these tokens.
    private static PromptTokensDetails? GetPromptDetails(UsageDetails usage) =>
        usage is { CachedInputTokenCount: null, InputAudioTokenCount: null } ? null : new()
        {
            CachedTokens = usage.CachedInputTokenCount is { } cached ? ToInt32(cached) : null,
            AudioTokens = usage.InputAudioTokenCount is { } audio ? ToInt32(audio) : null,
        };

    private static bool HaveSameCounts(UsageDetails left, UsageDetails right) =>
        (left.InputTokenCount, left.OutputTokenCount, left.TotalTokenCount)
            == (right.InputTokenCount, right.OutputTokenCount, right.TotalTokenCount)
        && (left.CachedInputTokenCount, left.ReasoningTokenCount, left.InputAudioTokenCount)
            == (right.CachedInputTokenCount, right.ReasoningTokenCount, right.InputAudioTokenCount)
        && (left.AdditionalCounts ?? []).OrderBy(static count => count.Key, StringComparer.Ordinal)
            .SequenceEqual((right.AdditionalCounts ?? []).OrderBy(static count => count.Key, StringComparer.Ordinal));
#pragma warning restore MEAI001

    private static int ToInt32(long count) => (int)Math.Min(Math.Max(count, 0), int.MaxValue);
}
