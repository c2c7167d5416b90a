using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Maps messages of other agents to user messages that name their author. The text names it as AutoGen does ("Writer said:"), and
/// describes tool calls and their results as Google's Agent Development Kit does. If they were sent as tool calls, the model would repeat
/// them, even if it does not have the tools.
/// </summary>
internal static class OtherAgentMapping
{
    /// <summary>Returns the content with the name of its author before it; without a name, the same content.</summary>
    internal static MessageContent WithAuthor(this MessageContent content, string? author) => author switch
    {
        null => content,
        _ when content.IsEmpty => content,
        _ => content.StartingWith($"{author} said:\n"),
    };

    /// <summary>Whether a content is sent only in user messages: images, audio, documents and files.</summary>
    internal static bool IsMedia(AIContent content) => content is DataContent or UriContent or HostedFileContent;

    /// <summary>Maps a message of another agent. Thinking is left out, because it belongs to its author.</summary>
    /// <param name="message">The message, as it would be sent to its author.</param>
    /// <param name="media">The contents of the message that an assistant message cannot contain.</param>
    /// <param name="author">The name of the author, or null if it is unknown.</param>
    /// <param name="logger">Logs the media that Mistral does not accept, which are left out.</param>
    /// <returns>The message, or null if it is empty.</returns>
    internal static UserMessage? ToUserMessage(this AssistantMessage message, List<AIContent> media, string? author, ILogger logger)
    {
        var text = message.Content?.Text ?? "";
        foreach (var call in message.ToolCalls ?? [])
        {
            var separator = text.Length > 0 ? "\n\n" : "";
            text += $"{separator}{author} called the tool {call.Function?.Name} with the arguments {call.Function?.Arguments}.";
        }

        List<ContentChunk> chunks = [.. media.Select(content => ToContentChunk(content, logger)).OfType<ContentChunk>()];
        if (text.Length > 0)
            chunks.Insert(0, new TextChunk(text));
        if (chunks.Count == 0)
            return null;

        var isOnlyCalls = message is { Content: null or { Text: "" }, ToolCalls.Count: > 0 };
        return new(chunks.ToMessageContent().WithAuthor(isOnlyCalls ? null : author));
    }

    /// <summary>Maps the result of a tool that another agent called.</summary>
    internal static UserMessage ToUserMessage(this ToolMessage result, string toolName, string author) =>
        new(result.Content.StartingWith($"The tool {toolName} returned to {author}:\n"));

    // The caller did not write the message, and can hardly change it.
    private static ContentChunk? ToContentChunk(AIContent content, ILogger logger)
    {
        try
        {
            return content.ToContentChunk();
        }
        catch (NotSupportedException)
        {
            AdapterLog.ContentNotSent(logger, content.GetType(), "assistant");
            return null;
        }
    }

    private static MessageContent StartingWith(this MessageContent content, string heading) =>
        content.IsString ? new(heading + content.Text) : new([new TextChunk(heading), .. (IEnumerable<ContentChunk>)content]);
}
