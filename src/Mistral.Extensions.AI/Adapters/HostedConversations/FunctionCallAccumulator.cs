using System.Text;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>Assembles a function call from the events of a stream.</summary>
internal sealed class FunctionCallAccumulator
{
    private readonly StringBuilder _arguments = new();
    private FunctionCallEvent? _first;
    private string? _confirmationStatus;

    internal void Add(FunctionCallEvent function)
    {
        _first ??= function;
        _confirmationStatus = function.ConfirmationStatus ?? _confirmationStatus;
        _arguments.Append(function.Arguments);
    }

    internal FunctionCallEntry ToEntry() => new()
    {
        Id = _first?.Id,
        ToolCallId = _first?.ToolCallId,
        Name = _first?.Name,
        Arguments = _arguments.ToString(),
        ConfirmationStatus = _confirmationStatus,
        AgentId = _first?.AgentId,
        Model = _first?.Model,
        CreatedAt = _first?.CreatedAt,
    };
}
