using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// Assembles tool calls from the deltas of a response. Most Mistral models send each call in one delta. Others split it, omit its ID or
/// send the string "null" as ID, and give every call the index 0.
/// </summary>
internal sealed class ToolCallAccumulator
{
    private readonly List<PendingToolCall> _calls = [];
    private readonly Dictionary<string, PendingToolCall> _callsById = new(StringComparer.Ordinal);
    private readonly Dictionary<int, PendingToolCall> _lastCallByIndex = [];

    /// <summary>Whether the response has a call that the caller must run.</summary>
    internal bool HasCalls { get; private set; }

    /// <summary>Adds the tool calls of one streamed delta. Each starts a call or continues an earlier one.</summary>
    /// <returns>The call of each delta.</returns>
    internal IReadOnlyList<PendingToolCall> AddDeltas(IReadOnlyList<ToolCall> deltas)
    {
        var calls = new PendingToolCall[deltas.Count];
        // Named calls within one delta are always distinct calls, even when name, index and ID are equal.
        var seen = deltas.Count > 1 ? new HashSet<PendingToolCall>() : null;
        for (var i = 0; i < calls.Length; i++)
        {
            var delta = deltas[i];
            var call = Find(delta);
            if (call is null || (HasName(delta) && seen?.Contains(call) is true))
            {
                call = Start(delta);
            }
            else
            {
                call.Append(delta);
                AddId(call);
            }

            seen?.Add(call);
            calls[i] = call;
        }

        return calls;
    }

    /// <summary>Adds the tool calls of a message that is not streamed.</summary>
    internal void AddComplete(IReadOnlyList<ToolCall> calls)
    {
        foreach (var call in calls)
            Start(call);
    }

    /// <summary>
    /// Finds the call to which a server-side result belongs, and moves it to <paramref name="contents"/>. It is marked as informational, so
    /// that the caller does not run it again.
    /// </summary>
    /// <param name="id">The ID in the result; null if it has none, in which case results belong to the calls in order.</param>
    /// <param name="contents">The list to add to.</param>
    /// <returns>The ID of the call.</returns>
    internal string? FlushHosted(string? id, IList<AIContent> contents)
    {
        var call = id is null ? _calls.FirstOrDefault() : Find(id) ?? _calls.Find(call => call.Id is null);
        if (call is null)
            return id;

        Remove(call);
        var content = call.ToContent(informationalOnly: true);
        contents.Add(content);
        return content.CallId;
    }

    /// <summary>Moves the collected calls to <paramref name="contents"/>, for the caller to run.</summary>
    internal void Flush(IList<AIContent> contents)
    {
        foreach (var call in _calls)
            contents.Add(call.ToContent(informationalOnly: false));

        HasCalls |= _calls.Count > 0;
        _calls.Clear();
        _callsById.Clear();
        _lastCallByIndex.Clear();
    }

    private PendingToolCall Start(ToolCall delta)
    {
        // A repeated ID is treated as missing: the IDs of a turn must be distinct.
        var id = ToolCallMapping.NormalizeId(delta.Id);
        var call = new PendingToolCall(Find(id) is null ? id : null, delta);
        _calls.Add(call);
        _lastCallByIndex[call.Index] = call;
        AddId(call);
        return call;
    }

    private void AddId(PendingToolCall call)
    {
        if (call.Id is { } id)
            _callsById[id] = call;
    }

    private void Remove(PendingToolCall call)
    {
        _calls.Remove(call);
        if (call.Id is { } id)
            _callsById.Remove(id);
        if (_lastCallByIndex[call.Index] == call)
            _lastCallByIndex.Remove(call.Index);
    }

    private PendingToolCall? Find(string? id) => id is not null && _callsById.TryGetValue(id, out var call) ? call : null;

    /// <summary>Finds the call that a delta continues, or returns null if the delta starts a call.</summary>
    private PendingToolCall? Find(ToolCall delta)
    {
        var id = ToolCallMapping.NormalizeId(delta.Id);
        var sameId = Find(id);
        var call = sameId ?? FindLast(delta.Index);
        if (call is null || (sameId is null && id is not null && call.Id is not null))
            return null;

        // A name starts a call, unless the server repeats the name in each delta of the same call.
        if (!HasName(delta) || call.Name is null)
            return call;

        var addsNothing = sameId is not null && string.IsNullOrEmpty(delta.Function!.Arguments);
        return delta.Function!.Name == call.Name && (addsNothing || !call.IsComplete) ? call : null;
    }

    // A delta without an index can only continue the last call.
    private PendingToolCall? FindLast(int? index) =>
        index is { } value ? _lastCallByIndex.TryGetValue(value, out var call) ? call : null : _calls.LastOrDefault();

    private static bool HasName(ToolCall delta) => !string.IsNullOrEmpty(delta.Function?.Name);
}
