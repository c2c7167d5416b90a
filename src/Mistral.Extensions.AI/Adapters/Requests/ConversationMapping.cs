using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Adapters.Conversations;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps the messages of a conversation to the messages that are sent.</summary>
internal static class ConversationMapping
{
    /// <summary>Maps the messages.</summary>
    /// <param name="messages">The messages. They are enumerated only once, because they may be a lazy query.</param>
    /// <param name="options">The options.</param>
    /// <param name="raw">The messages of the raw request, which precede the others.</param>
    /// <param name="needsJson">Whether one of the messages must contain the word JSON.</param>
    /// <param name="stream">Whether the response is streamed: the messages are then needed for each enumeration.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="logger">The logger for contents that are not sent.</param>
    internal static IReadOnlyList<Message> ToMessages(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        IReadOnlyList<Message>? raw,
        bool needsJson,
        bool stream,
        ChatRules rules,
        ILogger logger)
    {
        var prefix = AdditionalPropertyReader.From(options?.AdditionalProperties).GetBoolean(AdditionalPropertyKeys.Prefix);
        var list = messages as IList<ChatMessage> ?? [.. messages];
        if (raw is not { Count: > 0 } && !needsJson
            && PlainConversation.TryMap(list, options?.Instructions, rules, isPooled: !stream) is { } plain)
            return plain;

        List<Message> mapped = [.. raw ?? []];
        if (!string.IsNullOrWhiteSpace(options?.Instructions))
            mapped.Add(new SystemMessage(options!.Instructions!));
        MessageMapping.AddTo(mapped, list as List<ChatMessage> ?? [.. list], rules, prefix, logger);
        ConversationValidator.ThrowIfImagesExceed(mapped, rules.MaxImages, rules.MaxImageSize);
        if (!rules.Normalize)
            return mapped;

        RemoveNullCalls(mapped);
        return MessageNormalizer.Normalize(mapped, rules, needsJson);
    }

    // A converted message of a client, or a message of a response, may have calls that are null.
    private static void RemoveNullCalls(List<Message> messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is AssistantMessage { ToolCalls: { } calls } assistant && calls.Contains(null!))
            {
                List<ToolCall> others = [.. calls.Where(static call => call is not null)];
                messages[i] = assistant with { ToolCalls = others.Count > 0 ? others : null };
            }
        }
    }
}
