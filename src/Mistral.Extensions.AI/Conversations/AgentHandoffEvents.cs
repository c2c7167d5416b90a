using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>An agent hands the conversation off (<c>AgentHandoffStartedEvent</c>).</summary>
public sealed record AgentHandoffStartedEvent : ConversationEvent
{
    internal const string TypeName = "agent.handoff.started";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The ID of the handoff (<c>id</c>), the same in both its events.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The ID of the agent that hands the conversation off (<c>previous_agent_id</c>).</summary>
    [JsonPropertyName("previous_agent_id")]
    public string? PreviousAgentId { get; init; }

    /// <summary>The name of the agent that hands the conversation off (<c>previous_agent_name</c>).</summary>
    [JsonPropertyName("previous_agent_name")]
    public string? PreviousAgentName { get; init; }
}

/// <summary>Another agent continues the conversation (<c>AgentHandoffDoneEvent</c>).</summary>
public sealed record AgentHandoffDoneEvent : ConversationEvent
{
    internal const string TypeName = "agent.handoff.done";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The ID of the handoff (<c>id</c>), the same in both its events.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The ID of the agent that continues the conversation (<c>next_agent_id</c>).</summary>
    [JsonPropertyName("next_agent_id")]
    public string? NextAgentId { get; init; }

    /// <summary>The name of the agent that continues the conversation (<c>next_agent_name</c>).</summary>
    [JsonPropertyName("next_agent_name")]
    public string? NextAgentName { get; init; }
}
