using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>
/// Execution settings with all that Mistral's chat completions have. What is null is not sent, and the server's default holds.
/// </summary>
/// <remarks>
/// Prompt templates and JSON name the members as below, by the API's names; <c>random_seed</c> and <c>stop</c> are read too. Any other
/// field of the API, e.g. <c>n</c>, goes into <see cref="PromptExecutionSettings.ExtensionData"/>. Functions are chosen by
/// <see cref="PromptExecutionSettings.FunctionChoiceBehavior"/>.
/// </remarks>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed class MistralPromptExecutionSettings : PromptExecutionSettings
{
    /// <summary>0 to 1.5: how freely the model chooses. 0 wants a <see cref="TopP"/> of 1.</summary>
    /// <value>The server's default depends on the model.</value>
    [JsonPropertyName("temperature"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Temperature { get; set => Set(ref field, value); }

    /// <summary>Above 0, up to 1: the share of probable tokens the model chooses from.</summary>
    [JsonPropertyName("top_p"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TopP { get; set => Set(ref field, value); }

    /// <summary>The most tokens to answer with.</summary>
    [JsonPropertyName("max_tokens"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxTokens { get; set => Set(ref field, value); }

    /// <summary>-2 to 2: how much the model avoids what it has said already.</summary>
    [JsonPropertyName("presence_penalty"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PresencePenalty { get; set => Set(ref field, value); }

    /// <summary>-2 to 2: how much the model avoids what it has said often.</summary>
    [JsonPropertyName("frequency_penalty"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FrequencyPenalty { get; set => Set(ref field, value); }

    /// <summary>A seed, 0 or more (<c>random_seed</c>): the same request then gets the same answer.</summary>
    [JsonPropertyName("seed"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seed { get; set => Set(ref field, value); }

    /// <summary>Texts that end the answer (<c>stop</c>).</summary>
    [JsonPropertyName("stop_sequences"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IList<string>? StopSequences { get; set => Set(ref field, value); }

    /// <summary>
    /// The form of the answer: a <see cref="Type"/>, whose JSON schema it then follows; a <see cref="ChatResponseFormat"/>; a
    /// <see cref="Chat.ResponseFormat"/>; OpenAI's own; the API's JSON; or one of the words <c>text</c> and <c>json_object</c>.
    /// </summary>
    [JsonPropertyName("response_format"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(ResponseFormatConverter))]
    public object? ResponseFormat { get; set => Set(ref field, value); }

    /// <summary>Instructions before all messages of a history that has none, as in SK's own connectors.</summary>
    [JsonPropertyName("chat_system_prompt"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ChatSystemPrompt { get; set => Set(ref field, value); }

    /// <summary><c>none</c> or <c>high</c> for most models; sent as it is.</summary>
    [JsonPropertyName("reasoning_effort"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasoningEffort { get; set => Set(ref field, value); }

    /// <summary>What the answer will probably be, e.g. the file that is to be changed a little.</summary>
    [JsonPropertyName("prediction"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(PredictionConverter))]
    public string? Prediction { get; set => Set(ref field, value); }

    /// <summary>Checks of the input before the model sees it.</summary>
    [JsonPropertyName("guardrails"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(GuardrailsConverter))]
    public IList<GuardrailConfig>? Guardrails { get; set => Set(ref field, value); }

    /// <summary>Whether the server puts a safety prompt first. Deprecated by Mistral in favour of <see cref="Guardrails"/>.</summary>
    [JsonPropertyName("safe_prompt"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? SafePrompt { get; set => Set(ref field, value); }

    /// <summary>Requests with the same key share cached prompt tokens. No secrets in it.</summary>
    [JsonPropertyName("prompt_cache_key"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PromptCacheKey { get; set => Set(ref field, value); }

    /// <summary><c>auto</c> or <c>standard_only</c>.</summary>
    [JsonPropertyName("service_tier"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ServiceTier { get; set => Set(ref field, value); }

    /// <summary>Names and values of the caller's own: strings, numbers, booleans or JSON.</summary>
    [JsonPropertyName("metadata"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IDictionary<string, object?>? Metadata { get; set => Set(ref field, value); }

    /// <summary><c>reasoning</c>, for the retired Magistral models.</summary>
    [JsonPropertyName("prompt_mode"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PromptMode { get; set => Set(ref field, value); }

    /// <summary>Whether schemas of functions and answers are followed to the letter.</summary>
    /// <value>Null for wherever a schema lets them.</value>
    [JsonPropertyName("strict"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Strict { get; set => Set(ref field, value); }

    /// <summary>Any settings as Mistral's: those of another connector, or what a prompt template held.</summary>
    /// <param name="settings">The settings; null for none.</param>
    /// <returns>The same object if it is of this type already, else a new one.</returns>
    /// <remarks>
    /// Settings of another type are read by reflection, as Semantic Kernel itself reads them. Efforts become Mistral's: <c>none</c> for
    /// <c>minimal</c>, <c>high</c> for <c>low</c>, <c>medium</c> and <c>xhigh</c>. What the API has no field for is not sent.
    /// </remarks>
    /// <exception cref="ArgumentException">A setting has a value it cannot have.</exception>
    /// <exception cref="NotSupportedException">The settings have a connector's own <c>ToolCallBehavior</c>.</exception>
    public static MistralPromptExecutionSettings FromExecutionSettings(PromptExecutionSettings? settings) =>
        settings as MistralPromptExecutionSettings ?? ExecutionSettingsMapping.ToMistralSettings(settings);

    /// <inheritdoc/>
    public override void Freeze()
    {
        if (IsFrozen)
            return;

        if (StopSequences is not null)
            StopSequences = new ReadOnlyCollection<string>(StopSequences);
        if (Guardrails is not null)
            Guardrails = new ReadOnlyCollection<GuardrailConfig>(Guardrails);
        if (Metadata is not null)
            Metadata = new ReadOnlyDictionary<string, object?>(Metadata);
        base.Freeze();
    }

    /// <inheritdoc/>
    public override PromptExecutionSettings Clone() => new MistralPromptExecutionSettings
    {
        ModelId = ModelId,
        ServiceId = ServiceId,
        FunctionChoiceBehavior = FunctionChoiceBehavior,
        ExtensionData = ExtensionData is null ? null : new Dictionary<string, object>(ExtensionData),
        Temperature = Temperature,
        TopP = TopP,
        MaxTokens = MaxTokens,
        PresencePenalty = PresencePenalty,
        FrequencyPenalty = FrequencyPenalty,
        Seed = Seed,
        StopSequences = StopSequences is null ? null : [.. StopSequences],
        ResponseFormat = ResponseFormat,
        ChatSystemPrompt = ChatSystemPrompt,
        ReasoningEffort = ReasoningEffort,
        Prediction = Prediction,
        Guardrails = Guardrails is null ? null : [.. Guardrails],
        SafePrompt = SafePrompt,
        PromptCacheKey = PromptCacheKey,
        ServiceTier = ServiceTier,
        Metadata = Metadata is null ? null : new Dictionary<string, object?>(Metadata),
        PromptMode = PromptMode,
        Strict = Strict,
    };

    /// <inheritdoc/>
    /// <remarks>Semantic Kernel reads settings through JSON; here is put right what that reading loses.</remarks>
    protected override void PrepareChatOptionsForRequest(ChatOptions options)
    {
        base.PrepareChatOptionsForRequest(options);
        ExecutionSettingsMapping.Complete(options, this);
    }

    private void Set<T>(ref T field, T value)
    {
        ThrowIfFrozen();
        field = value;
    }
}
