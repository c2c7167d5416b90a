using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Replaces the tool-call ids of one request that Mistral does not accept. An id is always replaced by the same id, so that a
/// conversation that is sent again is identical and uses the prompt cache.
/// </summary>
internal sealed class ToolCallIdMapper
{
    // The text that each id of the request was created from: the original id, or the original id with its repetition.
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);

    /// <summary>Returns the calls of one assistant message with valid ids. Calls with the same id get different ids.</summary>
    internal List<ToolCall> MapCalls(IReadOnlyList<ToolCall> calls)
    {
        var repetitions = new Dictionary<string, int>(StringComparer.Ordinal);
        var mapped = new List<ToolCall>(calls.Count);
        foreach (var call in calls)
        {
            var id = call.Id ?? "";
            repetitions[id] = repetitions.TryGetValue(id, out var count) ? count + 1 : 0;
            mapped.Add(call with { Id = Map(id, repetitions[id]) });
        }

        return mapped;
    }

    private string Map(string id, int repetition)
    {
        var source = repetition == 0 ? id : $"{id}#{repetition}";
        var mapped = repetition == 0 && ToolCallId.IsValid(id) ? id : ToolCallId.FromHash(source);
        for (var attempt = 1; _sources.TryGetValue(mapped, out var other) && other != source; attempt++)
            mapped = ToolCallId.FromHash($"{source}/{attempt}");

        _sources[mapped] = source;
        return mapped;
    }
}
