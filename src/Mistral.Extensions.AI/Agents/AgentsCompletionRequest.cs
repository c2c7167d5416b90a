using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Agents;

/// <summary>A request for a completion of an agent (<c>AgentsCompletionRequest</c>).</summary>
/// <remarks>
/// A property that is null is not sent; the API then uses the setting of the agent or its default. The model, the sampling temperature and
/// top-p are settings of the agent, which a request cannot change.
/// </remarks>
public sealed record AgentsCompletionRequest : IGenerationRequest
{
    /// <summary>The ID of the agent (<c>agent_id</c>). Required.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>The conversation (<c>messages</c>), oldest message first. Required; at least one message.</summary>
    /// <remarks>
    /// The last message has the role <c>user</c> or <c>tool</c>, or is an assistant message with <see cref="AssistantMessage.Prefix"/>.
    /// If the conversation has only one message, its role may also be <c>system</c>.
    /// </remarks>
    [JsonPropertyName("messages")]
    public IReadOnlyList<Message>? Messages { get; init; }

    /// <summary>
    /// The maximum number of tokens to generate (<c>max_tokens</c>), 0 or more. Prompt and generated tokens together must fit into the
    /// context length of the model.
    /// </summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get; init; }

    /// <summary>
    /// Whether the response is streamed (<c>stream</c>). Set by the methods of <see cref="AgentsApi"/>; other values are overwritten.
    /// </summary>
    [JsonPropertyName("stream")]
    public bool? Stream { get; init; }

    /// <summary>The stop sequences (<c>stop</c>): generation ends when the model generates one of these texts.</summary>
    [JsonConverter(typeof(StringOrListConverter))]
    [JsonPropertyName("stop")]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>
    /// The seed of random sampling (<c>random_seed</c>), 0 or more. Requests with the same seed give deterministic results.
    /// </summary>
    [JsonPropertyName("random_seed")]
    public long? RandomSeed { get; init; }

    /// <summary>Custom keys and values that are attached to the request (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>The format of the response (<c>response_format</c>): text, JSON, or JSON that matches a schema.</summary>
    /// <value>Default: text.</value>
    [JsonPropertyName("response_format")]
    public ResponseFormat? ResponseFormat { get; init; }

    /// <summary>The tools that the model may call (<c>tools</c>). Null for no tools; the API rejects an empty list.</summary>
    [JsonPropertyName("tools")]
    public IReadOnlyList<Tool>? Tools { get; init; }

    /// <summary>Whether the model may or must call tools, or which function it must call (<c>tool_choice</c>).</summary>
    /// <value>Default: <see cref="ToolChoice.Auto"/>.</value>
    [JsonPropertyName("tool_choice")]
    public ToolChoice? ToolChoice { get; init; }

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
    /// The number of completions to generate (<c>n</c>), 1 or more. The input tokens are billed only once. More than 1 cannot be combined
    /// with <see cref="Prediction"/>.
    /// </summary>
    [JsonPropertyName("n")]
    public int? N { get; init; }

    /// <summary>
    /// The expected completion (<c>prediction</c>). It reduces the response time if the model generates mostly the same text.
    /// </summary>
    [JsonPropertyName("prediction")]
    public Prediction? Prediction { get; init; }

    /// <summary>Whether the model may call several tools in one turn (<c>parallel_tool_calls</c>).</summary>
    /// <value>Default: true.</value>
    [JsonPropertyName("parallel_tool_calls")]
    public bool? ParallelToolCalls { get; init; }

    /// <summary>
    /// The reasoning effort (<c>reasoning_effort</c>): <c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c> or
    /// <c>xhigh</c>. Most reasoning models accept only <c>none</c> and <c>high</c>; models without reasoning accept no value.
    /// </summary>
    [JsonPropertyName("reasoning_effort")]
    public string? ReasoningEffort { get; init; }

    /// <summary>
    /// The default system prompt (<c>prompt_mode</c>): <see cref="PromptMode.Reasoning"/> for the prompt of the retired Magistral models,
    /// or <see cref="PromptMode.None"/>, sent as a JSON null, for no default prompt.
    /// </summary>
    [JsonPropertyName("prompt_mode")]
    public PromptMode? PromptMode { get; init; }

    /// <summary>The moderation checks that the input must pass before the model processes it (<c>guardrails</c>).</summary>
    [JsonPropertyName("guardrails")]
    public IReadOnlyList<GuardrailConfig>? Guardrails { get; init; }

    /// <summary>
    /// The prompt cache key (<c>prompt_cache_key</c>). Requests with the same key share cached prompt tokens. It must not contain secrets.
    /// </summary>
    [JsonPropertyName("prompt_cache_key")]
    public string? PromptCacheKey { get; init; }

    /// <summary>
    /// The service tier (<c>service_tier</c>): <c>auto</c> to use priority capacity if it is available, or <c>standard_only</c>.
    /// </summary>
    [JsonPropertyName("service_tier")]
    public string? ServiceTier { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, AgentsJson.Default.AgentsCompletionRequest);
}
