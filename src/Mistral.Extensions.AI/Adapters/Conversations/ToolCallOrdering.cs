using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Puts each tool result directly after the message with its call, in the order of the calls, and replaces IDs that Mistral does not
/// accept. A call and its result always get the same ID.
/// </summary>
internal static class ToolCallOrdering
{
    /// <param name="messages">The messages.</param>
    /// <param name="fillMissing">Whether a call without a result gets a result with an error text.</param>
    internal static List<Message> Arrange(List<Message> messages, bool fillMissing)
    {
        if (!messages.Exists(message => message is ToolMessage or AssistantMessage { ToolCalls: not null }))
            return messages;

        var idMapper = new ToolCallIdMapper();
        var arranged = new List<Message>(messages.Count);
        var takenIndexes = new HashSet<int>();
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is AssistantMessage { ToolCalls: { } calls } assistant)
            {
                var results = calls.Select(call => TakeResult(messages, i + 1, call.Id, takenIndexes)).ToList();
                AddCallsAndResults(arranged, assistant, results, idMapper, fillMissing && i < messages.Count - 1);
            }
            else if (!takenIndexes.Contains(i))
            {
                arranged.Add(messages[i]);
            }
        }

        return arranged;
    }

    /// <summary>Finds the result of a call: the next one with its ID that comes before another call with the same ID.</summary>
    private static ToolMessage? TakeResult(List<Message> messages, int start, string? id, HashSet<int> takenIndexes)
    {
        for (var i = start; i < messages.Count; i++)
        {
            if (messages[i] is AssistantMessage { ToolCalls: { } calls } && calls.Any(call => call.Id == id))
                return null;
            if (messages[i] is ToolMessage result && result.ToolCallId == id && takenIndexes.Add(i))
                return result;
        }

        return null;
    }

    private static void AddCallsAndResults(
        List<Message> arranged, AssistantMessage assistant, List<ToolMessage?> results, ToolCallIdMapper idMapper, bool fillMissing)
    {
        // If a result is missing, the validator rejects the conversation. The original IDs are kept for its message.
        var isComplete = fillMissing || results.TrueForAll(result => result is not null);
        var calls = isComplete ? idMapper.MapCalls(assistant.ToolCalls!) : assistant.ToolCalls!;
        arranged.Add(assistant with { ToolCalls = calls });
        for (var i = 0; i < calls.Count; i++)
        {
            if (results[i] is { } result)
                arranged.Add(result with { ToolCallId = calls[i].Id, Name = result.Name is null ? null : calls[i].Function?.Name });
            else if (fillMissing)
                arranged.Add(CreateErrorResult(calls[i]));
        }
    }

    private static ToolMessage CreateErrorResult(ToolCall call) => new("{\"error\":\"Tool call was not executed.\"}")
    {
        ToolCallId = call.Id,
        Name = call.Function?.Name,
    };
}
