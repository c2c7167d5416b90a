using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.SemanticKernel.Settings;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>
/// Execution settings with the options of Mistral's chat completions. A property that is null is not sent, and the API's default applies.
/// </summary>
/// <remarks>
/// In prompt templates and in JSON, the settings have the API's field names. <c>random_seed</c> and <c>stop</c> are accepted in addition to
/// <c>seed</c> and <c>stop_sequences</c>. Set a field of the API without a property here, for example <c>n</c>, in
/// <see cref="PromptExecutionSettings.ExtensionData"/>. To let the model call functions, set
/// <see cref="PromptExecutionSettings.FunctionChoiceBehavior"/>.
/// </remarks>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed partial class MistralPromptExecutionSettings : PromptExecutionSettings
{
    /// <summary>
    /// The sampling temperature, between 0 and 1.5 (<c>temperature</c>). Lower values are more deterministic. With 0, <see cref="TopP"/>
    /// must be 1 or null.
    /// </summary>
    /// <value>Null: the default of the model.</value>
    [JsonPropertyName("temperature"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Temperature { get; set => Set(ref field, value); }

    /// <summary>Nucleus sampling: the probability mass of the tokens considered, above 0 and up to 1 (<c>top_p</c>).</summary>
    [JsonPropertyName("top_p"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TopP { get; set => Set(ref field, value); }

    /// <summary>The maximum number of tokens to generate (<c>max_tokens</c>).</summary>
    [JsonPropertyName("max_tokens"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxTokens { get; set => Set(ref field, value); }

    /// <summary>Penalizes tokens that already appeared, between -2 and 2 (<c>presence_penalty</c>).</summary>
    [JsonPropertyName("presence_penalty"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PresencePenalty { get; set => Set(ref field, value); }

    /// <summary>Penalizes tokens in proportion to how often they appeared, between -2 and 2 (<c>frequency_penalty</c>).</summary>
    [JsonPropertyName("frequency_penalty"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FrequencyPenalty { get; set => Set(ref field, value); }

    /// <summary>
    /// The seed for random sampling, 0 or greater (<c>random_seed</c>). Requests with the same seed and the same content return
    /// deterministic results.
    /// </summary>
    [JsonPropertyName("seed"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seed { get; set => Set(ref field, value); }

    /// <summary>The strings that stop the generation when the model produces one of them (<c>stop</c>).</summary>
    [JsonPropertyName("stop_sequences"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IList<string>? StopSequences { get; set => Set(ref field, value); }

    /// <summary>
    /// The format of the response (<c>response_format</c>): a <see cref="Type"/>, whose JSON schema the response follows, a
    /// <see cref="ChatResponseFormat"/>, an <see cref="AI.Chat.ResponseFormat"/>, a response format of the OpenAI SDK, JSON in the shape of
    /// the API, a JSON schema, or one of the strings <c>text</c> and <c>json_object</c>.
    /// </summary>
    [JsonPropertyName("response_format"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(ResponseFormatConverter))]
    public object? ResponseFormat { get; set => Set(ref field, value); }

    /// <summary>
    /// The system prompt for a chat history that has no system or developer message. As in Semantic Kernel's own connectors, it is not used
    /// for other histories.
    /// </summary>
    [JsonPropertyName("chat_system_prompt"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ChatSystemPrompt { get; set => Set(ref field, value); }

    /// <summary>
    /// The reasoning effort (<c>reasoning_effort</c>). Current reasoning models accept <c>none</c> and <c>high</c>. The value is sent
    /// without conversion.
    /// </summary>
    [JsonPropertyName("reasoning_effort"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasoningEffort { get; set => Set(ref field, value); }

    /// <summary>
    /// The expected response (<c>prediction</c>), for example a file of which the model changes only a few lines. It reduces the response
    /// time.
    /// </summary>
    [JsonPropertyName("prediction"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(PredictionConverter))]
    public string? Prediction { get; set => Set(ref field, value); }

    /// <summary>The moderation of the input before the model receives it (<c>guardrails</c>).</summary>
    [JsonPropertyName("guardrails"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(GuardrailsConverter))]
    public IList<GuardrailConfig>? Guardrails { get; set => Set(ref field, value); }

    /// <summary>
    /// Whether the API adds a safety prompt before the conversation (<c>safe_prompt</c>). Deprecated by Mistral: use
    /// <see cref="Guardrails"/>.
    /// </summary>
    /// <value>Null: the API's default, false.</value>
    [JsonPropertyName("safe_prompt"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? SafePrompt { get; set => Set(ref field, value); }

    /// <summary>
    /// The key of the prompt cache (<c>prompt_cache_key</c>). Requests with the same key share cached prompt tokens. Do not put secrets in
    /// it.
    /// </summary>
    [JsonPropertyName("prompt_cache_key"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PromptCacheKey { get; set => Set(ref field, value); }

    /// <summary>
    /// The capacity that serves the request (<c>service_tier</c>): <c>auto</c> for priority or standard capacity, or <c>standard_only</c>.
    /// </summary>
    [JsonPropertyName("service_tier"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ServiceTier { get; set => Set(ref field, value); }

    /// <summary>Custom key-value pairs of the caller (<c>metadata</c>). A value is a string, a number, a boolean or JSON.</summary>
    [JsonPropertyName("metadata"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IDictionary<string, object?>? Metadata { get; set => Set(ref field, value); }

    /// <summary>The prompt mode (<c>prompt_mode</c>): <c>reasoning</c>, for the retired Magistral models.</summary>
    [JsonPropertyName("prompt_mode"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PromptMode { get; set => Set(ref field, value); }

    /// <summary>
    /// Whether the model must follow the JSON schemas of the response format and of the functions exactly (<c>strict</c>).
    /// </summary>
    /// <value>
    /// Null: a response format is strict if its schema allows it, and functions are strict if
    /// <see cref="FunctionChoiceBehaviorOptions.AllowStrictSchemaAdherence"/> is true. A schema with a dictionary cannot be strict.
    /// </value>
    [JsonPropertyName("strict"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Strict { get; set => Set(ref field, value); }

    /// <summary>Converts execution settings of any connector, also those of a prompt template, to Mistral's execution settings.</summary>
    /// <param name="settings">The settings, or null for empty settings.</param>
    /// <returns><paramref name="settings"/> itself if it already has this type; otherwise a new object.</returns>
    /// <remarks>
    /// Settings of another type are serialized by reflection, as in Semantic Kernel itself. Reasoning efforts of other providers are
    /// converted: <c>minimal</c> to <c>none</c>, and <c>low</c>, <c>medium</c> and <c>xhigh</c> to <c>high</c>. Settings that the API does
    /// not have are not sent.
    /// </remarks>
    /// <exception cref="ArgumentException">A setting has an invalid value.</exception>
    /// <exception cref="NotSupportedException">The settings use a connector's own <c>ToolCallBehavior</c>.</exception>
    public static MistralPromptExecutionSettings FromExecutionSettings(PromptExecutionSettings? settings)
    {
        if (settings is null)
            return new();
        if (settings is MistralPromptExecutionSettings mistralSettings)
            return mistralSettings;

        var converted = Deserialize(ExecutionSettingsNormalizer.ToMistralJson(settings));
        converted.FunctionChoiceBehavior = settings.FunctionChoiceBehavior;
        return converted;
    }

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
    /// <remarks>
    /// Sets <see cref="ReasoningEffort"/> and <see cref="ResponseFormat"/> again: Semantic Kernel converts settings to
    /// <see cref="ChatOptions"/> through JSON, which loses the name of a JSON schema and the efforts without a value in M.E.AI.
    /// </remarks>
    protected override void PrepareChatOptionsForRequest(ChatOptions options)
    {
        base.PrepareChatOptionsForRequest(options);
        if (ReasoningEffort is not null)
        {
            options.Reasoning = null;
            (options.AdditionalProperties ??= [])["reasoning_effort"] = ReasoningEffort;
        }

        var strictFunctions = Strict is null && FunctionChoiceBehavior.GetOptions()?.AllowStrictSchemaAdherence is true;
        if (strictFunctions)
            (options.AdditionalProperties ??= [])["strict"] = true;
        if (ResponseFormat is null)
            return;

        // The property "strict" applies to response formats too, also to one that cannot be strict. The API's own format overrides it.
        options.ResponseFormat = strictFunctions ? null : ResponseFormatMapping.ToChatResponseFormat(ResponseFormat);
        if (options.ResponseFormat is null)
        {
            var request = new ChatCompletionRequest { ResponseFormat = ResponseFormatMapping.ToResponseFormat(ResponseFormat) };
            options.RawRepresentationFactory = _ => request;
        }
    }

    private static MistralPromptExecutionSettings Deserialize(JsonObject json)
    {
        try
        {
            return json.Deserialize(JsonContext.Default.MistralPromptExecutionSettings)!;
        }
        catch (JsonException exception)
        {
            var name = exception.Path?.Split('.', '[').ElementAtOrDefault(1);
            throw new ArgumentException(
                name is null
                    ? $"The execution settings are invalid: {exception.Message}"
                    : $"The execution setting {name} cannot be {json[name]?.ToJsonString()}. "
                        + $"See {nameof(MistralPromptExecutionSettings)} for the values of each setting.",
                exception);
        }
    }

    private void Set<T>(ref T field, T value)
    {
        ThrowIfFrozen();
        field = value;
    }

    /// <summary>The source-generated JSON type info of the settings.</summary>
    [JsonSerializable(typeof(MistralPromptExecutionSettings))]
    private sealed partial class JsonContext : JsonSerializerContext;
}
