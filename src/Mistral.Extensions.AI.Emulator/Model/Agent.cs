using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A version of an agent.</summary>
/// <param name="Id">The ID of the agent.</param>
/// <param name="Version">The number of the version; the first is 0.</param>
/// <param name="Definition">The fields of the requests that created and updated the agent.</param>
/// <param name="CreatedAt">The time at which the agent was created.</param>
/// <param name="UpdatedAt">The time at which the version was created.</param>
internal sealed record Agent(string Id, int Version, JsonElement Definition, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>The ID or an alias of the model.</summary>
    public string Model => Definition.FindString("model")!;

    public string Name => Definition.FindString("name")!;

    /// <summary>The system prompt; null for none.</summary>
    public string? Instructions => Definition.FindString("instructions");

    /// <summary>The tools, including functions.</summary>
    public IEnumerable<JsonElement> Tools => Definition.FindItems("tools");

    /// <summary>The IDs of the agents to which the agent can hand over a conversation.</summary>
    public IEnumerable<string> Handoffs => Definition.FindStrings("handoffs");
}
