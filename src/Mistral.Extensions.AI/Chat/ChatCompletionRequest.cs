using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A request for a chat completion (<c>ChatCompletionRequest</c>).</summary>
/// <remarks>A property that is null is not sent; the API then uses its default.</remarks>
public sealed record ChatCompletionRequest : IModelRequest, IGenerationRequest
{
    /// <summary>The ID of the model (<c>model</c>), for example <c>mistral-small-latest</c>. Required.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The conversation (<c>messages</c>), oldest message first. Required; at least one message.</summary>
    /// <remarks>
    /// The last message has the role <c>user</c> or <c>tool</c>, or is an assistant message with <see cref="AssistantMessage.Prefix"/>.
    /// If the conversation has only one message, its role may also be <c>system</c>.
    /// </remarks>
    [JsonPropertyName("messages")]
    public IReadOnlyList<Message>? Messages { get; init; }

    /// <summary>
    /// The sampling temperature (<c>temperature</c>), between 0 and 1.5. Lower values are more deterministic, higher values more random.
    /// With 0, <see cref="TopP"/> must be 1 or null. Change this or <see cref="TopP"/>, but not both.
    /// </summary>
    /// <value>
    /// Default: depends on the model, see <see cref="Models.ModelCard.DefaultModelTemperature"/>. Mistral recommends 0 to 0.7.
    /// </value>
    [JsonPropertyName("temperature")]
    public float? Temperature { get; init; }

    /// <summary>
    /// Nucleus sampling (<c>top_p</c>): the probability mass of the tokens considered, above 0 and up to 1. With 0.1, only the tokens of
    /// the top 10% probability mass are considered.
    /// </summary>
    [JsonPropertyName("top_p")]
    public float? TopP { get; init; }

    /// <summary>
    /// The maximum number of tokens to generate (<c>max_tokens</c>), 0 or more. Prompt and generated tokens together must fit into the
    /// context length of the model.
    /// </summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get; init; }

    /// <summary>
    /// Whether the response is streamed (<c>stream</c>). Set by the methods of <see cref="ChatApi"/>; other values are overwritten.
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

    /// <summary>
    /// Whether the API adds a safety prompt before the conversation (<c>safe_prompt</c>). Deprecated by Mistral in favor of
    /// <see cref="Guardrails"/>.
    /// </summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("safe_prompt")]
    public bool? SafePrompt { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => ChatRequestWriter.Write(writer, this);
}
