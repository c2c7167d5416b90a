using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Agents;

/// <summary>The agents endpoints below <c>/v1/agents</c>, except versions and completions.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="agents">The agents of the emulator.</param>
/// <param name="idGenerator">The source of agent IDs.</param>
/// <param name="timeProvider">The time at which agents are created and updated.</param>
internal sealed class AgentsEndpoint(ModelCatalog models, AgentCatalog agents, IdGenerator idGenerator, TimeProvider timeProvider)
{
    private const int DefaultPageSize = 20;

    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("POST", "/agents", Create);
        routes.MapApi("GET", "/agents", List);
        routes.MapApi("GET", "/agents/pages", ListPage);
        routes.MapApi("GET", "/agents/{agent_id}", Get);
        routes.MapApi("PATCH", "/agents/{agent_id}", Update);
        routes.MapApi("DELETE", "/agents/{agent_id}", Delete);
    }

    private ApiResponse Create(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(AgentSchemas.Create, ApiError.InvalidFields);
        CheckModel(request);
        var now = timeProvider.GetUtcNow();
        var agent = agents.Add(new Agent(idGenerator.NextPrefixedId("ag"), 0, request, now, now));
        return ApiResponse.Json(agent.ToJson(agent.Current));
    }

    private ApiResponse List(ApiRequest request)
    {
        var query = request.ReadQuery(AgentSchemas.List, "sources");
        var page = GetMatches(query).GetPage(query, DefaultPageSize);
        return ApiResponse.Json(new JsonArray([.. page.Select(agent => agent.ToJson(agent.Current))]));
    }

    private ApiResponse ListPage(ApiRequest request)
    {
        var query = request.ReadQuery(AgentSchemas.ListPages, "sources");
        var page = PageToken.GetPage(GetMatches(query).ToArray(), agent => agent.Id, query, DefaultPageSize);
        return ApiResponse.Json(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. page.Items.Select(agent => agent.ToJson(agent.Current))]),
            ["next_page_token"] = page.NextToken,
        });
    }

    private ApiResponse Get(ApiRequest request)
    {
        var agent = agents.GetRequired(request.GetRouteValue("agent_id"));
        var version = request.ReadQuery(AgentSchemas.Get).FindString("agent_version");
        return ApiResponse.Json(agent.ToJson(agent.GetRequired(version)));
    }

    private ApiResponse Update(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(AgentSchemas.Update, ApiError.InvalidFields);
        CheckModel(request);
        var now = timeProvider.GetUtcNow();
        var agent = agents.ChangeRequired(apiRequest.GetRouteValue("agent_id"), stored => stored.Add(stored.Current with
        {
            Version = stored.Versions.Count,
            Definition = Merge(stored.Current.Definition, request),
            UpdatedAt = now,
        }));
        return ApiResponse.Json(agent.ToJson(agent.Current));
    }

    private ApiResponse Delete(ApiRequest request)
    {
        var id = request.GetRouteValue("agent_id");
        return agents.Delete(id) ? ApiResponse.NoContent() : throw AgentLookup.CreateError(id);
    }

    private IEnumerable<StoredAgent> GetMatches(JsonElement query) => agents.GetAll().Where(new AgentFilter(query).Matches);

    private void CheckModel(JsonElement request)
    {
        if (request.FindString("model") is { } model)
            models.GetRequired(model, card => card.HasCapability("completion_chat"));
    }

    /// <summary>Replaces the fields of a definition. The message is that of the new version only.</summary>
    private static JsonElement Merge(JsonElement definition, JsonElement changes)
    {
        var merged = JsonObject.Create(definition)!;
        merged["version_message"] = null;
        foreach (var change in changes.EnumerateObject())
        {
            if (change.Value.ValueKind != JsonValueKind.Null || change.Name is not ("model" or "name"))
                merged[change.Name] = change.Value.ToNode();
        }
        return merged.ToElement();
    }
}
