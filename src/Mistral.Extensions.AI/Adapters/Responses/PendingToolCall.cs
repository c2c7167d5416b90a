using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>A tool call that is assembled from deltas. Some of them may not have arrived yet.</summary>
internal sealed class PendingToolCall
{
    private readonly StringBuilder _arguments = new();
    private readonly JsonObjectTracker _tracker = new();
    private readonly ToolCall _first;

    internal PendingToolCall(string? id, ToolCall first)
    {
        (Id, _first) = (id, first);
        Append(first.Function);
    }

    /// <summary>The ID of the call; null until a delta has it.</summary>
    internal string? Id { get; private set; }

    internal int Index => _first.Index ?? 0;

    /// <summary>The name of the function; null until a delta has it, never empty.</summary>
    internal string? Name { get; private set; }

    /// <summary>Whether the arguments are a complete JSON object, so that further arguments belong to another call.</summary>
    internal bool IsComplete => _tracker.IsComplete;

    internal void Append(ToolCall delta)
    {
        Id ??= ToolCallMapping.NormalizeId(delta.Id);
        Append(delta.Function);
    }

    internal FunctionCallContent ToContent(bool informationalOnly)
    {
        var arguments = _arguments.ToString();
        var raw = _first with { Function = new() { Name = Name, Arguments = arguments } };
        var content = ToolCallMapping.ToContent(Id, Name, arguments, raw);
        content.InformationalOnly = informationalOnly;
        return content;
    }

    private void Append(FunctionCall? function)
    {
        if (Name is null && function?.Name is { Length: > 0 } name)
            Name = name;
        _arguments.Append(function?.Arguments);
        _tracker.Append(function?.Arguments);
    }
}
