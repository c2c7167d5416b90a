using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>Converts the entries of a conversation to the messages of a chat request, so that both have the same rules.</summary>
internal static class ChatMessages
{
    /// <summary>Creates the messages. Hosted tools and handoffs have none.</summary>
    public static JsonArray Create(string? instructions, IEnumerable<ConversationEntry> entries)
    {
        var messages = new JsonArray();
        if (!string.IsNullOrEmpty(instructions))
            messages.Add((JsonNode)new JsonObject { ["role"] = "system", ["content"] = instructions });
        JsonArray? toolCalls = null;
        foreach (var entry in entries)
        {
            var isCall = entry.Type == EntryTypes.FunctionCall && entry.Json.Find("confirmation_status") is null;
            if (isCall && toolCalls is null)
                messages.Add((JsonNode)new JsonObject { ["role"] = "assistant", ["content"] = "", ["tool_calls"] = toolCalls = [] });
            if (isCall)
                toolCalls!.Add((JsonNode)CreateToolCall(entry.Json));
            else if (CreateMessage(entry) is { } message)
            {
                toolCalls = null;
                messages.Add((JsonNode)message);
            }
        }
        return messages;
    }

    private static JsonObject CreateToolCall(JsonElement entry) => new()
    {
        ["id"] = entry.FindString("tool_call_id"),
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = entry.FindString("name"), ["arguments"] = entry.GetProperty("arguments").ToNode() },
    };

    private static JsonObject? CreateMessage(ConversationEntry entry) => entry.Type switch
    {
        EntryTypes.MessageInput or EntryTypes.MessageOutput => CreateMessage(entry.Json),
        EntryTypes.FunctionResult => new JsonObject
        {
            ["role"] = "tool",
            ["tool_call_id"] = entry.Json.FindString("tool_call_id"),
            ["content"] = entry.Json.FindString("result"),
        },
        _ => null,
    };

    private static JsonObject? CreateMessage(JsonElement entry)
    {
        var role = entry.FindString("role") ?? "assistant";
        var text = entry.FindString("content");
        var message = new JsonObject { ["role"] = role, ["content"] = text };
        if (text is null)
        {
            var chunks = entry.FindItems("content").Select(chunk => ToChatChunk(chunk, role));
            message["content"] = new JsonArray([.. chunks.OfType<JsonNode>()]);
        }
        if (role == "assistant" && entry.IsTrue("prefix"))
            message["prefix"] = true;
        // An assistant message that has only references to files would be rejected.
        return role == "assistant" && message["content"] is JsonArray { Count: 0 } ? null : message;
    }

    /// <summary>Converts a chunk; returns null for chunks that only conversations have, and that are not part of the prompt.</summary>
    private static JsonNode? ToChatChunk(JsonElement chunk, string role) => chunk.FindString("type") switch
    {
        "tool_reference" => null,
        "tool_file" => role == "user" && Guid.TryParse(chunk.FindString("file_id"), out var id)
            ? new JsonObject { ["type"] = "file", ["file_id"] = id.ToString() }
            : null,
        _ => chunk.ToNode(),
    };
}
