namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Validates the order of the messages: roles, tool calls and their results, the prefix, and the last message. Each method returns an error
/// message, or null if the conversation is valid.
/// </summary>
internal static class ConversationValidator
{
    internal static string? Validate(IReadOnlyList<Message> messages)
    {
        var pendingCalls = new HashSet<string>(StringComparer.Ordinal);
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
                pendingCalls.UnionWith((assistant.ToolCalls ?? []).Select(call => call.Id ?? ""));
                resultCount = 0;
            }
        }

        return messages[messages.Count - 1] is AssistantMessage ? null : GetMissingResultsError(pendingCalls, resultCount);
    }

    internal static void ThrowIfTooManyImages(IReadOnlyList<Message> messages, int? maxImages)
    {
        var count = GetImages(messages).Count();
        if (count > maxImages)
        {
            throw new ArgumentException(
                $"A request may have at most {maxImages} images, but this request has {count}. "
                + "Remove older images, or change ChatRules.MaxImages.");
        }
    }

    internal static void ThrowIfImageTooLarge(IReadOnlyList<Message> messages, long? maxImageSize)
    {
        var size = GetImages(messages).Select(image => image.ImageUrl?.Url?.DataLength).Max();
        if (size > maxImageSize)
        {
            throw new ArgumentException(
                $"An image may have at most {maxImageSize} bytes, but one has {size} bytes. "
                + "Reduce its size, or change ChatRules.MaxImageSize.");
        }
    }

    private static IEnumerable<ImageUrlChunk> GetImages(IReadOnlyList<Message> messages) => messages.SelectMany(message => message switch
    {
        UserMessage { Content: { IsString: false } content } => content.OfType<ImageUrlChunk>(),
        ToolMessage { Content: { IsString: false } content } => content.OfType<ImageUrlChunk>(),
        _ => [],
    });

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
