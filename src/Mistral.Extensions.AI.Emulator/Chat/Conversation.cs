using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>What a chat request says, read off its messages.</summary>
internal sealed class Conversation
{
    private readonly JsonElement? _lastUser;

    public Conversation(JsonElement request)
    {
        Messages = [.. request.FindItems("messages")];
        _lastUser = Messages.Where(message => RoleOf(message) == "user").Select(message => (JsonElement?)message).LastOrDefault();
    }

    public IReadOnlyList<JsonElement> Messages { get; }

    /// <summary>The text of the last user message, or of the last message when no user spoke.</summary>
    public string LastText => _lastUser is { } user ? TextOf(user) : TextOf(Messages[^1]);

    /// <summary>What the last user message holds besides text.</summary>
    public IEnumerable<JsonElement> Attachments =>
        _lastUser is { } user ? ChunksOf(user).Where(chunk => TypeOf(chunk) != "text") : [];

    /// <summary>The beginning of the answer, if the last message sets one.</summary>
    public string Prefix => RoleOf(Messages[^1]) == "assistant" ? TextOf(Messages[^1]) : "";

    /// <summary>The results the conversation ends with; none if a user had the last word.</summary>
    public IReadOnlyList<(string Name, string Text)> ToolResults
    {
        get
        {
            var results = Messages.Reverse().TakeWhile(message => RoleOf(message) == "tool").Reverse();
            return [.. results.Select(message => (NameOf(message), TextOf(message)))];
        }
    }

    public static string RoleOf(JsonElement message) => message.FindText("role")!;

    public static string TypeOf(JsonElement chunk) => chunk.FindText("type")!;

    public static IEnumerable<JsonElement> ChunksOf(JsonElement message) => message.FindItems("content");

    public static string TextOf(JsonElement message) => message.FindText("content")
        ?? string.Concat(ChunksOf(message).Where(chunk => TypeOf(chunk) == "text").Select(chunk => chunk.FindText("text")));

    /// <summary>The tool a result comes from: its own <c>name</c>, or the name in the call it answers.</summary>
    private string NameOf(JsonElement result)
    {
        var id = result.FindText("tool_call_id");
        return result.FindText("name") ?? Messages
            .SelectMany(message => message.FindItems("tool_calls"))
            .Last(call => call.FindText("id") == id)
            .GetProperty("function").FindText("name")!;
    }
}
