using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>
/// Creates the events of a streamed response, in the order of the example in Mistral's documentation, with the fields of the OpenAPI
/// description.
/// </summary>
internal static class ConversationEvents
{
    private const int InternalServerError = 3000;

    /// <summary>Creates all events.</summary>
    /// <param name="conversationId">The ID of the conversation.</param>
    /// <param name="outputs">The entries of the response.</param>
    /// <param name="usage">The token usage.</param>
    /// <param name="time">The time of the response, formatted.</param>
    public static IEnumerable<JsonObject> Create(
        string conversationId, IReadOnlyList<ConversationEntry> outputs, ConversationUsage usage, string time)
    {
        yield return CreateStarted(conversationId, time);
        foreach (var (index, entry) in outputs.Index())
        {
            foreach (var data in Create(entry, index))
                yield return data;
        }
        yield return CreateDone(usage, time);
    }

    /// <summary>Creates the first event.</summary>
    public static JsonObject CreateStarted(string conversationId, string time) =>
        new() { ["type"] = "conversation.response.started", ["created_at"] = time, ["conversation_id"] = conversationId };

    /// <summary>Creates the last event.</summary>
    public static JsonObject CreateDone(ConversationUsage usage, string time) =>
        new() { ["type"] = "conversation.response.done", ["created_at"] = time, ["usage"] = usage.ToJson() };

    /// <summary>Creates the event that ends a stream with an error.</summary>
    public static JsonObject CreateError(string message, string time) =>
        new() { ["type"] = "conversation.response.error", ["created_at"] = time, ["message"] = message, ["code"] = InternalServerError };

    /// <summary>Creates the events of an entry.</summary>
    public static IEnumerable<JsonObject> Create(ConversationEntry entry, int index) => entry.Type switch
    {
        EntryTypes.ToolExecution =>
        [
            Create("tool.execution.started", entry.Json, index, "model", "agent_id", "name", "arguments"),
            Create("tool.execution.done", entry.Json, index, "name", "info"),
        ],
        EntryTypes.AgentHandoff =>
        [
            Create("agent.handoff.started", entry.Json, index, "previous_agent_id", "previous_agent_name"),
            Create("agent.handoff.done", entry.Json, index, "next_agent_id", "next_agent_name"),
        ],
        EntryTypes.FunctionCall => CreateCallDeltas(entry.Json, index),
        _ => CreateMessageDeltas(entry.Json, index, entry.TextChunks),
    };

    /// <summary>Creates an event with fields of the entry. Fields that the entry does not have are left out.</summary>
    private static JsonObject Create(string type, JsonElement entry, int index, params ReadOnlySpan<string> names)
    {
        var data = new JsonObject
        {
            ["type"] = type,
            ["created_at"] = entry.FindString("created_at"),
            ["output_index"] = index,
            ["id"] = entry.FindString("id"),
        };
        foreach (var name in names)
        {
            if (entry.TryGetProperty(name, out var value))
                data[name] = value.ToNode();
        }
        return data;
    }

    /// <summary>Creates an event for each token of the arguments.</summary>
    private static IEnumerable<JsonObject> CreateCallDeltas(JsonElement entry, int index)
    {
        foreach (var token in Tokenizer.Split(entry.FindString("arguments")!))
        {
            var data = Create("function.call.delta", entry, index, "model", "agent_id", "name", "tool_call_id");
            data["arguments"] = token;
            data["confirmation_status"] = entry.FindString("confirmation_status");
            yield return data;
        }
    }

    private static IEnumerable<JsonObject> CreateMessageDeltas(JsonElement entry, int index, IReadOnlyList<string>? textChunks)
    {
        var chunks = entry.FindString("content") is { } text
            ? [MessageJson.CreateTextChunk(text)]
            : entry.FindItems("content").Select(chunk => (JsonObject)chunk.ToNode()!);
        foreach (var (contentIndex, chunk) in chunks.Index())
        {
            foreach (var content in Split(chunk, textChunks))
                yield return CreateMessageDelta(entry, index, contentIndex, content);
        }
    }

    /// <summary>Creates the event for a part of a message.</summary>
    public static JsonObject CreateMessageDelta(JsonElement entry, int index, int contentIndex, JsonNode content)
    {
        var data = Create("message.output.delta", entry, index);
        data["content_index"] = contentIndex;
        data["model"] = entry.FindString("model");
        data["agent_id"] = entry.FindString("agent_id");
        data["role"] = "assistant";
        data["content"] = content;
        return data;
    }

    /// <summary>Splits a chunk: text into strings, thinking into thinking chunks. Other chunks are sent complete.</summary>
    private static IEnumerable<JsonNode> Split(JsonObject chunk, IReadOnlyList<string>? textChunks)
    {
        if ((string?)chunk["type"] == "text")
            return (textChunks ?? Tokenizer.Split((string)chunk["text"]!)).Select(token => (JsonNode)token);
        if ((string?)chunk["type"] != "thinking")
            return [chunk.DeepClone()];
        var tokens = Tokenizer.Split((string)chunk["thinking"]![0]!["text"]!);
        return tokens.Select((token, position) => MessageJson.CreateThinkChunk(token, isClosed: position == tokens.Count - 1));
    }
}
