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
    private static readonly ChatCompletionRequest Empty = new();

    internal static ChatCompletionRequest ToChatCompletionRequest(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        ChatCompletionRequest? raw,
        string? defaultModelId,
        bool stream,
        ChatRules rules,
        ILogger logger)
    {
        // The first request of a process often has no options. The runtime takes 3 ms to compile the code that maps them.
        var request = options is null
            ? new()
            {
                Model = defaultModelId,
                Messages = ConversationMapping.ToMessages(messages, null, null, needsJson: false, stream, rules, logger),
                Stream = stream ? true : null,
            }
            : MapOptions(messages, options, raw ?? Empty, defaultModelId, stream, rules, logger);
        return rules.UseOpenAIFields ? OpenAIFields.Apply(request) : request;
    }

    /// <exception cref="InvalidOperationException">No model was specified.</exception>
    internal static void ThrowIfNoModel(ChatOptions? options, ChatCompletionRequest? raw, string? defaultModelId)
    {
        if ((raw?.Model ?? options?.ModelId ?? defaultModelId) is null)
            throw CreateNoModelException();
    }

    private static ChatCompletionRequest MapOptions(
        IEnumerable<ChatMessage> messages,
        ChatOptions options,
        ChatCompletionRequest raw,
        string? defaultModelId,
        bool stream,
        ChatRules rules,
        ILogger logger)
    {
        var properties = AdditionalPropertyReader.From(options.AdditionalProperties);
        var strict = properties.GetBoolean(AdditionalPropertyKeys.Strict);
        var tools = ToolMapping.ToTools(raw.Tools, options.Tools, strict, isConversation: false, logger);
        var format = ResponseFormatMapping.Merge(raw.ResponseFormat, options.ResponseFormat.ToResponseFormat(strict, logger));

        return raw.WithMistralOptions(properties) with
        {
            Model = raw.Model ?? options.ModelId ?? defaultModelId,
            Messages = ConversationMapping.ToMessages(
                messages, options, raw.Messages, rules.AddJsonInstruction && format is { Type: "json_object" }, stream, rules, logger),
            Stream = stream ? true : null,
            Temperature = raw.Temperature ?? options.Temperature,
            TopP = raw.TopP ?? options.TopP,
            MaxTokens = raw.MaxTokens ?? options.MaxOutputTokens,
            FrequencyPenalty = raw.FrequencyPenalty ?? options.FrequencyPenalty,
            PresencePenalty = raw.PresencePenalty ?? options.PresencePenalty,
            RandomSeed = raw.RandomSeed ?? options.Seed ?? properties.GetInt64(AdditionalPropertyKeys.RandomSeed),
            Stop = ToStop(raw.Stop, options.StopSequences, properties.GetStringList(AdditionalPropertyKeys.Stop)),
            ResponseFormat = format,
            ReasoningEffort = raw.ReasoningEffort
                ?? properties.GetString(AdditionalPropertyKeys.ReasoningEffort)
                ?? ToReasoningEffort(options.Reasoning?.Effort),

            // The API rejects tool_choice and parallel_tool_calls without tools, and an empty list of tools.
            Tools = tools,
            ToolChoice = raw.ToolChoice ?? (tools is null
                ? null
                : ToolChoiceMapping.ToToolChoice(options.ToolMode, properties.GetString(AdditionalPropertyKeys.ToolChoice), rules)),
            ParallelToolCalls = raw.ParallelToolCalls ?? (tools is null
                ? null
                : options.AllowMultipleToolCalls ?? properties.GetBoolean(AdditionalPropertyKeys.ParallelToolCalls)),
        };
    }

    internal static InvalidOperationException CreateNoModelException() => new(
        "No model was specified. Pass one to AsIChatClient or AsConversationChatClient, for example \"mistral-small-latest\", or set "
            + "ChatOptions.ModelId.");

    internal static List<string>? ToStop(IReadOnlyList<string>? raw, IList<string>? sequences, IReadOnlyList<string>? property) =>
        raw is { Count: > 0 } || sequences is { Count: > 0 } || property is { Count: > 0 }
            ? [.. raw ?? [], .. sequences ?? [], .. property ?? []]
            : null;

    // The API defines six values, but current models accept only these two and reject the others (error 3051).
    internal static string? ToReasoningEffort(ReasoningEffort? effort) => effort switch
    {
        null => null,
        ReasoningEffort.None => "none",
        _ => "high",
    };
}
