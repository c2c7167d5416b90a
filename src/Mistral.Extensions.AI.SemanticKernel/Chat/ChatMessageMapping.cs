using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ChatMessageContent = Microsoft.SemanticKernel.ChatMessageContent;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>Maps messages and contents of Microsoft.Extensions.AI to those of Semantic Kernel, for complete responses.</summary>
internal static class ChatMessageMapping
{
    /// <summary>
    /// Maps the messages of a response. Several messages are the function calls and their results, and then the final message.
    /// </summary>
    internal static List<ChatMessageContent> ToChatMessageContents(this ChatResponse response) =>
        [.. response.Messages.Select(message => message.ToChatMessageContent(response))];

    /// <summary>
    /// Joins the texts of a message: <see cref="ChatMessageContent.Content"/> returns only the first one. Contents with an empty text stay,
    /// because their raw representation is a citation.
    /// </summary>
    internal static IEnumerable<AIContent> JoinTexts(this IList<AIContent> contents)
    {
        var texts = contents.OfType<Microsoft.Extensions.AI.TextContent>().Where(content => content.Text.Length > 0).ToList();
        return texts.Count < 2
            ? contents
            : contents
                .Where(content => ReferenceEquals(content, texts[0]) || !texts.Contains(content))
                .Select(content => ReferenceEquals(content, texts[0])
                    ? new Microsoft.Extensions.AI.TextContent(string.Concat(texts))
                    : content);
    }

    private static ChatMessageContent ToChatMessageContent(this ChatMessage message, ChatResponse response)
    {
        // The details of a response with several messages are those of the final message. Results of functions have none.
        var isFinal = message.Role != ChatRole.Tool && ReferenceEquals(message, response.Messages[response.Messages.Count - 1]);
        var result = new ChatMessageContent
        {
            Role = new AuthorRole(message.Role.Value),
            AuthorName = message.AuthorName,
            ModelId = response.ModelId,
            InnerContent = (isFinal ? response.RawRepresentation : null) ?? message.RawRepresentation,
            Metadata = isFinal ? response.ToMetadata(message) : message.AdditionalProperties,
        };
        foreach (var content in message.Contents.JoinTexts())
        {
            if (content.ToKernelContent(response.Messages) is not { } item)
                continue;

            item.InnerContent = content.RawRepresentation;
            item.Metadata ??= content.AdditionalProperties;
            item.ModelId = response.ModelId;
            result.Items.Add(item);
        }

        return result;
    }

    // Semantic Kernel has no types for other contents. They are in the raw representation of the response.
    private static KernelContent? ToKernelContent(this AIContent content, IList<ChatMessage> messages) => content switch
    {
        Microsoft.Extensions.AI.TextContent text => new Microsoft.SemanticKernel.TextContent(text.Text),
        TextReasoningContent reasoning => new ReasoningContent(reasoning.Text) { Metadata = reasoning.ToMetadata() },
        Microsoft.Extensions.AI.FunctionCallContent call => new Microsoft.SemanticKernel.FunctionCallContent(
            call.Name, id: call.CallId, arguments: call.Arguments is null ? null : new(call.Arguments))
        {
            Exception = call.Exception,
        },
        Microsoft.Extensions.AI.FunctionResultContent result => new Microsoft.SemanticKernel.FunctionResultContent(
            GetFunctionName(result.CallId, messages), callId: result.CallId, result: result.Result),
        HostedFileContent file => new FileReferenceContent(file.FileId),
        DataContent data when data.HasTopLevelMediaType("image") => new ImageContent(data.Uri),
        DataContent data when data.HasTopLevelMediaType("audio") => new AudioContent(data.Uri),
        DataContent data => new BinaryContent(data.Uri),
        UriContent uri when uri.HasTopLevelMediaType("image") => new ImageContent(uri.Uri),
        UriContent uri when uri.HasTopLevelMediaType("audio") => new AudioContent(uri.Uri),
        UriContent uri => new BinaryContent(uri.Uri),
        _ => null,
    };

    private static string? GetFunctionName(string callId, IList<ChatMessage> messages) => messages
        .SelectMany(message => message.Contents)
        .OfType<Microsoft.Extensions.AI.FunctionCallContent>()
        .FirstOrDefault(call => call.CallId == callId)?.Name;
}
