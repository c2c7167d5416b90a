using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// A request to <c>/v1/chat/completions</c> (<c>ChatCompletionRequest</c>). What is null is not sent, and the server's default holds.
/// </summary>
public sealed record ChatCompletionRequest : IModelRequest
{
    /// <summary>The model, e.g. <c>mistral-small-latest</c>. Has to be said.</summary>
    public string? Model { get; init; }

    /// <summary>The conversation; one message at least.</summary>
    public IReadOnlyList<Message>? Messages { get; init; }

    /// <summary>0 to 1.5: how freely the model chooses. 0 wants a <see cref="TopP"/> of 1.</summary>
    /// <value>The server's default depends on the model.</value>
    public float? Temperature { get; init; }

    /// <summary>Above 0, up to 1: the share of probable tokens the model chooses from.</summary>
    public float? TopP { get; init; }

    /// <summary>The most tokens to answer with. Together with the prompt they must fit the model's context.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Set by <see cref="ChatApi"/>: true in a stream.</summary>
    public bool? Stream { get; init; }

    /// <summary>Texts that end the answer.</summary>
    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>A seed, 0 or more: the same request then gets the same answer.</summary>
    public long? RandomSeed { get; init; }

    /// <summary>Names and values of the caller's own.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>The form of the answer.</summary>
    public ResponseFormat? ResponseFormat { get; init; }

    /// <summary>What the model may use; null for nothing, never empty.</summary>
    public IReadOnlyList<Tool>? Tools { get; init; }

    /// <summary>Whether it may or must use them.</summary>
    /// <value>The server takes null for <see cref="ToolChoice.Auto"/>.</value>
    public ToolChoice? ToolChoice { get; init; }

    /// <summary>-2 to 2: how much the model avoids what it has said already.</summary>
    public float? PresencePenalty { get; init; }

    /// <summary>-2 to 2: how much the model avoids what it has said often.</summary>
    public float? FrequencyPenalty { get; init; }

    /// <summary>How many answers to give, 1 or more. Not together with <see cref="Prediction"/>.</summary>
    public int? N { get; init; }

    /// <summary>What the answer will probably be.</summary>
    public Prediction? Prediction { get; init; }

    /// <summary>Whether the model may call several tools in one turn.</summary>
    /// <value>The server takes null for true.</value>
    public bool? ParallelToolCalls { get; init; }

    /// <summary><c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c> or <c>xhigh</c>; most models take the first and <c>high</c>.</summary>
    public string? ReasoningEffort { get; init; }

    /// <summary><c>reasoning</c>, for the retired Magistral models, or a null that is sent: no system prompt of the server's.</summary>
    public PromptMode? PromptMode { get; init; }

    /// <summary>Checks of the input before the model sees it.</summary>
    public IReadOnlyList<GuardrailConfig>? Guardrails { get; init; }

    /// <summary>Requests with the same key share cached prompt tokens. No secrets in it.</summary>
    public string? PromptCacheKey { get; init; }

    /// <summary><c>auto</c> or <c>standard_only</c>.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Whether the server puts a safety prompt before the conversation. Deprecated by Mistral in favour of <see cref="Guardrails"/>.</summary>
    public bool? SafePrompt { get; init; }

    /// <summary>Fields this version of the library does not know, sent as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
