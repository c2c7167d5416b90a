using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>A handoff of the conversation from one agent to another (<c>AgentHandoffEntry</c>).</summary>
public sealed record AgentHandoffEntry : ConversationEntry
{
    internal const string TypeName = "agent.handoff";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The ID of the agent that handed the conversation off (<c>previous_agent_id</c>).</summary>
    [JsonPropertyName("previous_agent_id")]
    public string? PreviousAgentId { get; init; }

    /// <summary>The name of the agent that handed the conversation off (<c>previous_agent_name</c>).</summary>
    [JsonPropertyName("previous_agent_name")]
    public string? PreviousAgentName { get; init; }

    /// <summary>The ID of the agent that continues the conversation (<c>next_agent_id</c>).</summary>
    [JsonPropertyName("next_agent_id")]
    public string? NextAgentId { get; init; }

    /// <summary>The name of the agent that continues the conversation (<c>next_agent_name</c>).</summary>
    [JsonPropertyName("next_agent_name")]
    public string? NextAgentName { get; init; }
}
