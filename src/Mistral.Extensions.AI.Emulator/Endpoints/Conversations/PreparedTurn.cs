using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>A request to a conversation before the response of the model.</summary>
/// <param name="Turn">The entries of the conversation and of the response.</param>
/// <param name="Configuration">The agent or the model that responds.</param>
/// <param name="ChatRequest">The chat request that has the same response.</param>
/// <param name="Guardrails">The results of the guardrails; null if there are none.</param>
/// <param name="Model">The model that responds.</param>
/// <param name="NeedsModel">Whether the model responds. It does not if the client has to confirm a call or to hand over.</param>
internal sealed record PreparedTurn(
    Turn Turn, AgentConfiguration Configuration, JsonElement ChatRequest, JsonArray? Guardrails, ModelCard Model, bool NeedsModel)
{
    /// <summary>The results of the hosted tools since the last user message.</summary>
    public IReadOnlyList<HostedToolResult> ToolResults { get; } =
        [.. Turn.CurrentEntries.Select(entry => entry.Result).OfType<HostedToolResult>()];

    /// <summary>Calculates the usage, when the response is complete.</summary>
    /// <param name="usage">The token counts of the model; null if it does not count.</param>
    public ConversationUsage CreateUsage(ModelUsage? usage) => ConversationUsage.Create(ChatRequest, Turn.Outputs, usage);
}
