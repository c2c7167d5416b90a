using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps the contents of system, user and tool messages.</summary>
internal static class MessageContentMapping
{
    /// <summary>Maps the contents of a system or user message.</summary>
    /// <param name="contents">The contents.</param>
    /// <param name="role">The role with its article, for the error message.</param>
    /// <param name="isAllowed">Whether the role allows a content. Usage, errors and raw chunks are always allowed.</param>
    /// <exception cref="NotSupportedException">The role does not allow a content, or the API does not accept it.</exception>
    internal static MessageContent ToMessageContent(this List<AIContent> contents, string role, Func<AIContent, bool> isAllowed)
    {
        if (contents.Count == 1 && contents[0] is TextContent text)
            return text.Text;

        var chunks = new List<ContentChunk>();
        foreach (var content in contents)
        {
            if (content is not (UsageContent or ErrorContent) && !content.IsRawChunk() && !isAllowed(content))
                throw content.ToNotSupportedException(role);

            if (content is TextReasoningContent { ProtectedData: var data } reasoning)
                chunks.Add(new ThinkChunk([new TextChunk(reasoning.Text)]) { Signature = ReasoningSignature.FromProtectedData(data) });
            else if (content.ToContentChunk() is { } chunk)
                chunks.Add(chunk);
        }

        // An empty text next to other chunks carries no information.
        if (chunks.Count > 1)
            chunks.RemoveAll(chunk => chunk is TextChunk { Text.Length: 0 });
        return chunks.ToMessageContent();
    }

    /// <summary>
    /// Validates the contents of a tool message other than function results. Results of tools that another provider executed are logged and
    /// not sent.
    /// </summary>
    /// <exception cref="NotSupportedException">A content is not a tool result.</exception>
    internal static void ValidateToolContents(this List<AIContent> contents, ILogger logger)
    {
        foreach (var content in contents.Where(content => content is not (UsageContent or ErrorContent)))
        {
            if (content is not ToolResultContent)
            {
                throw new NotSupportedException(
                    $"A message with the tool role contains {content.GetType().Name}. Use a FunctionResultContent with the call ID.");
            }

            AdapterLog.ContentNotSent(logger, content.GetType(), "tool");
        }
    }
}
