using System.Collections.Concurrent;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The agents of one emulator, by ID. Thread-safe.</summary>
internal sealed class AgentCatalog
{
    private readonly ConcurrentDictionary<string, Agent> _agents = new();

    public void Add(Agent agent) => _agents[agent.Id] = agent;

    public Agent? Find(string id) => _agents.GetValueOrDefault(id);
}
