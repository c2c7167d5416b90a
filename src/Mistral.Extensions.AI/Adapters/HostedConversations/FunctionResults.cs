using Mistral.Extensions.AI.Adapters.Conversations;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>Gives each function call of the inputs a result: the API rejects a call without one.</summary>
internal static class FunctionResults
{
    /// <summary>
    /// Returns the entries with a result for each call. If a message or another entry follows a call without a result, for example because
    /// the user canceled the function and continued, the call gets a result with an error text.
    /// </summary>
    /// <exception cref="ArgumentException">Only function calls and results follow a call without a result.</exception>
    internal static IReadOnlyList<ConversationEntry> AddMissing(List<ConversationEntry> entries)
    {
        var results = entries.OfType<FunctionResultEntry>();
        var answered = new HashSet<string?>(results.Select(result => result.ToolCallId), StringComparer.Ordinal);
        if (entries.TrueForAll(entry => !IsUnanswered(entry, answered)))
            return entries;

        var completed = new List<ConversationEntry>(entries.Count + 1);
        for (var i = 0; i < entries.Count; i++)
        {
            completed.Add(entries[i]);
            if (!IsUnanswered(entries[i], answered))
                continue;

            var call = (FunctionCallEntry)entries[i];
            if (entries.Skip(i + 1).All(static entry => entry is FunctionCallEntry or FunctionResultEntry))
                throw CreateError(call.ToolCallId, call.Name);

            completed.Add(new FunctionResultEntry(call.ToolCallId ?? "", ToolCallOrdering.MissingResult));
        }

        return completed;
    }

    internal static ArgumentException CreateError(string? id, string? name) => new(
        $"The function call \"{id}\" ({name}) has no result. Add a message with a FunctionResultContent for each call before the next "
            + "request; UseFunctionInvocation does this.");

    private static bool IsUnanswered(ConversationEntry entry, HashSet<string?> answered) =>
        entry is FunctionCallEntry { ConfirmationStatus: null } call && !answered.Contains(call.ToolCallId);
}
