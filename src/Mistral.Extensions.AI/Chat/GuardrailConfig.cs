using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A check of the input before the model sees it (<c>GuardrailConfig</c>).</summary>
public sealed record GuardrailConfig
{
    /// <summary>Whether a failure of the check itself blocks the request, with status 403.</summary>
    /// <value>The server takes null for false.</value>
    public bool? BlockOnError { get; init; }

    /// <summary>The moderation of November 2024; deprecated by Mistral.</summary>
    [JsonPropertyName("moderation_llm_v1")]
    public ModerationConfig? ModerationLlmV1 { get; init; }

    /// <summary>The moderation of March 2026.</summary>
    [JsonPropertyName("moderation_llm_v2")]
    public ModerationConfig? ModerationLlmV2 { get; init; }

    /// <summary>Guardrails this version of the library does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>How strict a moderation is (<c>ModerationLLMV1Config</c>, <c>ModerationLLMV2Config</c>).</summary>
public sealed record ModerationConfig
{
    /// <summary>Another moderation model; better left alone.</summary>
    public string? ModelName { get; init; }

    /// <summary>Category to threshold, 0 to 1; a threshold of 1 switches the category off. The categories are an open list.</summary>
    public IReadOnlyDictionary<string, double?>? CustomCategoryThresholds { get; init; }

    /// <summary>Whether only the categories above count.</summary>
    /// <value>The server takes null for false.</value>
    public bool? IgnoreOtherCategories { get; init; }

    /// <summary><c>none</c> or <c>block</c>.</summary>
    /// <value>The server takes null for <c>none</c>: a guardrail that does nothing.</value>
    public string? Action { get; init; }

    /// <summary>Settings this version of the library does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
