using System.Text;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>A function call that is assembled from events.</summary>
internal sealed class PendingCall
{
    private readonly StringBuilder _arguments = new();
    private FunctionCallEvent? _first;
    private string? _confirmationStatus;

    internal void Add(FunctionCallEvent part)
    {
        _first ??= part;
        _confirmationStatus = part.ConfirmationStatus ?? _confirmationStatus;
        _arguments.Append(part.Arguments);
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
