using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>Adds the results of hosted tools to a chat request, so that the response can use them.</summary>
internal static class HostedToolMessages
{
    /// <summary>Returns a request that ends with a tool message for each result.</summary>
    public static JsonElement Add(JsonElement chatRequest, IEnumerable<HostedToolResult> results) =>
        Add(chatRequest, results.Select(CreateResult));

    /// <summary>Returns a request that ends with an assistant message with the calls, and a tool message for each result.</summary>
    public static JsonElement AddWithCalls(JsonElement chatRequest, IReadOnlyList<HostedToolResult> results)
    {
        var calls = results.Select((result, index) => new ToolCall(CreateId(index), result.Call.Name, result.Call.Arguments));
        var message = new JsonObject { ["role"] = "assistant", ["content"] = "", ["tool_calls"] = MessageJson.CreateToolCalls(calls) };
        return Add(chatRequest, results.Select((result, index) =>
        {
            var toolMessage = CreateResult(result);
            toolMessage["tool_call_id"] = CreateId(index);
            return toolMessage;
        }).Prepend(message));
    }

    private static JsonElement Add(JsonElement chatRequest, IEnumerable<JsonObject> messages)
    {
        var request = JsonObject.Create(chatRequest)!;
        foreach (var message in messages)
            request["messages"]!.AsArray().Add((JsonNode)message);
        return request.ToElement();
    }

    private static JsonObject CreateResult(HostedToolResult result) => new()
    {
        ["role"] = "tool",
        ["name"] = result.Call.Name,
        ["content"] = result.Text,
    };

    /// <summary>Creates an ID with nine letters and digits. It is only in the request to the model.</summary>
    private static string CreateId(int index) => $"hosted{index:D3}";
}
