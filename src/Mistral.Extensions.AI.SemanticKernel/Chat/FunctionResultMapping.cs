using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using ChatMessageContent = Microsoft.SemanticKernel.ChatMessageContent;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>Maps results of kernel functions to results that an <c>IChatClient</c> can send.</summary>
internal static partial class FunctionResultMapping
{
    /// <summary>Maps a result. A result that is not a content of Semantic Kernel is returned unchanged.</summary>
    internal static object? ToAIResult(object? result, ILogger logger) => result switch
    {
        KernelContent content => ToAIContents([content], logger),
        IEnumerable<KernelContent> contents => ToAIContents(contents, logger),
        _ => result,
    };

    private static List<AIContent> ToAIContents(IEnumerable<KernelContent?> contents, ILogger logger) =>
        [.. contents.SelectMany(GetItems).Select(item => ToAIContent(item, logger))];

    private static IEnumerable<KernelContent> GetItems(KernelContent? content) => content switch
    {
        null => [],
        ChatMessageContent message => message.Items.Where(IsSentWithMessage),
        _ => [content],
    };

    // A message that an agent returns also has the steps that led to its text. They are not part of the result.
    private static bool IsSentWithMessage(KernelContent item) => item
        is not (Microsoft.SemanticKernel.FunctionCallContent or Microsoft.SemanticKernel.FunctionResultContent)
        and not (ReasoningContent or AnnotationContent or ActionContent);

    private static AIContent ToAIContent(KernelContent content, ILogger logger)
    {
        if (content.ToAIContent() is { } result)
            return result;

        var type = content.GetType();
        // Types without a text of their own return the name of the type.
        if (content.ToString() is { } text && text != type.ToString())
            return new TextContent(text);

        LogContentNotSent(logger, type);
        return new ErrorContent(
            $"{type.Name} cannot be sent. Return text, or ImageContent, AudioContent or BinaryContent with data or a URI.");
    }

    [LoggerMessage(3, LogLevel.Warning, "A function result contains {Type}, which cannot be sent. An error text is sent.")]
    private static partial void LogContentNotSent(ILogger logger, Type type);
}
