using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The messages of a chat request, and the parts of them that determine the response.</summary>
internal sealed class Conversation
{
    private readonly JsonElement? _lastUserMessage;

    public Conversation(JsonElement request)
    {
        Messages = [.. request.FindItems("messages")];
        _lastUserMessage = Messages.Where(message => GetRole(message) == "user").Select(message => (JsonElement?)message).LastOrDefault();
    }

    public IReadOnlyList<JsonElement> Messages { get; }

    /// <summary>The text of the last user message, or of the last message if there is no user message.</summary>
    public string LastText => field ??= GetText(_lastUserMessage ?? Messages[^1]);

    /// <summary>The chunks of the last user message that are not text.</summary>
    public IEnumerable<JsonElement> Attachments =>
        _lastUserMessage is { } userMessage ? GetChunks(userMessage).Where(chunk => GetChunkType(chunk) != "text") : [];

    /// <summary>The text that the response must start with: the text of a last message from the assistant, otherwise empty.</summary>
    public string Prefix => GetRole(Messages[^1]) == "assistant" ? GetText(Messages[^1]) : "";

    /// <summary>The tool results at the end of the conversation; empty if the last message has another role.</summary>
    public IReadOnlyList<(string Name, string Text)> ToolResults => field ??= ReadToolResults();

    public static string GetRole(JsonElement message) => message.FindString("role")!;

    public static string GetChunkType(JsonElement chunk) => chunk.FindString("type")!;

    /// <summary>Returns the chunks of a message; none if its content is a string or null.</summary>
    public static IEnumerable<JsonElement> GetChunks(JsonElement message) => message.FindItems("content");

    /// <summary>Returns the content of a message if it is a string, otherwise its concatenated text chunks.</summary>
    public static string GetText(JsonElement message) => message.FindString("content")
        ?? string.Concat(GetChunks(message).Where(chunk => GetChunkType(chunk) == "text").Select(chunk => chunk.FindString("text")));

    private (string Name, string Text)[] ReadToolResults()
    {
        JsonElement[] results = [.. Messages.Reverse().TakeWhile(message => GetRole(message) == "tool").Reverse()];
        if (results.Length == 0)
            return [];
        var functionNames = new Dictionary<string, string>();
        foreach (var toolCall in Messages.SelectMany(message => message.FindItems("tool_calls")))
            functionNames[toolCall.FindString("id") ?? ""] = toolCall.GetProperty("function").FindString("name")!;
        return [.. results.Select(message => (GetToolName(message, functionNames), GetText(message)))];
    }

    /// <summary>Returns the <c>name</c> of a tool message, or the function name of the tool call with the same ID.</summary>
    private static string GetToolName(JsonElement toolMessage, Dictionary<string, string> functionNames) =>
        toolMessage.FindString("name") ?? functionNames[toolMessage.FindString("tool_call_id")!];
}
