using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>Maps <see cref="ChatOptions"/> to generation settings (<c>completion_args</c>).</summary>
internal static class CompletionArgsMapping
{
    private static readonly CompletionArgs Empty = new();

    /// <summary>Maps the options; null if they set nothing.</summary>
    internal static CompletionArgs? ToCompletionArgs(
        CompletionArgs? raw, ChatOptions options, bool hasTools, ChatRules rules, ILogger logger)
    {
        raw ??= Empty;
        var properties = AdditionalPropertyReader.From(options.AdditionalProperties);
        var strict = properties.GetBoolean(AdditionalPropertyKeys.Strict);
        var args = raw with
        {
            Temperature = raw.Temperature ?? options.Temperature,
            TopP = raw.TopP ?? options.TopP,
            MaxTokens = raw.MaxTokens ?? options.MaxOutputTokens,
            FrequencyPenalty = raw.FrequencyPenalty ?? options.FrequencyPenalty,
            PresencePenalty = raw.PresencePenalty ?? options.PresencePenalty,
            RandomSeed = raw.RandomSeed ?? options.Seed ?? properties.GetInt64(AdditionalPropertyKeys.RandomSeed),
            Stop = ChatRequestMapping.ToStop(raw.Stop, options.StopSequences, properties.GetStringList(AdditionalPropertyKeys.Stop)),
            ResponseFormat = ResponseFormatMapping.Merge(raw.ResponseFormat, options.ResponseFormat.ToResponseFormat(strict, logger)),
            Prediction = raw.Prediction ?? MistralOptionsMapping.ToPrediction(properties.GetValue(AdditionalPropertyKeys.Prediction)),
            ReasoningEffort = raw.ReasoningEffort
                ?? properties.GetString(AdditionalPropertyKeys.ReasoningEffort)
                ?? ChatRequestMapping.ToReasoningEffort(options.Reasoning?.Effort),
            ToolChoice = raw.ToolChoice ?? (hasTools ? ToToolChoice(options, rules) : null),
        };
        return args == Empty ? null : args;
    }

    /// <summary>Determines whether the options have a generation setting.</summary>
    internal static bool HasValues(ChatOptions options) =>
        options.Temperature is not null || options.TopP is not null || options.MaxOutputTokens is not null
        || options.FrequencyPenalty is not null || options.PresencePenalty is not null || options.Seed is not null
        || options.StopSequences is not null || options.ResponseFormat is not null || options.Reasoning is not null
        || options.ToolMode is not (null or AutoChatToolMode);

    // The API cannot require one of several functions. With only one tool, requiring any tool has the same effect.
    private static ToolChoice? ToToolChoice(ChatOptions options, ChatRules rules) =>
        options is { ToolMode: RequiredChatToolMode { RequiredFunctionName: { } name }, Tools: { Count: 1 } tools } && tools[0].Name == name
            ? ToolChoice.Other(rules.RequiredToolChoice)
            : ToolChoiceMapping.ToToolChoice(options.ToolMode, value: null, rules);
}
