using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>Creates the <c>usage</c> field of responses, with the fields that the server returns in 2026.</summary>
internal static class UsageJson
{
    /// <summary>Creates the <c>usage</c> field of a chat or FIM completion.</summary>
    public static JsonObject ToCompletionJson(this TokenUsage usage) => new()
    {
        ["prompt_tokens"] = usage.PromptTokens,
        ["total_tokens"] = usage.TotalTokens,
        ["completion_tokens"] = usage.CompletionTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedTokens },
        ["service_tier"] = "standard",
    };

    /// <summary>Creates the <c>usage</c> field of a moderation or classification response.</summary>
    public static JsonObject CreateClassifierJson(int tokens) => new()
    {
        ["prompt_tokens"] = tokens,
        ["total_tokens"] = tokens,
        ["completion_tokens"] = 0,
        ["request_count"] = 1,
    };

    /// <summary>Creates the <c>usage</c> field of an embedding response. The server sends the fields without a value as null.</summary>
    public static JsonObject ToEmbeddingJson(this TokenUsage usage) => new()
    {
        ["prompt_audio_seconds"] = null,
        ["prompt_tokens"] = usage.PromptTokens,
        ["total_tokens"] = usage.TotalTokens,
        ["completion_tokens"] = usage.CompletionTokens,
        ["request_count"] = null,
        ["prompt_tokens_details"] = null,
        ["completion_tokens_details"] = null,
        ["service_tier"] = null,
        ["prompt_token_details"] = null,
    };
}
