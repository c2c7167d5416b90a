using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>Writes the <c>usage</c> field of responses.</summary>
internal static class UsageJson
{
    /// <summary>Creates the <c>usage</c> field of a response.</summary>
    public static JsonObject ToJson(this TokenUsage usage)
    {
        var json = new JsonObject
        {
            ["prompt_tokens"] = usage.PromptTokens,
            ["total_tokens"] = usage.TotalTokens,
            ["completion_tokens"] = usage.CompletionTokens,
        };
        if (usage.CachedTokens is { } cachedTokens)
            json["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = cachedTokens };
        if (usage.ServiceTier is { } serviceTier)
            json["service_tier"] = serviceTier;
        return json;
    }
}
