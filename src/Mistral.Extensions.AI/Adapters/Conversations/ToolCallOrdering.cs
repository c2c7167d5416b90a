using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Calls and results as Mistral wants them: each result right after its call's message, in the order of the calls, under an id of nine
/// letters or digits. Ids of other providers are mapped, the same way on both sides, never dropped.
/// </summary>
internal static class ToolCallOrdering
{
    internal static List<Message> Arrange(List<Message> messages, bool fillMissing)
    {
        if (!messages.Exists(message => message is ToolMessage or AssistantMessage { ToolCalls: not null }))
            return messages;

        var ids = new ToolCallIdMapper();
        var result = new List<Message>(messages.Count);
        var placed = new HashSet<int>();
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is AssistantMessage { ToolCalls: { } calls } assistant)
            {
                var results = calls.Select(call => Take(messages, i + 1, call.Id, placed)).ToList();
                AddTurn(assistant, results, ids, fillMissing && i < messages.Count - 1, result);
            }
            else if (!placed.Contains(i))
            {
                result.Add(messages[i]);
            }
        }

        return result;
    }

    /// <summary>The result of a call: the next one with its id, unless another turn has taken up the id before.</summary>
    private static ToolMessage? Take(List<Message> messages, int start, string? id, HashSet<int> placed)
    {
        for (var i = start; i < messages.Count; i++)
        {
            if (messages[i] is AssistantMessage { ToolCalls: { } calls } && calls.Any(call => call.Id == id))
                return null;
            if (messages[i] is ToolMessage result && result.ToolCallId == id && placed.Add(i))
                return result;
        }

        return null;
    }

    private static void AddTurn(AssistantMessage assistant, List<ToolMessage?> results, ToolCallIdMapper ids, bool fillMissing, List<Message> conversation)
    {
        // A turn that lacks results will be refused, and the error is to name the ids the caller knows.
        var calls = fillMissing || results.TrueForAll(result => result is not null) ? ids.MapCalls(assistant.ToolCalls!) : assistant.ToolCalls!;
        conversation.Add(assistant with { ToolCalls = calls });
        for (var i = 0; i < calls.Count; i++)
        {
            if (results[i] is { } result)
                conversation.Add(result with { ToolCallId = calls[i].Id, Name = result.Name is null ? null : calls[i].Function?.Name });
            else if (fillMissing)
                conversation.Add(new ToolMessage("{\"error\":\"Tool call was not executed.\"}") { ToolCallId = calls[i].Id, Name = calls[i].Function?.Name });
        }
    }
}
