namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>What responds in a conversation: a model or an agent.</summary>
/// <param name="DefaultModelId">The model if the options do not specify one; null for an agent.</param>
/// <param name="AgentId">The ID of the agent; null for a model.</param>
/// <param name="AgentVersion">The version of the agent; null for the current one.</param>
internal sealed record ConversationTarget(string? DefaultModelId, string? AgentId = null, string? AgentVersion = null);
