using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>Adds the results of hosted tools to a chat request, so that structured output has their values.</summary>
internal static class HostedToolMessages
{
    /// <summary>Returns a request that ends with a tool message for each result.</summary>
    public static JsonElement Add(JsonElement chatRequest, IEnumerable<HostedToolResult> results)
    {
        var request = JsonObject.Create(chatRequest)!;
        foreach (var result in results)
        {
            request["messages"]!.AsArray().Add((JsonNode)new JsonObject
            {
                ["role"] = "tool",
                ["name"] = result.Call.Name,
                ["content"] = result.Text,
            });
        }
        return request.ToElement();
    }
}
