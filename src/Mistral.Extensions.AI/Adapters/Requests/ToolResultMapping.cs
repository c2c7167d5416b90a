using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Maps function results to tool messages. A result that cannot be sent becomes an error text, so that the conversation can still be sent,
/// and the model can react to the error.
/// </summary>
internal static class ToolResultMapping
{
    /// <param name="result">The result.</param>
    /// <param name="functionName">The name of the function that was called; null if it is unknown.</param>
    /// <param name="logger">The logger for results that cannot be sent.</param>
    internal static ToolMessage ToToolMessage(this FunctionResultContent result, string? functionName, ILogger logger) =>
        new(ToContent(result, logger))
        {
            ToolCallId = result.CallId,
            Name = ToolName.IsValid(functionName) ? functionName : null,
        };

    // FunctionInvokingChatClient sets both properties; Result is then the text that the application chose to show to the model.
    private static MessageContent ToContent(FunctionResultContent result, ILogger logger)
    {
        var value = result.Result ?? result.Exception;
        try
        {
            return ToContent(value, logger);
        }
#pragma warning disable CA1031 // The value belongs to the caller: its properties, or its enumerator, can throw any exception.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            AdapterLog.ToolResultNotSent(logger, value!.GetType(), exception.GetType());
            return $"Error: The result of the function cannot be converted to JSON. Its type is {value.GetType()}.";
        }
    }

    private static MessageContent ToContent(object? result, ILogger logger) => result switch
    {
        string text => text,
        // AIFunction returns a string result as a JsonElement. The text is sent without the JSON quotes.
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        Exception exception => ToErrorText(exception),
        FunctionResultContent nested => ToContent(nested, logger),
        AIContent content => ToContent([content], logger),
        IEnumerable<AIContent> contents => ToContent([.. contents.OfType<AIContent>()], logger),
        // A null result becomes the text "null", because the API requires content.
        _ => UserJson.ToText(result),
    };

    private static MessageContent ToContent(AIContent[] contents, ILogger logger)
    {
        var chunks = contents.Select(content => ToContentChunk(content, logger)).OfType<ContentChunk>().ToList();
        return chunks.All(chunk => chunk is TextChunk)
            ? string.Join("\n", chunks.Cast<TextChunk>().Select(chunk => chunk.Text).Where(text => text.Length > 0))
            : new MessageContent([.. chunks.Select((chunk, i) => SeparateFromNext(chunk, chunks.ElementAtOrDefault(i + 1)))]);
    }

    // The model sees consecutive text chunks as one text.
    private static ContentChunk SeparateFromNext(ContentChunk chunk, ContentChunk? next) =>
        chunk is TextChunk text && next is TextChunk ? text with { Text = text.Text + "\n" } : chunk;

    private static ContentChunk? ToContentChunk(AIContent content, ILogger logger)
    {
        switch (content)
        {
            case ErrorContent error:
                return new TextChunk(ToErrorText(error));
            // An agent that was called as a function returns its reasoning, which the API does not accept in a tool message.
            case TextReasoningContent:
                return null;
        }

        try
        {
            return content.ToContentChunk();
        }
        catch (NotSupportedException exception)
        {
            AdapterLog.ToolResultNotSent(logger, content.GetType(), exception.GetType());
            return new TextChunk($"Error: {exception.Message}");
        }
    }

    // Only the message: a stack trace can contain details of the system that the model, and so the user, must not see.
    private static string ToErrorText(Exception exception)
    {
        var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
        return $"Error: {(string.IsNullOrWhiteSpace(cause.Message) ? cause.GetType().Name : cause.Message)}";
    }

    private static string ToErrorText(ErrorContent error)
    {
        string?[] parts = [error.Message, error.ErrorCode, error.Details];
        var text = string.Join(" ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
        return $"Error: {(text.Length > 0 ? text : "The function failed.")}";
    }
}
