using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>A handoff of the conversation from one agent to another (<c>AgentHandoffEntry</c>).</summary>
public sealed record AgentHandoffEntry : ConversationEntry
{
    internal const string TypeName = "agent.handoff";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => TypeName;

    /// <summary>The ID of the agent that handed the conversation off (<c>previous_agent_id</c>).</summary>
    public string? PreviousAgentId { get; init; }

    /// <summary>The name of the agent that handed the conversation off (<c>previous_agent_name</c>).</summary>
    public string? PreviousAgentName { get; init; }

    /// <summary>The ID of the agent that continues the conversation (<c>next_agent_id</c>).</summary>
    public string? NextAgentId { get; init; }

    /// <summary>The name of the agent that continues the conversation (<c>next_agent_name</c>).</summary>
    public string? NextAgentName { get; init; }
}
