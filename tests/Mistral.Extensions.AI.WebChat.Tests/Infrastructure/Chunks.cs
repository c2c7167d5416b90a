using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.WebChat.Tests.Infrastructure;

/// <summary>The JSON of the chunks of a streamed response.</summary>
internal static class Chunks
{
    /// <summary>A chunk with a text.</summary>
    public static string Text(string text) => Delta(new JsonObject { ["content"] = text });

    /// <summary>A chunk with a part of the reasoning.</summary>
    public static string Reasoning(string text) => Content(new JsonObject
    {
        ["type"] = "thinking",
        ["thinking"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
    });

    /// <summary>A chunk with a citation.</summary>
    public static string Reference(params int[] ids) => Content(new JsonObject
    {
        ["type"] = "reference",
        ["reference_ids"] = JsonSerializer.SerializeToNode(ids),
    });

    /// <summary>A chunk with a tool call; without a name, with the next part of its arguments.</summary>
    public static string ToolCall(string? name, string arguments, string id = "call00001", int index = 0)
    {
        var function = new JsonObject { ["arguments"] = arguments };
        var call = new JsonObject { ["index"] = index, ["function"] = function };
        if (name is not null)
            (function["name"], call["id"]) = (name, id);
        return Delta(new JsonObject { ["tool_calls"] = new JsonArray(call) });
    }

    /// <summary>The last chunk, with the finish reason and the token usage.</summary>
    public static string End(string finishReason = "stop") => Chunk(
        new JsonObject { ["content"] = "" },
        finishReason,
        new JsonObject { ["prompt_tokens"] = 412, ["completion_tokens"] = 38, ["total_tokens"] = 450 });

    private static string Content(JsonObject part) => Delta(new JsonObject { ["content"] = new JsonArray(part) });

    private static string Delta(JsonObject delta) => Chunk(delta, null, null);

    private static string Chunk(JsonObject delta, string? finishReason, JsonObject? usage) => new JsonObject
    {
        ["id"] = "cmpl-1",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1769088720,
        ["model"] = "mistral-small-latest",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason }),
        ["usage"] = usage,
    }.ToJsonString();
}
