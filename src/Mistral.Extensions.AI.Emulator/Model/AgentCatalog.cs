namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The agents of one emulator, by ID. Thread-safe.</summary>
internal sealed class AgentCatalog
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, StoredAgent> _agents = [];

    /// <summary>Adds an agent with one version. It replaces an agent with the same ID.</summary>
    public StoredAgent Add(Agent agent)
    {
        lock (_lock)
            return _agents[agent.Id] = new StoredAgent([agent]);
    }

    public StoredAgent? Find(string id)
    {
        lock (_lock)
            return _agents.GetValueOrDefault(id);
    }

    /// <summary>Returns all agents, the newest first.</summary>
    public IReadOnlyList<StoredAgent> GetAll()
    {
        lock (_lock)
            return [.. _agents.Values.Reverse()];
    }

    /// <summary>Changes an agent and returns it, or null if it does not exist.</summary>
    public StoredAgent? Change(string id, Func<StoredAgent, StoredAgent> change)
    {
        lock (_lock)
            return _agents.TryGetValue(id, out var agent) ? _agents[id] = change(agent) : null;
    }

    /// <summary>Deletes all agents.</summary>
    public void Clear()
    {
        lock (_lock)
            _agents.Clear();
    }

    /// <summary>Deletes an agent and returns whether it existed.</summary>
    public bool Delete(string id)
    {
        lock (_lock)
            return _agents.Remove(id);
    }
}
