using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Changes a conversation so that it follows Mistral's message rules, on a copy. Messages are moved and merged, and IDs are replaced. Only
/// empty messages are removed. Errors that cannot be corrected are left for <see cref="ConversationValidator"/> to report.
/// </summary>
internal static class MessageNormalizer
{
    internal static ChatCompletionRequest Normalize(ChatCompletionRequest request, ChatRules rules)
    {
        var messages = RemoveEmptyMessages(request.Messages ?? []);
        if (rules.AddJsonInstruction && request.ResponseFormat is { Type: "json_object" })
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
        return request with { Messages = messages };
    }

    // "Assistant message must have either content or tool_calls", "System prompt must have content". An empty user message is valid.
    private static List<Message> RemoveEmptyMessages(IReadOnlyList<Message> messages) => [.. messages.Where(message => message is not (
        SystemMessage { Content.IsEmpty: true }
        or AssistantMessage { Content: null or { IsEmpty: true }, ToolCalls: null or { Count: 0 } }))];

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
