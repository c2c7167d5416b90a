using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>Writes the parts that messages and deltas share: content chunks and tool calls.</summary>
internal static class MessageJson
{
    /// <summary>Creates a chunk of type <c>thinking</c>.</summary>
    /// <param name="thinking">The thinking, or the next part of it in a stream.</param>
    /// <param name="isClosed">Whether the thinking is complete.</param>
    /// <param name="signature">The signature; null for none, as in all recorded responses of the API.</param>
    public static JsonObject CreateThinkChunk(string thinking, bool isClosed, string? signature = null)
    {
        var chunk = new JsonObject { ["type"] = "thinking", ["thinking"] = new JsonArray(CreateTextChunk(thinking)) };
        if (isClosed)
            chunk["closed"] = true;
        if (signature is not null)
            chunk["signature"] = signature;
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
