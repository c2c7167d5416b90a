using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Results of functions in Mistral's words.</summary>
internal static class ToolResultMapping
{
    internal static ToolMessage ToToolMessage(this FunctionResultContent result, string? functionName) => new(ToContent(result.Result))
    {
        ToolCallId = result.CallId,
        Name = ToolName.IsValid(functionName) ? functionName : null,
    };

    private static MessageContent ToContent(object? result) => result switch
    {
        string text => text,
        // What AIFunction gives for a string: without the quotes it is what the function said.
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        AIContent content => ToContent([content]),
        IEnumerable<AIContent> contents => ToContent([.. contents]),
        // Never a missing content: a function without a result still answers its call.
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
