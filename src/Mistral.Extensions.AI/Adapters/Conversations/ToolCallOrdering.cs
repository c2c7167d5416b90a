using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Puts each tool result directly after the message with its call, in the order of the calls, and replaces IDs and names that Mistral
/// does not accept. A call and its result always get the same ID.
/// </summary>
internal static class ToolCallOrdering
{
    /// <summary>The result of a call that was not executed.</summary>
    internal const string MissingResult = "{\"error\":\"Tool call was not executed.\"}";

    /// <param name="messages">The messages.</param>
    /// <param name="fillMissing">Whether a call without a result gets a result with an error text.</param>
    /// <returns>The same list if there are no calls and results, otherwise a new list.</returns>
    internal static List<Message> Arrange(List<Message> messages, bool fillMissing)
    {
        if (!messages.Exists(message => message is ToolMessage or AssistantMessage { ToolCalls: not null }))
            return messages;

        var idMapper = new ToolCallIdMapper();
        var arranged = new List<Message>(messages.Count);
        var results = new ToolResultIndex(messages);
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is AssistantMessage { ToolCalls: { } calls } assistant)
            {
                var callResults = calls.Select(call => results.Take(call.Id, i)).ToList();
                AddCallsAndResults(arranged, assistant, callResults, idMapper, fillMissing && i < messages.Count - 1);
            }
            else if (!results.IsTaken(i))
            {
                arranged.Add(messages[i]);
            }
        }

        return arranged;
    }

    private static void AddCallsAndResults(
        List<Message> arranged, AssistantMessage assistant, List<ToolMessage?> results, ToolCallIdMapper idMapper, bool fillMissing)
    {
        // If a result is missing, the validator rejects the conversation. The original IDs are kept for its message.
        var isComplete = fillMissing || results.TrueForAll(result => result is not null);
        IReadOnlyList<ToolCall> calls = isComplete ? idMapper.MapCalls(assistant.ToolCalls!) : assistant.ToolCalls!;
        calls = [.. calls.Select(WithValidName)];
        arranged.Add(assistant with { ToolCalls = calls });
        for (var i = 0; i < calls.Count; i++)
        {
            if (results[i] is { } result)
                arranged.Add(result with { ToolCallId = calls[i].Id, Name = result.Name is null ? null : calls[i].Function?.Name });
            else if (fillMissing)
                arranged.Add(CreateErrorResult(calls[i]));
        }
    }

    // A model may call a function that does not exist, such as "functions.search". The caller cannot correct that name.
    private static ToolCall WithValidName(ToolCall call) => ToolName.IsValid(call.Function?.Name)
        ? call
        : call with { Function = (call.Function ?? new()) with { Name = ToolName.ToValid(call.Function?.Name, "unknown") } };

    private static ToolMessage CreateErrorResult(ToolCall call) => new(MissingResult)
    {
        ToolCallId = call.Id,
        Name = call.Function?.Name,
    };
}
