using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>The generation settings of a conversation or of an agent (<c>CompletionArgs</c>).</summary>
/// <remarks>A property that is null is not sent; the API then uses its default.</remarks>
public sealed record CompletionArgs
{
    /// <summary>The stop sequences (<c>stop</c>): generation ends when the model generates one of these texts.</summary>
    [JsonConverter(typeof(StringOrListConverter))]
    [JsonPropertyName("stop")]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>
    /// The presence penalty (<c>presence_penalty</c>), between -2 and 2. Positive values penalize tokens that already appeared, which
    /// encourages a wider vocabulary.
    /// </summary>
    [JsonPropertyName("presence_penalty")]
    public float? PresencePenalty { get; init; }

    /// <summary>
    /// The frequency penalty (<c>frequency_penalty</c>), between -2 and 2. Positive values penalize tokens in proportion to how often
    /// they appeared, which reduces repetition.
    /// </summary>
    [JsonPropertyName("frequency_penalty")]
    public float? FrequencyPenalty { get; init; }

    /// <summary>
    /// The sampling temperature (<c>temperature</c>), between 0 and 1; chat completions accept up to 1.5. Lower values are more
    /// deterministic. With 0, <see cref="TopP"/> must be 1 or null.
    /// </summary>
    [JsonPropertyName("temperature")]
    public float? Temperature { get; init; }

    /// <summary>Nucleus sampling (<c>top_p</c>): the probability mass of the tokens considered, above 0 and up to 1.</summary>
    [JsonPropertyName("top_p")]
    public float? TopP { get; init; }

    /// <summary>
    /// The maximum number of tokens to generate (<c>max_tokens</c>), 0 or more. The response does not say whether it ended because of this
    /// limit.
    /// </summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get; init; }

    /// <summary>
    /// The seed of random sampling (<c>random_seed</c>), 0 or more. Requests with the same seed give deterministic results.
    /// </summary>
    [JsonPropertyName("random_seed")]
    public long? RandomSeed { get; init; }

    /// <summary>
    /// The expected completion (<c>prediction</c>). It reduces the response time if the model generates mostly the same text.
    /// </summary>
    [JsonPropertyName("prediction")]
    public Prediction? Prediction { get; init; }

    /// <summary>The format of the response (<c>response_format</c>): text, JSON, or JSON that matches a schema.</summary>
    /// <value>Default: text.</value>
    [JsonPropertyName("response_format")]
    public ResponseFormat? ResponseFormat { get; init; }

    /// <summary>
    /// Whether the model may or must call tools (<c>tool_choice</c>). <see cref="ToolChoice.Function"/> is not available, and
    /// <see cref="ToolChoice.Required"/> not with hosted tools.
    /// </summary>
    /// <value>Default: <see cref="ToolChoice.Auto"/>.</value>
    [JsonPropertyName("tool_choice")]
    public ToolChoice? ToolChoice { get; init; }

    /// <summary>
    /// The reasoning effort (<c>reasoning_effort</c>): <c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c> or
    /// <c>xhigh</c>. Most reasoning models accept only <c>none</c> and <c>high</c>; models without reasoning accept no value.
    /// </summary>
    [JsonPropertyName("reasoning_effort")]
    public string? ReasoningEffort { get; init; }

    /// <summary>Additional properties. They are sent unchanged, and preserved in responses.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
