using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Agents;

/// <summary>Finds the agent that a request names.</summary>
internal static class AgentLookup
{
    /// <summary>Returns the agent with an ID.</summary>
    /// <exception cref="ApiError">The agent does not exist.</exception>
    public static StoredAgent GetRequired(this AgentCatalog agents, string id) => agents.Find(id) ?? throw CreateError(id);

    /// <summary>Returns a version of an agent.</summary>
    /// <param name="agents">The agents of the emulator.</param>
    /// <param name="id">The ID of the agent.</param>
    /// <param name="version">The number or an alias of the version; null for the current one.</param>
    /// <exception cref="ApiError">The agent or the version does not exist.</exception>
    public static Agent GetRequired(this AgentCatalog agents, string id, string? version) =>
        agents.GetRequired(id).GetRequired(version);

    /// <summary>Returns a version of an agent by its number or its alias.</summary>
    /// <exception cref="ApiError">The version does not exist.</exception>
    public static Agent GetRequired(this StoredAgent agent, string? version) =>
        agent.Find(version) ?? throw ApiError.NotFound($"Version {version} of agent {agent.Id} not found");

    /// <summary>Changes an agent and returns it.</summary>
    /// <exception cref="ApiError">The agent does not exist.</exception>
    public static StoredAgent ChangeRequired(this AgentCatalog agents, string id, Func<StoredAgent, StoredAgent> change) =>
        agents.Change(id, change) ?? throw CreateError(id);

    /// <summary>Creates the error for an agent that does not exist.</summary>
    public static ApiError CreateError(string id) => ApiError.NotFound($"Agent {id} not found");
}
