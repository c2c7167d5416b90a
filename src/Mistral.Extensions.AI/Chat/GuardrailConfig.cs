using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A moderation check of the input (<c>GuardrailConfig</c>). It runs before the model processes the request.</summary>
public sealed record GuardrailConfig
{
    /// <summary>
    /// Whether the request is rejected with status 403 if the check itself fails with a server error (<c>block_on_error</c>).
    /// </summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("block_on_error")]
    public bool? BlockOnError { get; init; }

    /// <summary>The settings of the moderation model of November 2024 (<c>moderation_llm_v1</c>). Deprecated by Mistral.</summary>
    [JsonPropertyName("moderation_llm_v1")]
    public ModerationConfig? ModerationLlmV1 { get; init; }

    /// <summary>The settings of the moderation model of March 2026 (<c>moderation_llm_v2</c>).</summary>
    [JsonPropertyName("moderation_llm_v2")]
    public ModerationConfig? ModerationLlmV2 { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>The settings of a moderation check (<c>ModerationLLMV1Config</c>, <c>ModerationLLMV2Config</c>).</summary>
public sealed record ModerationConfig
{
    /// <summary>The ID of another moderation model (<c>model_name</c>). Mistral recommends leaving it unset.</summary>
    /// <value>Default: <c>mistral-moderation-2411</c> for version 1, <c>mistral-moderation-2603</c> for version 2.</value>
    [JsonPropertyName("model_name")]
    public string? ModelName { get; init; }

    /// <summary>
    /// The thresholds by category (<c>custom_category_thresholds</c>), between 0 and 1, for example <c>violence_and_threats</c>. A
    /// threshold of 1 disables the category.
    /// </summary>
    [JsonPropertyName("custom_category_thresholds")]
    public IReadOnlyDictionary<string, double?>? CustomCategoryThresholds { get; init; }

    /// <summary>
    /// Whether only the categories in <see cref="CustomCategoryThresholds"/> are checked (<c>ignore_other_categories</c>).
    /// </summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("ignore_other_categories")]
    public bool? IgnoreOtherCategories { get; init; }

    /// <summary>
    /// The action if the score of a category is above its threshold (<c>action</c>): <c>none</c>, or <c>block</c> to reject the request
    /// with status 403.
    /// </summary>
    /// <value>Default: <c>none</c>, which has no effect on the request.</value>
    [JsonPropertyName("action")]
    public string? Action { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
