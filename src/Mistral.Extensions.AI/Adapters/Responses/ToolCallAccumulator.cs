using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Conversations;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// Assembles tool calls from the deltas of a response. Most Mistral models send each call in one delta. Others split it, omit its ID or
/// send the string "null" as ID, and give every call the index 0.
/// </summary>
internal sealed class ToolCallAccumulator
{
    private readonly List<PendingCall> _calls = [];

    /// <summary>Whether the response has a call that the caller has to run.</summary>
    internal bool HasCalls { get; private set; }

    /// <summary>Adds the tool calls of one streamed delta. Each starts a call or continues an earlier one.</summary>
    internal void AddDeltas(IReadOnlyList<ToolCall> deltas)
    {
        // Named calls within one delta are always distinct calls, even when name, index and ID are equal.
        var seen = deltas.Count > 1 ? new HashSet<PendingCall>() : null;
        foreach (var delta in deltas)
        {
            var call = Find(delta);
            if (call is null || (HasName(delta) && seen?.Contains(call) is true))
                call = Start(delta);
            else
                call.Append(delta);

            seen?.Add(call);
        }
    }

    /// <summary>Adds the tool calls of a message that is not streamed.</summary>
    internal void AddComplete(IReadOnlyList<ToolCall> calls)
    {
        foreach (var call in calls)
            Start(call);
    }

    /// <summary>
    /// Moves the call that a server-side result belongs to to <paramref name="contents"/>, marked as informational so that the caller
    /// does not run it again.
    /// </summary>
    /// <param name="id">The ID in the result; null if it has none, in which case results belong to the calls in order.</param>
    /// <param name="contents">The list to add to.</param>
    /// <returns>The ID of the call.</returns>
    internal string? FlushHosted(string? id, IList<AIContent> contents)
    {
        var call = id is null ? _calls.FirstOrDefault() : _calls.Find(call => call.Id == id) ?? _calls.Find(call => call.Id is null);
        if (call is null)
            return id;

        _calls.Remove(call);
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
    }

    // The API's own default for an ID is the string "null".
    internal static string? NormalizeId(string? id) => id is null or "" or "null" ? null : id;

    private PendingCall Start(ToolCall delta)
    {
        // A repeated ID is treated as missing: the IDs of a turn must be distinct.
        var id = NormalizeId(delta.Id);
        var call = new PendingCall(_calls.Exists(other => other.Id is not null && other.Id == id) ? null : id, delta);
        _calls.Add(call);
        return call;
    }

    /// <summary>Finds the call that a delta continues, or returns null if the delta starts a call.</summary>
    private PendingCall? Find(ToolCall delta)
    {
        var id = NormalizeId(delta.Id);
        var sameId = id is null ? null : _calls.Find(call => call.Id == id);
        // A delta without an index can only continue the last call.
        var call = sameId ?? _calls.FindLast(call => delta.Index is null || call.Index == delta.Index);
        if (call is null || (sameId is null && id is not null && call.Id is not null))
            return null;

        // A name starts a call, unless the server repeats the name in each delta of the same call.
        if (!HasName(delta) || call.Name is null)
            return call;

        var addsNothing = sameId is not null && string.IsNullOrEmpty(delta.Function!.Arguments);
        return delta.Function!.Name == call.Name && (addsNothing || !call.IsComplete) ? call : null;
    }

    private static bool HasName(ToolCall delta) => !string.IsNullOrEmpty(delta.Function?.Name);

    private sealed class PendingCall
    {
        private readonly StringBuilder _arguments = new();
        private readonly ToolCall _first;

        internal PendingCall(string? id, ToolCall first)
        {
            (Id, _first) = (id, first);
            Append(first.Function);
        }

        internal string? Id { get; private set; }

        internal int Index => _first.Index ?? 0;

        /// <summary>The name of the function; null until a delta has it, never empty.</summary>
        internal string? Name { get; private set; }

        /// <summary>Whether the arguments are a complete JSON object, so that further arguments belong to another call.</summary>
        internal bool IsComplete =>
            _arguments.Length > 0 && _arguments[_arguments.Length - 1] is '}' && UserJson.IsValid(_arguments.ToString());

        internal void Append(ToolCall delta)
        {
            Id ??= NormalizeId(delta.Id);
            Append(delta.Function);
        }

        internal FunctionCallContent ToContent(bool informationalOnly)
        {
            // For a function without parameters the API may send "" or null: that means no arguments, not invalid ones.
            var arguments = _arguments.ToString();
            var (id, name) = (Id ?? ToolCallId.CreateRandom(), Name ?? "");
            var content = string.IsNullOrWhiteSpace(arguments) || arguments is "null"
                ? new FunctionCallContent(id, name)
                : FunctionCallContent.CreateFromParsedArguments(arguments, id, name, UserJson.ToArguments);
            content.InformationalOnly = informationalOnly;
            content.RawRepresentation = _first with { Function = new() { Name = Name, Arguments = arguments } };
            return content;
        }

        private void Append(FunctionCall? function)
        {
            if (Name is null && function?.Name is { Length: > 0 } name)
                Name = name;
            _arguments.Append(function?.Arguments);
        }
    }
}
