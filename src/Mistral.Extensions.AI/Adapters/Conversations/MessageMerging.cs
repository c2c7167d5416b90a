using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>Merges consecutive messages of the same role.</summary>
internal static class MessageMerging
{
    /// <summary>
    /// Merges consecutive assistant messages, because some frameworks store each tool call of a turn as its own message. In each assistant
    /// message, the thinking chunks become one leading chunk.
    /// </summary>
    /// <param name="messages">The messages.</param>
    /// <param name="includeUserAndSystem">Whether consecutive user messages and consecutive system messages are merged too.</param>
    /// <returns>The same list if nothing is merged, otherwise a new list.</returns>
    internal static List<Message> MergeConsecutive(List<Message> messages, bool includeUserAndSystem)
    {
        for (var i = 0; i < messages.Count; i++)
            messages[i] = Clean(messages[i]);
        return HasConsecutive(messages, includeUserAndSystem) ? Merge(messages, includeUserAndSystem) : messages;
    }

    private static bool HasConsecutive(List<Message> messages, bool includeUserAndSystem)
    {
        for (var i = 1; i < messages.Count; i++)
        {
            if (CanMerge(messages[i - 1], messages[i], includeUserAndSystem))
                return true;
        }

        return false;
    }

    // Each group is merged at once, not one message after the other: a stored stream can have thousands of messages in a row.
    private static List<Message> Merge(List<Message> messages, bool includeUserAndSystem)
    {
        var result = new List<Message>(messages.Count);
        var group = new List<Message>();
        foreach (var message in messages)
        {
            if (group.Count > 0 && !CanMerge(group[0], message, includeUserAndSystem))
            {
                result.Add(Merge(group));
                group.Clear();
            }

            group.Add(message);
        }

        if (group.Count > 0)
            result.Add(Merge(group));
        return result;
    }

    private static bool CanMerge(Message first, Message second, bool includeUserAndSystem) => (first, second) switch
    {
        (AssistantMessage, AssistantMessage { Prefix: not true }) => true,
        (UserMessage, UserMessage) or (SystemMessage, SystemMessage) => includeUserAndSystem,
        _ => false,
    };

    private static Message Merge(List<Message> group) => (group.Count, group[0]) switch
    {
        (1, var message) => message,
        (_, AssistantMessage first) => Merge(first, [.. group.Cast<AssistantMessage>()]),
        (_, UserMessage) => new UserMessage(Merge(group.Select(message => ((UserMessage)message).Content))!),
        _ => new SystemMessage(Merge(group.Select(message => ((SystemMessage)message).Content))!),
    };

    // "Expected at most one leading ThinkChunk". An empty list of tool calls is rejected too.
    private static Message Clean(Message message) => message switch
    {
        AssistantMessage { Content: { IsString: false } content } assistant => assistant with
        {
            Content = WithThinking(GetThinking(content), WithoutThinking(content)),
            ToolCalls = assistant.ToolCalls is { Count: > 0 } calls ? calls : null,
        },
        AssistantMessage { ToolCalls.Count: 0 } assistant => assistant with { ToolCalls = null },
        _ => message,
    };

    private static AssistantMessage Merge(AssistantMessage first, List<AssistantMessage> group)
    {
        List<ThinkChunk> thinking = [.. group.SelectMany(message => GetThinking(message.Content))];
        List<ToolCall> calls = [.. group.SelectMany(message => message.ToolCalls ?? [])];
        return first with
        {
            Content = WithThinking(thinking, Merge(group.Select(message => WithoutThinking(message.Content)))),
            ToolCalls = calls.Count > 0 ? calls : null,
        };
    }

    // The server itself joins consecutive messages with two line breaks.
    private static MessageContent? Merge(IEnumerable<MessageContent?> contents)
    {
        List<MessageContent> present = [.. contents.OfType<MessageContent>()];
        var parts = present.FindAll(content => !content.IsEmpty);
        return parts.Count switch
        {
            0 => present.LastOrDefault(),
            1 => parts[0],
            _ when parts.TrueForAll(content => content.IsString) => new(string.Join("\n\n", parts.Select(content => content.Text))),
            _ => new(parts.SelectMany((content, index) => index == 0 ? content : content.Prepend(new TextChunk("\n\n")))),
        };
    }

    private static List<ThinkChunk> GetThinking(MessageContent? content) =>
        content is { IsString: false } ? [.. content.OfType<ThinkChunk>()] : [];

    private static MessageContent? WithoutThinking(MessageContent? content) =>
        content is { IsString: false } && content.Any(chunk => chunk is ThinkChunk)
            ? new(content.Where(chunk => chunk is not ThinkChunk))
            : content;

    private static MessageContent? WithThinking(List<ThinkChunk> thinking, MessageContent? content)
    {
        if (thinking.Count == 0)
            return content;

        var merged = thinking.Count == 1 ? thinking[0] : new ThinkChunk([.. thinking.SelectMany(chunk => chunk.Thinking)])
        {
            Signature = thinking.FindLast(chunk => chunk.Signature is not null)?.Signature,
            Closed = thinking.FindLast(chunk => chunk.Closed is not null)?.Closed,
        };
        return new MessageContent([merged, .. (IEnumerable<ContentChunk>?)content ?? []]);
    }
}
