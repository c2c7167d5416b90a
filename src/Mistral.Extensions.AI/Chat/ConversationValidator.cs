namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Conversations the server would refuse: roles out of order, calls and results that do not match, a prefix in the middle, an end that asks
/// for nothing.
/// </summary>
internal static class ConversationValidator
{
    internal static string? Validate(IReadOnlyList<Message> messages)
    {
        var pending = new List<ToolCall>();
        var answered = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is ToolMessage result)
            {
                if (ResultProblem(result, pending, ref answered) is { } problem)
                    return problem;
                continue;
            }

            if (MissingResults(pending, answered) is { } missing)
                return missing;

            if (OrderProblem(messages, i) is { } disorder)
                return disorder;

            if (messages[i] is AssistantMessage assistant)
            {
                if (AssistantProblem(assistant, i, isLast: i == messages.Count - 1) is { } problem)
                    return problem;
                (pending, answered) = ([.. assistant.ToolCalls ?? []], 0);
            }
        }

        return messages[messages.Count - 1] is AssistantMessage ? null : MissingResults(pending, answered);
    }

    internal static void ThrowIfTooManyImages(IReadOnlyList<Message> messages, int? maxImages)
    {
        var images = messages.Sum(message => message switch
        {
            UserMessage user => user.Content.Count(chunk => chunk is ImageUrlChunk),
            ToolMessage tool => tool.Content.Count(chunk => chunk is ImageUrlChunk),
            _ => 0,
        });
        if (images > maxImages)
            throw new ArgumentException($"Mistral accepts at most {maxImages} images per request, not {images}. Leave out older ones, or set ChatRules.MaxImages.");
    }

    private static string? ResultProblem(ToolMessage result, List<ToolCall> pending, ref int answered)
    {
        if (result.ToolCallId is null or "" or "null")
            return "FunctionResultContent.CallId is empty; Mistral requires it.";

        if (pending.RemoveAll(call => call.Id == result.ToolCallId) == 0)
            return $"Tool result for call \"{result.ToolCallId}\" has no matching tool call in an earlier assistant message.";

        answered++;
        return result.Name is { } name && !ToolName.IsValid(name) ? ToolName.InvalidMessage(name) : null;
    }

    private static string? MissingResults(List<ToolCall> pending, int answered) => pending.Count == 0
        ? null
        : $"Assistant called {pending.Count + answered} tools but {answered} results were sent; missing: {string.Join(", ", pending.Select(call => call.Id))}. "
            + "Send a result for each call, or set ChatRules.FillMissingToolResults.";

    private static string? OrderProblem(IReadOnlyList<Message> messages, int index) => messages[index] switch
    {
        AssistantMessage when messages.Count == 1 =>
            "The only message has role \"assistant\". Mistral needs a user or a system message before it.",
        SystemMessage when index > 0 && messages[index - 1] is AssistantMessage or ToolMessage =>
            $"messages[{index}] (system): Mistral takes no system message right after one of role \"{messages[index - 1].Role}\".",
        SystemMessage when index > 0 && index == messages.Count - 1 =>
            "The last message has role \"system\". Mistral needs a user message or a tool result there.",
        _ => null,
    };

    private static string? AssistantProblem(AssistantMessage message, int index, bool isLast) => message switch
    {
        { Prefix: true } when !isLast => $"messages[{index}] (assistant): prefix is only allowed on the last message.",
        { Content: null or { IsEmpty: true }, ToolCalls: not { Count: > 0 } } =>
            $"messages[{index}] (assistant): the message must have content or tool calls.",
        { ToolCalls.Count: > 0 } when isLast =>
            "The last message has role \"assistant\" and pending tool calls. Mistral needs a tool result, a user message, or an assistant text message sent as a prefix.",
        { Prefix: not true } when isLast =>
            "The last message has role \"assistant\". Mistral needs a user message or a tool result there, or Prefix = true on it.",
        { ToolCalls: { } calls } when calls.FirstOrDefault(call => !ToolName.IsValid(call.Function?.Name)) is { } call => ToolName.InvalidMessage(call.Function?.Name),
        { ToolCalls: { } calls } when calls.GroupBy(call => call.Id).FirstOrDefault(same => same.Count() > 1) is { } same =>
            $"messages[{index}] (assistant): two tool calls have the id \"{same.Key}\".",
        { Content: { } content } when content.Count(chunk => chunk is ThinkChunk) is > 1 and var thoughts =>
            $"messages[{index}] (assistant): {thoughts} thinking chunks; Mistral takes one, as the first chunk.",
        { Content: { } content } when content.Skip(1).Any(chunk => chunk is ThinkChunk) =>
            $"messages[{index}] (assistant): the thinking chunk must be the first chunk.",
        _ => null,
    };
}
