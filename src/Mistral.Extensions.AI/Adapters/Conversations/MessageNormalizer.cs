using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Changes a conversation so that it follows Mistral's message rules, on a copy. Messages are moved and merged, and IDs are replaced. Only
/// empty messages are removed. Errors that cannot be corrected are left for <see cref="ConversationValidator"/> to report.
/// </summary>
internal static class MessageNormalizer
{
    /// <param name="messages">The messages. The list may be changed, but not the messages.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="needsJson">Whether one of the messages must contain the word JSON.</param>
    internal static List<Message> Normalize(List<Message> messages, ChatRules rules, bool needsJson)
    {
        messages.RemoveAll(IsEmpty);
        if (needsJson)
            AddJsonInstruction(messages);

        messages = MoveSystemMessagesAndMerge(messages, rules);
        var arranged = ToolCallOrdering.Arrange(messages, rules.FillMissingToolResults);
        // Repeated, because messages that were separated by a tool result may now follow each other.
        if (!ReferenceEquals(arranged, messages))
            messages = MoveSystemMessagesAndMerge(arranged, rules);

        if (rules.BridgeToolToUser)
            messages = InsertBridges(messages);
        if (rules.PrefixTrailingAssistant)
            MarkTrailingAssistantAsPrefix(messages);
        return messages;
    }

    // "Assistant message must have either content or tool_calls", "System prompt must have content". An empty user message is valid.
    private static bool IsEmpty(Message message) => message is SystemMessage { Content.IsEmpty: true }
        or AssistantMessage { Content: null or { IsEmpty: true }, ToolCalls: null or { Count: 0 } };

    // Without the word JSON in a message, the model may generate white space until it reaches the token limit.
    private static void AddJsonInstruction(List<Message> messages)
    {
        if (messages.Count > 0 && !messages.Exists(MentionsJson))
            messages.Insert(0, new SystemMessage("Answer with a JSON object."));
    }

    private static bool MentionsJson(Message message)
    {
        var content = (message as SystemMessage)?.Content ?? (message as UserMessage)?.Content;
        return content?.Text.Contains("json", StringComparison.OrdinalIgnoreCase) is true;
    }

    private static List<Message> MoveSystemMessagesAndMerge(List<Message> messages, ChatRules rules) =>
        MessageMerging.MergeConsecutive(SystemMessageOrdering.Arrange(messages), rules.MergeConsecutiveMessages);

    // "Unexpected role 'user' after role 'tool'" (error 3230) is the response of older and self-hosted servers. In recordings of 2026,
    // api.mistral.ai accepts this order.
    private static List<Message> InsertBridges(List<Message> messages)
    {
        var result = new List<Message>(messages.Count);
        foreach (var message in messages)
        {
            if (message is UserMessage && result.Count > 0 && result[result.Count - 1] is ToolMessage)
                result.Add(new AssistantMessage { Content = "OK" });
            result.Add(message);
        }

        return result;
    }

    // "Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant"
    private static void MarkTrailingAssistantAsPrefix(List<Message> messages)
    {
        if (messages.LastOrDefault() is AssistantMessage { ToolCalls: null, Prefix: null } last)
            messages[messages.Count - 1] = last with { Prefix = true };
    }
}
