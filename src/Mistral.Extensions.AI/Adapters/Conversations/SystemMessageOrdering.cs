using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Moves system messages to where Mistral accepts them: not after an assistant or tool message ("Unexpected role 'system' after role
/// 'assistant'"), and not at the end.
/// </summary>
internal static class SystemMessageOrdering
{
    /// <summary>
    /// Moves a late system message after the leading ones. A system message at the end becomes a user message, because it is what the
    /// model has to respond to: <c>SummarizingChatReducer</c> of Microsoft.Extensions.AI sends its instruction this way.
    /// </summary>
    /// <param name="messages">The messages.</param>
    /// <returns>The same list if all system messages are the leading ones, otherwise a new list.</returns>
    internal static List<Message> Arrange(List<Message> messages)
    {
        var leadingCount = messages.FindIndex(static message => message is not SystemMessage);
        if (leadingCount >= 0 && messages.FindIndex(leadingCount, static message => message is SystemMessage) < 0)
            return messages;
        if (leadingCount < 0)
            leadingCount = messages.Count;

        var result = new List<Message>(messages.Count);
        // If all messages are system messages, only the last of them becomes a user message. A single one stays as it is.
        var trailingStart = leadingCount == messages.Count
            ? Math.Max(1, leadingCount - 1)
            : messages.FindLastIndex(message => message is not SystemMessage) + 1;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is not SystemMessage system)
                result.Add(messages[i]);
            else if (i >= trailingStart)
                result.Add(new UserMessage(system.Content));
            else if (result.Count > 0 && result[result.Count - 1] is AssistantMessage or ToolMessage)
                result.Insert(leadingCount++, system);
            else
                result.Add(system);
        }

        return result;
    }
}
