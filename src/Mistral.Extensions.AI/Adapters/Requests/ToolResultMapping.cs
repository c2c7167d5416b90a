using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps function results to tool messages.</summary>
internal static class ToolResultMapping
{
    /// <param name="result">The result.</param>
    /// <param name="functionName">The name of the function that was called; null if it is unknown.</param>
    internal static ToolMessage ToToolMessage(this FunctionResultContent result, string? functionName) => new(ToContent(result.Result))
    {
        ToolCallId = result.CallId,
        Name = ToolName.IsValid(functionName) ? functionName : null,
    };

    private static MessageContent ToContent(object? result) => result switch
    {
        string text => text,
        // AIFunction returns a string result as a JsonElement. The text is sent without the JSON quotes.
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        AIContent content => ToContent([content]),
        IEnumerable<AIContent> contents => ToContent([.. contents]),
        // A null result becomes the text "null", because the API requires content.
        _ => UserJson.ToText(result),
    };

    private static MessageContent ToContent(AIContent[] contents)
    {
        var chunks = contents.Select(content => content.ToContentChunk()).OfType<ContentChunk>().ToList();
        return chunks.All(chunk => chunk is TextChunk)
            ? string.Concat(chunks.Cast<TextChunk>().Select(chunk => chunk.Text))
            : new MessageContent(chunks);
    }
}
