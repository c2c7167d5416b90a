using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Agents;

/// <summary>The endpoints for the versions of an agent and their aliases.</summary>
/// <param name="agents">The agents of the emulator.</param>
/// <param name="timeProvider">The time at which aliases are created and updated.</param>
internal sealed class AgentVersionsEndpoint(AgentCatalog agents, TimeProvider timeProvider)
{
    private const int DefaultPageSize = 20;

    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("GET", "/agents/{agent_id}/versions", ListVersions);
        routes.MapApi("GET", "/agents/{agent_id}/versions/{version}", GetVersion);
        routes.MapApi("PATCH", "/agents/{agent_id}/version", SetVersion);
        routes.MapApi("PUT", "/agents/{agent_id}/aliases", SetAlias);
        routes.MapApi("GET", "/agents/{agent_id}/aliases", ListAliases);
        routes.MapApi("DELETE", "/agents/{agent_id}/aliases", DeleteAlias);
    }

    private ApiResponse ListVersions(ApiRequest request)
    {
        var query = request.ReadQuery(AgentSchemas.ListVersions);
        var agent = FindAgent(request);
        var page = agent.Versions.Reverse().GetPage(query, DefaultPageSize);
        return ApiResponse.Json(new JsonArray([.. page.Select(version => agent.ToJson(version))]));
    }

    private ApiResponse GetVersion(ApiRequest request)
    {
        var agent = FindAgent(request);
        return ApiResponse.Json(agent.ToJson(agent.GetRequired(request.GetRouteValue("version"))));
    }

    private ApiResponse SetVersion(ApiRequest request)
    {
        var version = ReadVersion(FindAgent(request), request.ReadQuery(AgentSchemas.SetVersion));
        var agent = agents.ChangeRequired(version.Id, stored => stored with { CurrentVersion = version.Version });
        return ApiResponse.Json(agent.ToJson(agent.Current));
    }

    private ApiResponse SetAlias(ApiRequest request)
    {
        var query = request.ReadQuery(AgentSchemas.SetAlias);
        var version = ReadVersion(FindAgent(request), query);
        var name = query.FindString("alias")!;
        var now = timeProvider.GetUtcNow();
        var agent = agents.ChangeRequired(version.Id, stored => stored with
        {
            Aliases = stored.Aliases.SetItem(
                name, new AgentAlias(name, version.Version, stored.Aliases.GetValueOrDefault(name)?.CreatedAt ?? now, now)),
        });
        return ApiResponse.Json(agent.Aliases[name].ToJson());
    }

    private ApiResponse ListAliases(ApiRequest request) =>
        ApiResponse.Json(new JsonArray([.. FindAgent(request).Aliases.Values.Select(alias => alias.ToJson())]));

    private ApiResponse DeleteAlias(ApiRequest request)
    {
        var name = request.ReadQuery(AgentSchemas.DeleteAlias).FindString("alias")!;
        var agent = FindAgent(request);
        if (!agent.Aliases.ContainsKey(name))
            throw ApiError.NotFound($"Alias {name} of agent {agent.Id} not found");
        agents.ChangeRequired(agent.Id, stored => stored with { Aliases = stored.Aliases.Remove(name) });
        return ApiResponse.NoContent();
    }

    private StoredAgent FindAgent(ApiRequest request) => agents.GetRequired(request.GetRouteValue("agent_id"));

    private static Agent ReadVersion(StoredAgent agent, JsonElement query) => agent.GetRequired(query.FindString("version"));
}
