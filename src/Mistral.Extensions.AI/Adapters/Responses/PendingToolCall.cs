using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Conversations;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>A tool call that is assembled from deltas. Some of them may not have arrived yet.</summary>
internal sealed class PendingToolCall : IStreamedToolCall
{
    private readonly StringBuilder _arguments = new();
    private readonly JsonObjectTracker _tracker = new();
    private readonly ToolCall _first;
    private string? _callId;

    internal PendingToolCall(string? id, ToolCall first)
    {
        (Id, _first) = (id, first);
        Append(first.Function);
    }

    /// <summary>The ID that the server sent; null until a delta has it.</summary>
    internal string? Id { get; private set; }

    /// <summary>The ID of the call in its content. It does not change after it was read, because the caller may have stored it.</summary>
    public string CallId => _callId ??= Id ?? ToolCallId.CreateRandom();

    internal int Index => _first.Index ?? 0;

    /// <summary>The name of the function; null until a delta has it, never empty.</summary>
    public string? Name { get; private set; }

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
        var content = ToolCallMapping.ToContent(CallId, Name, arguments, raw);
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
