using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>The messages of a call, as the API accepts them.</summary>
/// <param name="Entries">The entries: user messages, messages of earlier responses, function calls and their results.</param>
/// <param name="Instructions">The texts of the system messages, which are part of the system prompt.</param>
/// <param name="Confirmations">The decisions about pending calls; null if there are none.</param>
internal sealed record ConversationInput(
    IReadOnlyList<ConversationEntry> Entries, IReadOnlyList<string> Instructions, IReadOnlyList<ToolCallConfirmation>? Confirmations);
