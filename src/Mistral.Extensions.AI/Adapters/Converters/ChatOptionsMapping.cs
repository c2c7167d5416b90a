using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Converters;

/// <summary>
/// Converts the fields of a request, except its messages, to <see cref="ChatOptions"/>: to a property with the same meaning, or else to an
/// additional property that the chat client reads, or else to a field of a raw request.
/// </summary>
internal static class ChatOptionsMapping
{
    internal static ChatOptions ToChatOptions(ChatCompletionRequest request)
    {
        var format = request.ResponseFormat is { } received ? ConvertedResponseFormats.ToChatResponseFormat(received) : null;
        return new()
        {
            ModelId = request.Model,
            Temperature = request.Temperature,
            TopP = request.TopP,
            MaxOutputTokens = request.MaxTokens,
            FrequencyPenalty = request.FrequencyPenalty,
            PresencePenalty = request.PresencePenalty,
            Seed = request.RandomSeed,
            StopSequences = request.Stop?.ToList(),
            ResponseFormat = format,
            Reasoning = ToEffort(request.ReasoningEffort) is { } effort ? new() { Effort = effort } : null,
            Tools = request.Tools?.Select(MistralTools.ToAITool).ToList(),
            ToolMode = request.ToolChoice is { } choice ? ToolChoiceMapping.ToChatToolMode(choice) : null,
            AllowMultipleToolCalls = request.ParallelToolCalls,
            AdditionalProperties = GetAdditionalProperties(request),
            RawRepresentationFactory = CreateRawFactory(request, format is null ? request.ResponseFormat : null),
        };
    }

    // Only values that can be serialized without reflection, for example by a caching chat client.
    private static AdditionalPropertiesDictionary? GetAdditionalProperties(ChatCompletionRequest request)
    {
        var properties = new AdditionalPropertiesDictionary();
        Add(AdditionalPropertyKeys.SafePrompt, request.SafePrompt);
        Add(AdditionalPropertyKeys.Prediction, ToJson(request.Prediction, ChatJson.Default.Prediction));
        Add(AdditionalPropertyKeys.Metadata, ToJson(request.Metadata, ChatJson.Default.IReadOnlyDictionaryStringJsonElement));
        Add(AdditionalPropertyKeys.N, request.N);
        Add(AdditionalPropertyKeys.Guardrails, ToJson(request.Guardrails, ChatJson.Default.IReadOnlyListGuardrailConfig));
        Add(AdditionalPropertyKeys.PromptCacheKey, request.PromptCacheKey);
        Add(AdditionalPropertyKeys.ServiceTier, request.ServiceTier);
        Add(AdditionalPropertyKeys.Strict, request.ResponseFormat?.JsonSchema?.Strict);
        Add(AdditionalPropertyKeys.ToolChoice, ToolChoiceMapping.ToAdditionalProperty(request.ToolChoice));
        if (ChatRequestMapping.ToReasoningEffort(ToEffort(request.ReasoningEffort)) != request.ReasoningEffort)
            Add(AdditionalPropertyKeys.ReasoningEffort, request.ReasoningEffort);
        if (request.PromptMode is { } promptMode)
            properties[AdditionalPropertyKeys.PromptMode] = promptMode.Value;
        return properties.Count > 0 ? properties : null;

        void Add(string key, object? value)
        {
            if (value is not null)
                properties[key] = value;
        }
    }

    // The fields of a raw request take precedence over the options. It has only fields without an option, so that changed options are sent.
    private static Func<IChatClient, object?>? CreateRawFactory(ChatCompletionRequest request, ResponseFormat? format)
    {
        if (format is null && request.AdditionalProperties is not { Count: > 0 })
            return null;

        var properties = request.AdditionalProperties;
        return _ => new ChatCompletionRequest
        {
            ResponseFormat = format,
            AdditionalProperties = properties is null ? null : new Dictionary<string, JsonElement>(properties),
        };
    }

    private static ReasoningEffort? ToEffort(string? effort) => effort switch
    {
        "none" => ReasoningEffort.None,
        "minimal" or "low" => ReasoningEffort.Low,
        "medium" => ReasoningEffort.Medium,
        "high" => ReasoningEffort.High,
        "xhigh" => ReasoningEffort.ExtraHigh,
        _ => null,
    };

    private static object? ToJson<T>(T? value, JsonTypeInfo<T> typeInfo)
        where T : class => value is null ? null : JsonSerializer.SerializeToElement(value, typeInfo);
}
