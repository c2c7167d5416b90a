namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Makes a conversation lawful for Mistral, on a copy. It moves, joins and renames; it leaves out only what holds nothing. What cannot be
/// mended is left for <see cref="ConversationChecks"/> to name.
/// </summary>
internal static class MessageNormalizer
{
    internal static ChatCompletionRequest Normalize(ChatCompletionRequest request, ChatRules rules)
    {
        var conversation = WithSystemFirst(WithoutEmpty(request.Messages ?? []));
        if (rules.AskForJson && request.ResponseFormat is { Type: "json_object" } && !conversation.Exists(SaysJson))
            conversation.Insert(0, new SystemMessage("Answer with a JSON object."));
        conversation = WithJoinedTurns(conversation, rules.MergeConsecutiveMessages);
        conversation = ToolTurns.Arrange(conversation, rules.FillMissingToolResults);
        if (rules.BridgeToolToUser)
            conversation = WithBridges(conversation);
        if (rules.PrefixTrailingAssistant && conversation.LastOrDefault() is AssistantMessage { ToolCalls: null, Prefix: null } last)
            conversation[conversation.Count - 1] = last with { Prefix = true };
        return request with { Messages = conversation };
    }

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
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is not SystemMessage system)
                result.Add(messages[i]);
            else if (i > 0 && messages.Skip(i).All(message => message is SystemMessage))
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
        foreach (var message in messages)
        {
            var last = result.Count > 0 ? result[result.Count - 1] : null;
            Message? joined = (last, message) switch
            {
                (AssistantMessage first, AssistantMessage { Prefix: not true } second) => Join(first, second),
                (UserMessage first, UserMessage second) when alsoOthers => new UserMessage(Join(first.Content, second.Content)),
                (SystemMessage first, SystemMessage second) when alsoOthers => new SystemMessage(Join(first.Content, second.Content)),
                _ => null,
            };
            if (joined is null)
                result.Add(message);
            else
                result[result.Count - 1] = joined;
        }

        return result;
    }

    private static AssistantMessage Join(AssistantMessage first, AssistantMessage second)
    {
        var content = first.Content is not { IsEmpty: false } ? second.Content : second.Content is not { IsEmpty: false } ? first.Content : Join(first.Content, second.Content);
        List<ToolCall> calls = [.. first.ToolCalls ?? [], .. second.ToolCalls ?? []];
        return first with { Content = WithOneThinking(content), ToolCalls = calls.Count > 0 ? calls : null };
    }

    // Two line ends are what the server itself puts between messages it joins.
    private static MessageContent Join(MessageContent first, MessageContent second) =>
        first.IsString && second.IsString ? new($"{first.Text}\n\n{second.Text}") : new([.. first, new TextChunk("\n\n"), .. (IEnumerable<ContentChunk>)second]);

    // "Expected at most one leading ThinkChunk".
    private static MessageContent? WithOneThinking(MessageContent? content)
    {
        if (content?.OfType<ThinkChunk>().Any() is not true)
            return content;

        var thoughts = content.OfType<ThinkChunk>().ToList();
        var rest = content.Where(chunk => chunk is not ThinkChunk).ToList();
        // The break that stood between two pieces may now stand before the first.
        if (rest.FirstOrDefault() is TextChunk { Text: "\n\n" })
            rest.RemoveAt(0);
        var thinking = new ThinkChunk([.. thoughts.SelectMany(thought => thought.Thinking)])
        {
            Signature = thoughts.FindLast(thought => thought.Signature is not null)?.Signature,
        };
        return new MessageContent(rest.Prepend(thinking));
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
