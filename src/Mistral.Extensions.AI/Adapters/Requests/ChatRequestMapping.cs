using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Maps messages and <see cref="ChatOptions"/> to a <see cref="ChatCompletionRequest"/>. The request of
/// <see cref="ChatOptions.RawRepresentationFactory"/> takes precedence: the properties of <see cref="ChatOptions"/> fill only what it
/// leaves unset, and their lists are appended to its lists.
/// </summary>
/// <remarks>
/// TopK, ConversationId, AllowBackgroundResponses and ContinuationToken are ignored, because chat completions have no such field.
/// </remarks>
internal static class ChatRequestMapping
{
    internal static ChatCompletionRequest ToChatCompletionRequest(
        IEnumerable<ChatMessage> messages, ChatOptions? options, ChatCompletionRequest raw, string? defaultModelId, ChatRules rules,
        ILogger logger)
    {
        var properties = AdditionalPropertyReader.From(options?.AdditionalProperties);
        var strict = properties.GetBoolean(AdditionalPropertyKeys.Strict);
        List<Tool> tools = [.. raw.Tools ?? [], .. (options?.Tools ?? []).Select(tool => tool.ToTool(strict, logger))];
        List<string> stop =
            [.. raw.Stop ?? [], .. options?.StopSequences ?? [], .. properties.GetStringList(AdditionalPropertyKeys.Stop) ?? []];

        return raw.WithMistralOptions(properties) with
        {
            Model = raw.Model ?? options?.ModelId ?? defaultModelId ?? throw new InvalidOperationException(
                "No model was specified. Pass one to AsIChatClient, for example \"mistral-small-latest\", or set ChatOptions.ModelId."),
            Messages =
            [
                .. raw.Messages ?? [],
                .. ToSystemMessages(options?.Instructions),
                .. MessageMapping.ToMessages(messages, rules, properties.GetBoolean(AdditionalPropertyKeys.Prefix), logger),
            ],
            Temperature = raw.Temperature ?? options?.Temperature,
            TopP = raw.TopP ?? options?.TopP,
            MaxTokens = raw.MaxTokens ?? options?.MaxOutputTokens,
            FrequencyPenalty = raw.FrequencyPenalty ?? options?.FrequencyPenalty,
            PresencePenalty = raw.PresencePenalty ?? options?.PresencePenalty,
            RandomSeed = raw.RandomSeed ?? options?.Seed ?? properties.GetInt64(AdditionalPropertyKeys.RandomSeed),
            Stop = stop.Count > 0 ? stop : null,
            ResponseFormat = ResponseFormatMapping.Merge(raw.ResponseFormat, options?.ResponseFormat.ToResponseFormat(strict, logger)),
            ReasoningEffort = raw.ReasoningEffort
                ?? properties.GetString(AdditionalPropertyKeys.ReasoningEffort)
                ?? ToReasoningEffort(options?.Reasoning?.Effort),

            // The API rejects tool_choice and parallel_tool_calls without tools, and an empty list of tools.
            Tools = tools.Count > 0 ? tools : null,
            ToolChoice = raw.ToolChoice ?? (tools.Count > 0 ? ToToolChoice(options?.ToolMode, rules) : null),
            ParallelToolCalls = raw.ParallelToolCalls ?? (tools.Count > 0
                ? options?.AllowMultipleToolCalls ?? properties.GetBoolean(AdditionalPropertyKeys.ParallelToolCalls)
                : null),
        };
    }

    private static SystemMessage[] ToSystemMessages(string? instructions) =>
        string.IsNullOrWhiteSpace(instructions) ? [] : [new SystemMessage(instructions!)];

    private static ToolChoice? ToToolChoice(ChatToolMode? mode, ChatRules rules) => mode switch
    {
        AutoChatToolMode => ToolChoice.Auto,
        NoneChatToolMode => ToolChoice.None,
        RequiredChatToolMode { RequiredFunctionName: { } name } => ToolChoice.Function(name),
        RequiredChatToolMode => ToolChoice.Other(rules.RequiredToolChoice),
        _ => null,
    };

    // The API defines six values, but current models accept only these two and reject the others (error 3051).
    private static string? ToReasoningEffort(ReasoningEffort? effort) => effort switch
    {
        null => null,
        ReasoningEffort.None => "none",
        _ => "high",
    };
}
