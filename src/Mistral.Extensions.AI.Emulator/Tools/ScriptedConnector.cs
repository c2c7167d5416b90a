using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>A connector with scripted results.</summary>
/// <param name="Id">The ID of the connector.</param>
/// <param name="Name">The name of the connector.</param>
/// <param name="Tools">The tools of the connector.</param>
/// <param name="CreatedAt">The time when the connector was added.</param>
internal sealed record ScriptedConnector(Guid Id, string Name, IReadOnlyList<ScriptedConnectorTool> Tools, DateTimeOffset CreatedAt)
{
    /// <summary>Returns the tools as function tools.</summary>
    public JsonElement CreateFunctions() => new JsonArray(
    [
        .. Tools.Select(tool => new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = tool.Name, ["parameters"] = JsonNode.Parse(tool.InputSchema) },
        }),
    ]).ToElement();
}
