using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Agents;

/// <summary>
/// The deprecated endpoint for completions of agents: <c>POST /v1/agents/completions</c>. Its responses are chat completions of the
/// agent's model.
/// </summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="agents">The agents of the emulator.</param>
/// <param name="completions">Creates the responses.</param>
internal sealed class AgentCompletionsEndpoint(ModelCatalog models, AgentCatalog agents, ChatCompletions completions)
{
    /// <summary>Adds the endpoint to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("POST", "/agents/completions", CompleteAsync);

    private Task<ApiResponse> CompleteAsync(ApiRequest apiRequest, CancellationToken cancellationToken)
    {
        var request = apiRequest.ReadJson(AgentsRequestSchema.Request);
        var agent = agents.GetRequired(request.FindString("agent_id")!).Current;
        var model = models.Use(apiRequest, agent.Model, card => card.HasCapability("completion_chat"));
        return completions.CompleteAsync(apiRequest, CreateChatRequest(request, agent), model, cancellationToken);
    }

    /// <summary>Adds the model of the agent, and its system prompt before the messages.</summary>
    private static JsonElement CreateChatRequest(JsonElement request, Agent agent)
    {
        var json = JsonObject.Create(request)!;
        json["model"] = agent.Model;
        if (agent.Instructions is { } instructions)
            json["messages"]!.AsArray().Insert(0, new JsonObject { ["role"] = "system", ["content"] = instructions });
        return json.ToElement();
    }
}
