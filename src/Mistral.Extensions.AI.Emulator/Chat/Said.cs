using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>One choice of an answer, before it is put into the shape of a document or of a stream.</summary>
internal sealed record Said(string Text)
{
    /// <summary>What was thought before; null when nothing was.</summary>
    public string? Thinking { get; init; }

    public IReadOnlyList<ToolCall> Calls { get; init; } = [];

    /// <summary><c>stop</c>, <c>length</c> or <c>tool_calls</c>.</summary>
    public string FinishReason { get; init; } = "stop";

    /// <summary>A thinking chunk carries a signature; the emulator's is always the same.</summary>
    public static JsonObject ThinkChunk(string thinking, bool isClosed)
    {
        var chunk = new JsonObject { ["type"] = "thinking", ["thinking"] = new JsonArray(TextChunk(thinking)) };
        if (isClosed)
        {
            chunk["signature"] = "ZW11bGF0b3I=";
            chunk["closed"] = true;
        }
        return chunk;
    }

    public static JsonObject TextChunk(string text) => new() { ["type"] = "text", ["text"] = text };
}

/// <summary>A call of a tool, with the arguments as JSON text, as they travel.</summary>
internal sealed record ToolCall(string Id, string Name, string Arguments)
{
    public JsonObject ToJson(int index) => new()
    {
        ["id"] = Id,
        ["function"] = new JsonObject { ["name"] = Name, ["arguments"] = Arguments },
        ["index"] = index,
    };
}
