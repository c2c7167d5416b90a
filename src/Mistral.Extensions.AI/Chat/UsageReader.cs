using System.Text.Json;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>Reads the token usage of a response.</summary>
internal static class UsageReader
{
    /// <summary>Reads a usage object, or null. Returns false for usage that the serializer must read.</summary>
    internal static bool TryRead(ref Utf8JsonReader reader, out UsageInfo? usage)
    {
        usage = null;
        int? prompt = null, completion = null, total = null, cached = null, seconds = null;
        string? tier = null;
        PromptTokensDetails? details = null;
        if (!reader.TryRead(JsonTokenType.StartObject))
            return reader.TokenType is JsonTokenType.Null;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown =
                reader.Is("prompt_tokens"u8) ? reader.TryReadInt32OrNull(out prompt)
                : reader.Is("completion_tokens"u8) ? reader.TryReadInt32OrNull(out completion)
                : reader.Is("total_tokens"u8) ? reader.TryReadInt32OrNull(out total)
                : reader.Is("num_cached_tokens"u8) ? reader.TryReadInt32OrNull(out cached)
                : reader.Is("prompt_audio_seconds"u8) ? reader.TryReadInt32OrNull(out seconds)
                : reader.Is("service_tier"u8) ? reader.TryReadStringOrNull(out tier)
                : reader.Is("prompt_tokens_details"u8) && TryReadDetails(ref reader, out details);
            if (!isKnown)
                return false;
        }

        usage = new()
        {
            PromptTokens = prompt,
            CompletionTokens = completion,
            TotalTokens = total,
            NumCachedTokens = cached,
            PromptAudioSeconds = seconds,
            ServiceTier = tier,
            PromptTokensDetails = details,
        };
        return true;
    }

    private static bool TryReadDetails(ref Utf8JsonReader reader, out PromptTokensDetails? details)
    {
        details = null;
        int? cached = null, audio = null;
        if (!reader.TryRead(JsonTokenType.StartObject))
            return reader.TokenType is JsonTokenType.Null;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown = reader.Is("cached_tokens"u8)
                ? reader.TryReadInt32OrNull(out cached)
                : reader.Is("audio_tokens"u8) && reader.TryReadInt32OrNull(out audio);
            if (!isKnown)
                return false;
        }

        details = new() { CachedTokens = cached, AudioTokens = audio };
        return true;
    }
}
