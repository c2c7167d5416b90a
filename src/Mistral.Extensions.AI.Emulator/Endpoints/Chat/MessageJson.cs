using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>Writes the parts that messages and deltas share: content chunks and tool calls.</summary>
internal static class MessageJson
{
    /// <summary>Creates a chunk of type <c>thinking</c>. It has no <c>signature</c>: no recorded response of the API has one.</summary>
    public static JsonObject CreateThinkChunk(string thinking, bool isClosed)
    {
        var chunk = new JsonObject { ["type"] = "thinking", ["thinking"] = new JsonArray(CreateTextChunk(thinking)) };
        if (isClosed)
            chunk["closed"] = true;
        return chunk;
    }

    /// <summary>Creates a chunk of type <c>text</c>.</summary>
    public static JsonObject CreateTextChunk(string text) => new() { ["type"] = "text", ["text"] = text };

    /// <summary>Creates the <c>tool_calls</c> field of a message or a delta.</summary>
    public static JsonArray CreateToolCalls(IEnumerable<ToolCall> toolCalls) => new([.. toolCalls.Select((toolCall, index) => new JsonObject
    {
        ["id"] = toolCall.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = toolCall.Name, ["arguments"] = toolCall.Arguments },
        ["index"] = index,
    })]);
}
