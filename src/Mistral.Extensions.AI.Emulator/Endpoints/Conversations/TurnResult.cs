using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>The result of a request to a conversation.</summary>
/// <param name="Turn">The entries of the conversation and of the response.</param>
/// <param name="Usage">The token usage.</param>
/// <param name="Guardrails">The results of the guardrails; null if there are none.</param>
/// <param name="Model">The model that responded.</param>
internal sealed record TurnResult(Turn Turn, ConversationUsage Usage, JsonArray? Guardrails, ModelCard Model);
