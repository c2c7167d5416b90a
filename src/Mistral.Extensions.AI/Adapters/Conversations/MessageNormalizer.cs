using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Makes a conversation lawful for Mistral, on a copy. It moves, joins and renames; it leaves out only what holds nothing. What cannot be
/// mended is left for <see cref="ConversationValidator"/> to name.
/// </summary>
internal static class MessageNormalizer
{
    internal static ChatCompletionRequest Normalize(ChatCompletionRequest request, ChatRules rules)
    {
        var conversation = WithoutEmpty(request.Messages ?? []);
        if (rules.AddJsonInstruction && request.ResponseFormat is { Type: "json_object" } && conversation.Count > 0 && !conversation.Exists(SaysJson))
            conversation.Insert(0, new SystemMessage("Answer with a JSON object."));
        conversation = WithTurns(conversation, rules);
        // Results that were far from their calls have left their places: what stood before and after them are neighbours now.
        conversation = WithTurns(ToolCallOrdering.Arrange(conversation, rules.FillMissingToolResults), rules);
        if (rules.BridgeToolToUser)
            conversation = WithBridges(conversation);
        if (rules.PrefixTrailingAssistant && conversation.LastOrDefault() is AssistantMessage { ToolCalls: null, Prefix: null } last)
            conversation[conversation.Count - 1] = last with { Prefix = true };
        return request with { Messages = conversation };
    }

    private static List<Message> WithTurns(List<Message> messages, ChatRules rules) =>
        WithJoinedTurns(WithSystemFirst(messages), rules.MergeConsecutiveMessages);

    private static bool SaysJson(Message message) =>
        ((message as SystemMessage)?.Content ?? (message as UserMessage)?.Content)?.Text.Contains("json", StringComparison.OrdinalIgnoreCase) is true;

    // "Assistant message must have either content or tool_calls", "System prompt must have content". An empty user message is lawful.
    private static List<Message> WithoutEmpty(IReadOnlyList<Message> messages) => [.. messages.Where(message => message is not (
        SystemMessage { Content.IsEmpty: true }
        or AssistantMessage { Content: null or { IsEmpty: true }, ToolCalls: null or { Count: 0 } }))];

    /// <summary>
    /// A system message may not follow an assistant or tool message, nor be the last. A late one joins the leading ones; the last one is
    /// what is to be answered, so it becomes the user's: M.E.AI's own SummarizingChatReducer asks so.
    /// </summary>
    private static List<Message> WithSystemFirst(List<Message> messages)
    {
        var result = new List<Message>(messages.Count);
        var lead = messages.TakeWhile(message => message is SystemMessage).Count();
        // Where there is nothing else, the last one is the question, and those before it are its instructions.
        var question = lead == messages.Count ? Math.Max(1, lead - 1) : messages.FindLastIndex(message => message is not SystemMessage) + 1;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is not SystemMessage system)
                result.Add(messages[i]);
            else if (i >= question)
                result.Add(new UserMessage(system.Content));
            else if (result.Count > 0 && result[result.Count - 1] is AssistantMessage or ToolMessage)
                result.Insert(lead++, system);
            else
                result.Add(system);
        }

        return result;
    }

    /// <summary>One turn of the assistant is one message: some frameworks store each call of a turn, or each piece, as its own.</summary>
    private static List<Message> WithJoinedTurns(List<Message> messages, bool alsoOthers)
    {
        var result = new List<Message>(messages.Count);
        foreach (var message in messages.Select(Tidy))
        {
            var last = result.Count > 0 ? result[result.Count - 1] : null;
            Message? joined = (last, message) switch
            {
                (AssistantMessage first, AssistantMessage { Prefix: not true } second) => Join(first, second),
                (UserMessage first, UserMessage second) when alsoOthers => new UserMessage(Join(first.Content, second.Content)!),
                (SystemMessage first, SystemMessage second) when alsoOthers => new SystemMessage(Join(first.Content, second.Content)!),
                _ => null,
            };
            if (joined is null)
                result.Add(message);
            else
                result[result.Count - 1] = joined;
        }

        return result;
    }

    // "Expected at most one leading ThinkChunk". An empty list of calls is refused as well.
    private static Message Tidy(Message message) => message is AssistantMessage answer
        ? answer with
        {
            Content = WithThinking(ThoughtsOf(answer.Content), RestOf(answer.Content)),
            ToolCalls = answer.ToolCalls is { Count: > 0 } calls ? calls : null,
        }
        : message;

    private static AssistantMessage Join(AssistantMessage first, AssistantMessage second)
    {
        List<ToolCall> calls = [.. first.ToolCalls ?? [], .. second.ToolCalls ?? []];
        return first with
        {
            Content = WithThinking([.. ThoughtsOf(first.Content), .. ThoughtsOf(second.Content)], Join(RestOf(first.Content), RestOf(second.Content))),
            ToolCalls = calls.Count > 0 ? calls : null,
        };
    }

    // Two line ends are what the server itself puts between messages it joins.
    private static MessageContent? Join(MessageContent? first, MessageContent? second) => (first, second) switch
    {
        (not { IsEmpty: false }, _) => second ?? first,
        (_, not { IsEmpty: false }) => first,
        ({ IsString: true }, { IsString: true }) => new($"{first.Text}\n\n{second.Text}"),
        _ => new([.. first, new TextChunk("\n\n"), .. (IEnumerable<ContentChunk>)second]),
    };

    private static List<ThinkChunk> ThoughtsOf(MessageContent? content) => [.. content?.OfType<ThinkChunk>() ?? []];

    private static MessageContent? RestOf(MessageContent? content) =>
        content?.Any(chunk => chunk is ThinkChunk) is true ? new(content.Where(chunk => chunk is not ThinkChunk)) : content;

    private static MessageContent? WithThinking(List<ThinkChunk> thoughts, MessageContent? rest)
    {
        if (thoughts.Count == 0)
            return rest;

        var thinking = thoughts.Count == 1 ? thoughts[0] : new ThinkChunk([.. thoughts.SelectMany(thought => thought.Thinking)])
        {
            Signature = thoughts.FindLast(thought => thought.Signature is not null)?.Signature,
            Closed = thoughts.FindLast(thought => thought.Closed is not null)?.Closed,
        };
        return new MessageContent([thinking, .. (IEnumerable<ContentChunk>?)rest ?? []]);
    }

    private static List<Message> WithBridges(List<Message> messages)
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
}
