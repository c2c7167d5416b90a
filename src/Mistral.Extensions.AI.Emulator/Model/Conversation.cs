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
    public string LastText => _lastUserMessage is { } userMessage ? GetText(userMessage) : GetText(Messages[^1]);

    /// <summary>The chunks of the last user message that are not text.</summary>
    public IEnumerable<JsonElement> Attachments =>
        _lastUserMessage is { } userMessage ? GetChunks(userMessage).Where(chunk => GetChunkType(chunk) != "text") : [];

    /// <summary>The text that the response must start with: the text of a last message from the assistant, otherwise empty.</summary>
    public string Prefix => GetRole(Messages[^1]) == "assistant" ? GetText(Messages[^1]) : "";

    /// <summary>The tool results at the end of the conversation; empty if the last message has another role.</summary>
    public IReadOnlyList<(string Name, string Text)> ToolResults
    {
        get
        {
            var results = Messages.Reverse().TakeWhile(message => GetRole(message) == "tool").Reverse();
            return [.. results.Select(message => (GetToolName(message), GetText(message)))];
        }
    }

    public static string GetRole(JsonElement message) => message.FindString("role")!;

    public static string GetChunkType(JsonElement chunk) => chunk.FindString("type")!;

    /// <summary>Returns the chunks of a message; none if its content is a string or null.</summary>
    public static IEnumerable<JsonElement> GetChunks(JsonElement message) => message.FindItems("content");

    /// <summary>Returns the content of a message if it is a string, otherwise its concatenated text chunks.</summary>
    public static string GetText(JsonElement message) => message.FindString("content")
        ?? string.Concat(GetChunks(message).Where(chunk => GetChunkType(chunk) == "text").Select(chunk => chunk.FindString("text")));

    /// <summary>Returns the <c>name</c> of a tool message, or the function name of the tool call with the same id.</summary>
    private string GetToolName(JsonElement toolMessage)
    {
        var id = toolMessage.FindString("tool_call_id");
        return toolMessage.FindString("name") ?? Messages
            .SelectMany(message => message.FindItems("tool_calls"))
            .Last(toolCall => toolCall.FindString("id") == id)
            .GetProperty("function").FindString("name")!;
    }
}
