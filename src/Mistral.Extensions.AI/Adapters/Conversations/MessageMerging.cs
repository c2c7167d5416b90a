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
    internal static List<Message> MergeConsecutive(List<Message> messages, bool includeUserAndSystem)
    {
        var result = new List<Message>(messages.Count);
        foreach (var message in messages.Select(Clean))
        {
            var previous = result.Count > 0 ? result[result.Count - 1] : null;
            Message? merged = (previous, message) switch
            {
                (AssistantMessage first, AssistantMessage { Prefix: not true } second) => Merge(first, second),
                (UserMessage first, UserMessage second) when includeUserAndSystem =>
                    new UserMessage(Merge(first.Content, second.Content)!),
                (SystemMessage first, SystemMessage second) when includeUserAndSystem =>
                    new SystemMessage(Merge(first.Content, second.Content)!),
                _ => null,
            };
            if (merged is null)
                result.Add(message);
            else
                result[result.Count - 1] = merged;
        }

        return result;
    }

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

    private static AssistantMessage Merge(AssistantMessage first, AssistantMessage second)
    {
        List<ThinkChunk> thinking = [.. GetThinking(first.Content), .. GetThinking(second.Content)];
        List<ToolCall> calls = [.. first.ToolCalls ?? [], .. second.ToolCalls ?? []];
        return first with
        {
            Content = WithThinking(thinking, Merge(WithoutThinking(first.Content), WithoutThinking(second.Content))),
            ToolCalls = calls.Count > 0 ? calls : null,
        };
    }

    // The server itself joins consecutive messages with two line breaks.
    private static MessageContent? Merge(MessageContent? first, MessageContent? second) => (first, second) switch
    {
        (not { IsEmpty: false }, _) => second ?? first,
        (_, not { IsEmpty: false }) => first,
        ({ IsString: true }, { IsString: true }) => new($"{first.Text}\n\n{second.Text}"),
        _ => new([.. first, new TextChunk("\n\n"), .. (IEnumerable<ContentChunk>)second]),
    };

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
