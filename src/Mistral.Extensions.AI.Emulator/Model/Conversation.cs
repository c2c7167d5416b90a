using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>What a chat request says, read off its messages.</summary>
internal sealed class Conversation
{
    private readonly JsonElement? _lastUserMessage;

    public Conversation(JsonElement request)
    {
        Messages = [.. request.FindItems("messages")];
        _lastUserMessage = Messages.Where(message => GetRole(message) == "user").Select(message => (JsonElement?)message).LastOrDefault();
    }

    public IReadOnlyList<JsonElement> Messages { get; }

    /// <summary>The text of the last user message, or of the last message when no user spoke.</summary>
    public string LastText => _lastUserMessage is { } user ? GetText(user) : GetText(Messages[^1]);

    /// <summary>What the last user message holds besides text.</summary>
    public IEnumerable<JsonElement> Attachments =>
        _lastUserMessage is { } user ? GetChunks(user).Where(chunk => GetChunkType(chunk) != "text") : [];

    /// <summary>The beginning of the answer, if the last message sets one.</summary>
    public string Prefix => GetRole(Messages[^1]) == "assistant" ? GetText(Messages[^1]) : "";

    /// <summary>The results the conversation ends with; none if a user had the last word.</summary>
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

    public static IEnumerable<JsonElement> GetChunks(JsonElement message) => message.FindItems("content");

    public static string GetText(JsonElement message) => message.FindString("content")
        ?? string.Concat(GetChunks(message).Where(chunk => GetChunkType(chunk) == "text").Select(chunk => chunk.FindString("text")));

    /// <summary>The tool a result comes from: its own <c>name</c>, or the name in the call it answers.</summary>
    private string GetToolName(JsonElement result)
    {
        var id = result.FindString("tool_call_id");
        return result.FindString("name") ?? Messages
            .SelectMany(message => message.FindItems("tool_calls"))
            .Last(call => call.FindString("id") == id)
            .GetProperty("function").FindString("name")!;
    }
}
