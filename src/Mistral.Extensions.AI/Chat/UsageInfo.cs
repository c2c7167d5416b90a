using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>What a request cost (<c>UsageInfo</c>), in every spelling the API has used.</summary>
public sealed record UsageInfo
{
    /// <summary>Tokens of the prompt, those from the cache included.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Tokens of the answer, thinking included.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>All tokens. More than the sum of the two where connectors ran.</summary>
    public int? TotalTokens { get; init; }

    /// <summary>Seconds of audio in the prompt.</summary>
    public int? PromptAudioSeconds { get; init; }

    /// <summary>Which capacity served the request: <c>standard</c> or <c>priority</c>.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>What the prompt tokens were.</summary>
    public PromptTokensDetails? PromptTokensDetails { get; init; }

    /// <summary>The same under the name some models use.</summary>
    public PromptTokensDetails? PromptTokenDetails { get; init; }

    /// <summary>Prompt tokens from the cache, as older answers say it.</summary>
    public int? NumCachedTokens { get; init; }

    /// <summary>What the tokens of the answer were.</summary>
    public CompletionTokensDetails? CompletionTokensDetails { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Prompt tokens from the cache, whichever way they were said.</summary>
    [JsonIgnore]
    public int? CachedTokens => PromptTokensDetails?.CachedTokens ?? PromptTokenDetails?.CachedTokens ?? NumCachedTokens;
}

/// <summary>What the prompt tokens were.</summary>
public sealed record PromptTokensDetails
{
    /// <summary>Those from the cache, which cost less.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Those of audio.</summary>
    public int? AudioTokens { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>What the tokens of the answer were.</summary>
public sealed record CompletionTokensDetails
{
    /// <summary>Those of the thinking trace.</summary>
    public int? ReasoningTokens { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
