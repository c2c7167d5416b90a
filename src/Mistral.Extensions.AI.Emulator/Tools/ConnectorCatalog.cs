using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>The connectors of one emulator. Thread-safe.</summary>
internal sealed partial class ConnectorCatalog
{
    private readonly Lock _lock = new();
    private readonly List<ScriptedConnector> _connectors = [];

    /// <summary>Adds a connector, and returns its ID. It replaces a connector with the same name.</summary>
    /// <exception cref="ArgumentException">A name is not valid.</exception>
    public Guid Add(Guid id, string name, IReadOnlyList<ScriptedConnectorTool> tools, DateTimeOffset now)
    {
        foreach (var checkedName in tools.Select(tool => tool.Name).Prepend(name))
        {
            if (!NameRegex().IsMatch(checkedName))
                throw new ArgumentException(
                    $"A name must be 1 to 64 letters, digits, underscores and dashes, but was \"{checkedName}\".", nameof(name));
        }
        foreach (var tool in tools)
        {
            if (JsonNode.Parse(tool.InputSchema) is not JsonObject)
                throw new ArgumentException($"The schema of the tool {tool.Name} must be a JSON object.", nameof(tools));
        }
        var connector = new ScriptedConnector(id, name, [.. tools], now);
        lock (_lock)
        {
            _connectors.RemoveAll(existing => existing.Name == name);
            _connectors.Add(connector);
        }
        return id;
    }

    /// <summary>Deletes all connectors.</summary>
    public void Clear()
    {
        lock (_lock)
            _connectors.Clear();
    }

    /// <summary>Returns all connectors, in the order in which they were added.</summary>
    public IReadOnlyList<ScriptedConnector> GetAll()
    {
        lock (_lock)
            return [.. _connectors];
    }

    /// <summary>Returns the connector with an ID or a name, or null if there is none.</summary>
    public ScriptedConnector? Find(string idOrName)
    {
        lock (_lock)
        {
            return _connectors.Find(connector =>
                connector.Name == idOrName || connector.Id.ToString().Equals(idOrName, StringComparison.OrdinalIgnoreCase));
        }
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,64}\z")]
    private static partial Regex NameRegex();
}
