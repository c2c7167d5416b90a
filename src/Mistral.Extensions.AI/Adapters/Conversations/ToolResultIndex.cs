using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Conversations;

/// <summary>
/// Finds the result of each tool call. The positions are collected once, so that a long conversation with many calls takes linear time.
/// </summary>
internal sealed class ToolResultIndex
{
    // The key of calls and results without an ID.
    private const string NoId = "\0";

    private readonly List<Message> _messages;
    private readonly Dictionary<string, Queue<int>> _results = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<int>> _calls = new(StringComparer.Ordinal);
    private readonly HashSet<int> _taken = [];

    internal ToolResultIndex(List<Message> messages)
    {
        _messages = messages;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is ToolMessage result)
                Add(_results, result.ToolCallId, i);
            foreach (var call in (messages[i] as AssistantMessage)?.ToolCalls ?? [])
                Add(_calls, call.Id, i);
        }
    }

    /// <summary>
    /// Takes the result of a call: the next one with its ID that comes before another message with a call of the same ID.
    /// </summary>
    /// <param name="id">The ID of the call.</param>
    /// <param name="callIndex">The index of the message with the call. It must not decrease from call to call.</param>
    /// <returns>The result, or null if there is none.</returns>
    internal ToolMessage? Take(string? id, int callIndex)
    {
        if (FindAfter(_results, id, callIndex) is not { } index || FindAfter(_calls, id, callIndex) < index)
            return null;

        _results[id ?? NoId].Dequeue();
        _taken.Add(index);
        return (ToolMessage)_messages[index];
    }

    /// <summary>Whether the message is the result of a call, and was taken.</summary>
    internal bool IsTaken(int index) => _taken.Contains(index);

    private static int? FindAfter(Dictionary<string, Queue<int>> positions, string? id, int index)
    {
        if (!positions.TryGetValue(id ?? NoId, out var queue))
            return null;

        while (queue.Count > 0 && queue.Peek() <= index)
            queue.Dequeue();
        return queue.Count > 0 ? queue.Peek() : null;
    }

    private static void Add(Dictionary<string, Queue<int>> positions, string? id, int index)
    {
        if (!positions.TryGetValue(id ?? NoId, out var queue))
            positions.Add(id ?? NoId, queue = new());
        queue.Enqueue(index);
    }
}
