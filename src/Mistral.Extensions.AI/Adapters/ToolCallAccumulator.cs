using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>
/// Joins the pieces of tool calls. Most of Mistral's models send each call whole; others cut it, leave out its id or say "null", and
/// give every call the index 0.
/// </summary>
internal sealed class ToolCallAccumulator
{
    private readonly List<Pending> _calls = [];

    /// <summary>Whether a call has been taken that the caller is to run.</summary>
    internal bool HasCalls { get; private set; }

    /// <summary>A piece of a call in a stream.</summary>
    internal void Add(ToolCall piece)
    {
        var call = Find(piece);
        if (call is null)
            _calls.Add(call = new(IdOf(piece), piece.Index ?? 0, piece));

        call.Id ??= IdOf(piece);
        call.Name = string.IsNullOrEmpty(call.Name) ? piece.Function?.Name : call.Name;
        call.Arguments.Append(piece.Function?.Arguments);
    }

    /// <summary>A whole call in an answer that is no stream.</summary>
    internal void AddWhole(ToolCall call)
    {
        var id = IdOf(call);
        var pending = new Pending(_calls.Any(other => other.Id == id) ? null : id, call.Index ?? 0, call) { Name = call.Function?.Name };
        pending.Arguments.Append(call.Function?.Arguments);
        _calls.Add(pending);
    }

    /// <summary>Gives out the calls that have come, whole.</summary>
    /// <param name="informationalOnly">Whether Mistral ran them itself, so that nobody else must.</param>
    internal void Flush(IList<AIContent> contents, bool informationalOnly = false)
    {
        foreach (var call in _calls)
            contents.Add(call.ToContent(informationalOnly));

        HasCalls |= _calls.Count > 0 && !informationalOnly;
        _calls.Clear();
    }

    private Pending? Find(ToolCall piece)
    {
        if (IdOf(piece) is { } id && _calls.Find(call => call.Id == id) is { } known)
            return known;

        var last = _calls.FindLast(call => call.Index == (piece.Index ?? 0));
        if (last is null || (IdOf(piece) is not null && last.Id is not null))
            return null;

        // A name begins a call, unless a server says it again with each piece of the one it began.
        return string.IsNullOrEmpty(piece.Function?.Name) || string.IsNullOrEmpty(last.Name) || (piece.Function!.Name == last.Name && !last.IsWhole)
            ? last
            : null;
    }

    // The API's own default for an id is the string "null".
    private static string? IdOf(ToolCall call) => call.Id is null or "" or "null" ? null : call.Id;

    private sealed class Pending(string? id, int index, ToolCall raw)
    {
        internal string? Id { get; set; } = id;

        internal int Index { get; } = index;

        internal string? Name { get; set; }

        internal StringBuilder Arguments { get; } = new();

        /// <summary>Whether the arguments are complete JSON, so that what follows belongs to another call.</summary>
        internal bool IsWhole => Arguments.Length > 0 && UserJson.IsValid(Arguments.ToString());

        internal FunctionCallContent ToContent(bool informationalOnly)
        {
            // A function without parameters gets an empty string or a null: no arguments, not broken ones.
            var arguments = Arguments.ToString();
            var content = string.IsNullOrWhiteSpace(arguments) || arguments is "null"
                ? new FunctionCallContent(Id ?? CreateId(), Name ?? "")
                : FunctionCallContent.CreateFromParsedArguments(arguments, Id ?? CreateId(), Name ?? "", UserJson.ToArguments);
            content.InformationalOnly = informationalOnly;
            content.RawRepresentation = raw with { Function = new() { Name = Name, Arguments = arguments } };
            return content;
        }

        private static string CreateId()
        {
            const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
            var random = new byte[9];
            using (var generator = RandomNumberGenerator.Create())
                generator.GetBytes(random);
            return string.Concat(random.Select(value => Letters[value % Letters.Length]));
        }
    }
}
