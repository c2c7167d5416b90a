using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>Token usage (<c>UsageInfo</c>).</summary>
public sealed record UsageInfo
{
    /// <summary>The number of tokens in the prompt (<c>prompt_tokens</c>), including cached tokens.</summary>
    [JsonPropertyName("prompt_tokens")]
    public int? PromptTokens { get; init; }

    /// <summary>The number of generated tokens (<c>completion_tokens</c>), including reasoning.</summary>
    [JsonPropertyName("completion_tokens")]
    public int? CompletionTokens { get; init; }

    /// <summary>
    /// The total number of tokens (<c>total_tokens</c>). More than the sum of <see cref="PromptTokens"/> and
    /// <see cref="CompletionTokens"/> if connectors were used.
    /// </summary>
    [JsonPropertyName("total_tokens")]
    public int? TotalTokens { get; init; }

    /// <summary>The length of the audio in the prompt (<c>prompt_audio_seconds</c>), in seconds.</summary>
    [JsonPropertyName("prompt_audio_seconds")]
    public int? PromptAudioSeconds { get; init; }

    /// <summary>The service tier that processed the request (<c>service_tier</c>): <c>standard</c> or <c>priority</c>.</summary>
    [JsonPropertyName("service_tier")]
    public string? ServiceTier { get; init; }

    /// <summary>The breakdown of the prompt tokens (<c>prompt_tokens_details</c>).</summary>
    [JsonPropertyName("prompt_tokens_details")]
    public PromptTokensDetails? PromptTokensDetails { get; init; }

    /// <summary>The breakdown of the prompt tokens (<c>prompt_token_details</c>), under the name that some models use.</summary>
    [JsonPropertyName("prompt_token_details")]
    public PromptTokensDetails? PromptTokenDetails { get; init; }

    /// <summary>The number of cached prompt tokens (<c>num_cached_tokens</c>), under the name in older responses.</summary>
    [JsonPropertyName("num_cached_tokens")]
    public int? NumCachedTokens { get; init; }

    /// <summary>The breakdown of the generated tokens (<c>completion_tokens_details</c>).</summary>
    [JsonPropertyName("completion_tokens_details")]
    public CompletionTokensDetails? CompletionTokensDetails { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>
    /// The number of cached prompt tokens, from whichever field the API returned: <see cref="PromptTokensDetails"/>,
    /// <see cref="PromptTokenDetails"/> or <see cref="NumCachedTokens"/>.
    /// </summary>
    [JsonIgnore]
    public int? CachedTokens => PromptTokensDetails?.CachedTokens ?? PromptTokenDetails?.CachedTokens ?? NumCachedTokens;
}

/// <summary>The breakdown of the prompt tokens.</summary>
public sealed record PromptTokensDetails
{
    /// <summary>The number of tokens read from the prompt cache (<c>cached_tokens</c>), which are billed at a lower price.</summary>
    [JsonPropertyName("cached_tokens")]
    public int? CachedTokens { get; init; }

    /// <summary>The number of audio tokens (<c>audio_tokens</c>).</summary>
    [JsonPropertyName("audio_tokens")]
    public int? AudioTokens { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>The breakdown of the generated tokens.</summary>
public sealed record CompletionTokensDetails
{
    /// <summary>The number of tokens generated for reasoning (<c>reasoning_tokens</c>).</summary>
    [JsonPropertyName("reasoning_tokens")]
    public int? ReasoningTokens { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
