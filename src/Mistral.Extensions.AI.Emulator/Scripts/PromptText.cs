using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>Reads the values that a <see cref="RequestMatch"/> compares. The request is for any endpoint, and can be invalid.</summary>
internal static class PromptText
{
    /// <summary>
    /// Returns the text of the last user message. Without messages, it is the <c>prompt</c>, the <c>input</c> or the <c>inputs</c>; null if
    /// there is none.
    /// </summary>
    public static string? FindText(JsonElement request)
    {
        var messages = GetMessages(request);
        return messages.Length == 0
            ? request.FindString("prompt") ?? request.FindString("input") ?? request.FindString("inputs")
            : messages.Where(message => message.FindString("role") == "user").Select(GetText).LastOrDefault();
    }

    /// <summary>Counts the messages of the assistant.</summary>
    public static int CountAssistantMessages(JsonElement request) => GetMessages(request).Count(
        message => message.FindString("role") == "assistant" || message.FindString("type") is "message.output" or "function.call");

    /// <summary>Whether the last message is a tool result.</summary>
    public static bool EndsWithToolResult(JsonElement request) =>
        GetMessages(request).LastOrDefault() is { ValueKind: JsonValueKind.Object } last
        && (last.FindString("role") == "tool" || last.FindString("type") == "function.result");

    /// <summary>Returns the messages of a chat request, or the entries of a request to a conversation.</summary>
    private static JsonElement[] GetMessages(JsonElement request) => [.. request.FindItems("messages").Concat(request.FindItems("inputs"))];

    private static string GetText(JsonElement message) => message.FindString("content")
        ?? string.Concat(message.FindItems("content").Select(chunk => chunk.FindString("text")));
}
