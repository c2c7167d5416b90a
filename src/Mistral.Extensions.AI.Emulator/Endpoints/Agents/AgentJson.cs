using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Agents;

/// <summary>Writes agents: <c>Agent</c> and <c>AgentAliasResponse</c> in the OpenAPI description.</summary>
internal static class AgentJson
{
    /// <summary>Creates the JSON of a version of an agent.</summary>
    public static JsonObject ToJson(this StoredAgent agent, Agent version)
    {
        var definition = version.Definition;
        return new JsonObject
        {
            ["model"] = version.Model,
            ["name"] = version.Name,
            ["description"] = definition.FindString("description"),
            ["id"] = agent.Id,
            ["version"] = version.Version,
            ["versions"] = new JsonArray([.. agent.Versions.Select(existing => (JsonNode)existing.Version)]),
            ["created_at"] = version.CreatedAt.ToJson(),
            ["updated_at"] = version.UpdatedAt.ToJson(),
            ["instructions"] = version.Instructions,
            ["tools"] = CompletionArgsJson.CreateTools(definition),
            ["completion_args"] = CompletionArgsJson.CreateCompletionArgs(definition),
            ["guardrails"] = definition.Find("guardrails")?.ToNode(),
            ["handoffs"] = definition.Find("handoffs")?.ToNode(),
            ["metadata"] = definition.Find("metadata")?.ToNode(),
            ["deployment_chat"] = definition.IsTrue("deployment_chat"),
            ["source"] = "api",
            ["version_message"] = definition.FindString("version_message"),
            ["object"] = "agent",
        };
    }

    /// <summary>Creates the JSON of an alias.</summary>
    public static JsonObject ToJson(this AgentAlias alias) => new()
    {
        ["alias"] = alias.Name,
        ["version"] = alias.Version,
        ["created_at"] = alias.CreatedAt.ToJson(),
        ["updated_at"] = alias.UpdatedAt.ToJson(),
    };
}
