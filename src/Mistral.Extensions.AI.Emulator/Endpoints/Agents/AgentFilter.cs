using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Agents;

/// <summary>Selects agents by the parameters of the list.</summary>
/// <param name="query">The parameters.</param>
internal sealed class AgentFilter(JsonElement query)
{
    private readonly MetadataFilter _metadata = new(query);

    public bool Matches(StoredAgent stored)
    {
        var agent = stored.Current;
        var search = query.FindString("search") ?? "";
        var isDeployed = agent.Definition.IsTrue("deployment_chat");
        return (query.Find("deployment_chat")?.ToBoolean() ?? isDeployed) == isDeployed
            && (query.Find("sources") is null || query.FindStrings("sources").Contains("api"))
            && (query.FindString("name") ?? agent.Name) == agent.Name
            && (query.FindString("id") ?? agent.Id) == agent.Id
            && (agent.Name.Contains(search, StringComparison.OrdinalIgnoreCase) || agent.Id.Contains(search, StringComparison.Ordinal))
            && _metadata.Matches(agent.Definition.Find("metadata"));
    }
}
