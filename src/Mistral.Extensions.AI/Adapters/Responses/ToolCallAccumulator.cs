using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Conversations;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// Joins the pieces of tool calls. Most of Mistral's models send each call whole; others cut it, leave out its id or say "null", and
/// give every call the index 0.
/// </summary>
internal sealed class ToolCallAccumulator
{
    private readonly List<Pending> _calls = [];

    /// <summary>Whether a call has been taken that the caller is to run.</summary>
    internal bool HasCalls { get; private set; }

    /// <summary>The calls of one delta of a stream, whole or in pieces.</summary>
    internal void Add(IReadOnlyList<ToolCall> pieces)
    {
        // Two that one delta begins are two, however alike they look.
        var taken = pieces.Count > 1 ? new HashSet<Pending>() : null;
        foreach (var piece in pieces)
        {
            var call = Find(piece);
            if (call is null || (HasName(piece) && taken?.Contains(call) is true))
                call = Begin(piece);
            else
                call.GoOn(piece);

            taken?.Add(call);
        }
    }

    /// <summary>The calls of an answer that is no stream.</summary>
    internal void AddWhole(IReadOnlyList<ToolCall> calls)
    {
        foreach (var call in calls)
            Begin(call);
    }

    /// <summary>Gives out the call that a result of Mistral's own is for, so that nobody else runs it.</summary>
    /// <param name="id">What the result says; null where it says nothing, and then the calls are answered one after the other.</param>
    /// <returns>The id the call was given out under.</returns>
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

    /// <summary>Gives out the calls that have come, for the caller to run.</summary>
    internal void Flush(IList<AIContent> contents)
    {
        foreach (var call in _calls)
            contents.Add(call.ToContent(informationalOnly: false));

        HasCalls |= _calls.Count > 0;
        _calls.Clear();
    }

    // The API's own default for an id is the string "null".
    internal static string? NormalizeId(string? id) => id is null or "" or "null" ? null : id;

    private Pending Begin(ToolCall piece)
    {
        // An id that another call of the turn has is as good as none.
        var id = NormalizeId(piece.Id);
        var call = new Pending(_calls.Exists(other => other.Id is not null && other.Id == id) ? null : id, piece);
        _calls.Add(call);
        return call;
    }

    /// <summary>The call that a piece goes on with, or null if it begins one.</summary>
    private Pending? Find(ToolCall piece)
    {
        var id = NormalizeId(piece.Id);
        var known = id is null ? null : _calls.Find(call => call.Id == id);
        // Without an index it can only be the last.
        var call = known ?? _calls.FindLast(call => piece.Index is null || call.Index == piece.Index);
        if (call is null || (known is null && id is not null && call.Id is not null))
            return null;

        // A name begins a call, unless a server says it again with each piece of the one it began.
        if (!HasName(piece) || call.Name is null)
            return call;

        var saysNothing = known is not null && string.IsNullOrEmpty(piece.Function!.Arguments);
        return piece.Function!.Name == call.Name && (saysNothing || !call.IsWhole) ? call : null;
    }

    private static bool HasName(ToolCall piece) => !string.IsNullOrEmpty(piece.Function?.Name);

    private sealed class Pending
    {
        private readonly StringBuilder _arguments = new();
        private readonly ToolCall _first;

        internal Pending(string? id, ToolCall first)
        {
            (Id, _first) = (id, first);
            Append(first.Function);
        }

        internal string? Id { get; private set; }

        internal int Index => _first.Index ?? 0;

        /// <summary>Never empty.</summary>
        internal string? Name { get; private set; }

        /// <summary>Whether the arguments are a complete object, so that what follows belongs to another call.</summary>
        internal bool IsWhole =>
            _arguments.Length > 0 && _arguments[_arguments.Length - 1] is '}' && UserJson.IsValid(_arguments.ToString());

        internal void GoOn(ToolCall piece)
        {
            Id ??= NormalizeId(piece.Id);
            Append(piece.Function);
        }

        internal FunctionCallContent ToContent(bool informationalOnly)
        {
            // A function without parameters gets an empty string or a null: no arguments, not broken ones.
            var arguments = _arguments.ToString();
            var content = string.IsNullOrWhiteSpace(arguments) || arguments is "null"
                ? new FunctionCallContent(Id ?? ToolCallId.CreateRandom(), Name ?? "")
                : FunctionCallContent.CreateFromParsedArguments(arguments, Id ?? ToolCallId.CreateRandom(), Name ?? "", UserJson.ToArguments);
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
