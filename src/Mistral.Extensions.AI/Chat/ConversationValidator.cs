namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Validates the order of the messages: roles, tool calls and their results, the prefix, and the last message. Each method returns an error
/// message, or null if the conversation is valid.
/// </summary>
internal static class ConversationValidator
{
    private static readonly HashSet<string> NoCalls = [];

    internal static string? Validate(IReadOnlyList<Message> messages)
    {
        // The IDs of the calls of the last assistant message with calls.
        var pendingCalls = NoCalls;
        var resultCount = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is ToolMessage result)
            {
                if (ValidateResult(result, pendingCalls) is { } resultError)
                    return resultError;
                resultCount++;
                continue;
            }

            if ((GetMissingResultsError(pendingCalls, resultCount) ?? ValidateRole(messages, i)) is { } error)
                return error;

            if (messages[i] is AssistantMessage assistant)
            {
                if (ValidateAssistant(assistant, i, isLast: i == messages.Count - 1) is { } assistantError)
                    return assistantError;
                if (assistant.ToolCalls is { } calls)
                    pendingCalls = new(calls.Select(call => call?.Id ?? ""), StringComparer.Ordinal);
                resultCount = 0;
            }
        }

        return messages[messages.Count - 1] is AssistantMessage ? null : GetMissingResultsError(pendingCalls, resultCount);
    }

    /// <summary>Throws if the messages have too many images, or one that is too large.</summary>
    internal static void ThrowIfImagesExceed(List<Message> messages, int? maxCount, long? maxSize)
    {
        var (count, size) = (0, 0L);
        foreach (var message in messages)
        {
            var content = message is ToolMessage result ? result.Content : (message as UserMessage)?.Content;
            for (var i = 0; content is { IsString: false } && i < content.Count; i++)
            {
                if (content[i] is ImageUrlChunk image)
                    (count, size) = (count + 1, Math.Max(size, image.ImageUrl?.Url?.DataLength ?? 0));
            }
        }

        if (count > maxCount)
        {
            throw new ArgumentException(
                $"A request may have at most {maxCount} images, but this request has {count}. "
                + "Remove older images, or change ChatRules.MaxImages.");
        }

        if (size > maxSize)
        {
            throw new ArgumentException(
                $"An image may have at most {maxSize} bytes, but one has {size} bytes. Reduce its size, or change ChatRules.MaxImageSize.");
        }
    }

    private static string? ValidateResult(ToolMessage result, HashSet<string> pendingCalls)
    {
        if (result.ToolCallId is null or "" or "null")
            return "A tool result has no call ID. Set FunctionResultContent.CallId or ToolMessage.ToolCallId.";

        if (!pendingCalls.Remove(result.ToolCallId!))
        {
            return $"Tool result for call \"{result.ToolCallId}\" has no matching tool call in an earlier assistant message. "
                + "Add the message with the call, or remove the result.";
        }

        return result.Name is { } name && !ToolName.IsValid(name) ? ToolName.GetErrorMessage(name) : null;
    }

    // "Not the same number of function calls and responses" (error 3230)
    private static string? GetMissingResultsError(HashSet<string> pendingCalls, int resultCount) => pendingCalls.Count == 0
        ? null
        : $"Tool results are missing for {pendingCalls.Count} of {pendingCalls.Count + resultCount} tool calls: "
            + $"{string.Join(", ", pendingCalls)}. "
            + "Send a result for each call. With IChatClient, ChatRules.FillMissingToolResults adds the missing results.";

    private static string? ValidateRole(IReadOnlyList<Message> messages, int index) => messages[index] switch
    {
        AssistantMessage when messages.Count == 1 =>
            "The only message has the role \"assistant\". Add a user or system message before it.",
        UnknownMessage { Role: var role } =>
            $"messages[{index}] has the role \"{role}\". Set it to \"system\", \"user\", \"assistant\" or \"tool\".",
        SystemMessage when index > 0 && messages[index - 1] is AssistantMessage or ToolMessage =>
            $"messages[{index}] (system): a system message cannot directly follow a message with the role \"{messages[index - 1].Role}\". "
            + "Move it to the beginning.",
        SystemMessage when index > 0 && index == messages.Count - 1 =>
            "The last message has the role \"system\". Add a user message after it.",
        _ => null,
    };

    private static string? ValidateAssistant(AssistantMessage message, int index, bool isLast) => message switch
    {
        { Prefix: true } when !isLast => $"messages[{index}] (assistant): prefix is only allowed on the last message. Remove it.",
        { Content: null or { IsEmpty: true }, ToolCalls: not { Count: > 0 } } =>
            $"messages[{index}] (assistant): the message has neither content nor tool calls. Add one of them, or remove the message.",
        { ToolCalls.Count: > 0 } when isLast =>
            "The last message has the role \"assistant\" and tool calls without results. Add a tool result for each call.",
        { Prefix: not true } when isLast =>
            "The last message has the role \"assistant\". Add a user message after it, or set Prefix = true on it.",
        { ToolCalls: { } calls } when calls.FirstOrDefault(call => !ToolName.IsValid(call.Function?.Name)) is { } call =>
            ToolName.GetErrorMessage(call.Function?.Name),
        { ToolCalls: { Count: > 1 } calls } when calls.GroupBy(call => call.Id).FirstOrDefault(same => same.Count() > 1) is { } group =>
            $"messages[{index}] (assistant): two tool calls have the ID \"{group.Key}\". Use a different ID for each call.",
        { Content: { IsString: false } content } when content.Count(chunk => chunk is ThinkChunk) is > 1 and var count =>
            $"messages[{index}] (assistant): the message has {count} thinking chunks. Merge them into one, as the first chunk.",
        { Content: { IsString: false } content } when content.Skip(1).Any(chunk => chunk is ThinkChunk) =>
            $"messages[{index}] (assistant): the thinking chunk must be the first chunk.",
        _ => null,
    };
}
