using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>One call of the chat client.</summary>
/// <param name="ConversationId">The conversation to continue; null to start one.</param>
/// <param name="Request">The request that starts a conversation. To continue one, only some of its properties are sent.</param>
/// <param name="Confirmations">The decisions about pending calls of hosted tools; null if there are none.</param>
/// <param name="Options">The options of the caller.</param>
internal sealed record ConversationCall(
    string? ConversationId, ConversationRequest Request, IReadOnlyList<ToolCallConfirmation>? Confirmations, ChatOptions? Options)
{
    internal bool HidesReasoning => Options?.Reasoning?.Output is ReasoningOutput.None;

    /// <summary>Creates the request that continues the conversation. Its model, instructions and tools cannot be changed.</summary>
    internal ConversationAppendRequest ToAppendRequest() => new()
    {
        Inputs = Request.Inputs is { Count: > 0 } inputs ? inputs : null,
        ToolConfirmations = Confirmations,
        CompletionArgs = Request.CompletionArgs,
        Store = Request.Store,
        HandoffExecution = Request.HandoffExecution,
        AdditionalProperties = Request.AdditionalProperties,
    };

    /// <summary>
    /// Gets the ID with which the conversation is continued: that of the response. A new conversation that is not stored has no ID. If only
    /// the new entries are not stored, the ID of the call remains valid.
    /// </summary>
    internal string? GetConversationId(string? responseId) =>
        Request.Store is false ? ConversationId : responseId is { Length: > 0 } ? responseId : ConversationId;
}
