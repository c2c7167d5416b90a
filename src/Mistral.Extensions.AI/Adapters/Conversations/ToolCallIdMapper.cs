using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Replaces the tool-call IDs that Mistral does not accept, for one request. An ID is always replaced by the same ID, so that a
/// conversation that is sent again is identical and uses the prompt cache.
/// </summary>
internal sealed class ToolCallIdMapper
{
    // The text that each ID of the request was created from: the original ID, or the original ID with its repetition.
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);

    /// <summary>Returns the calls of one assistant message with valid IDs. Calls with the same ID get different IDs.</summary>
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
