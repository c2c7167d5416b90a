using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ChatMessageContent = Microsoft.SemanticKernel.ChatMessageContent;
using FunctionCallContent = Microsoft.SemanticKernel.FunctionCallContent;
using FunctionResultContent = Microsoft.SemanticKernel.FunctionResultContent;
using TextContent = Microsoft.SemanticKernel.TextContent;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>Maps messages and contents of Semantic Kernel to those of Microsoft.Extensions.AI, for requests.</summary>
internal static class KernelContentMapping
{
    /// <summary>Maps a chat history. The history and its messages are not changed.</summary>
    /// <exception cref="NotSupportedException">A content cannot be sent.</exception>
    internal static List<ChatMessage> ToChatMessages(this ChatHistory history) =>
        [.. history.Where((_, index) => !IsDuplicateToolMessage(history, index)).Select(ToMessage)];

    /// <summary>Maps a content, or returns null if Microsoft.Extensions.AI has no type for it.</summary>
    internal static AIContent? ToAIContent(this KernelContent item)
    {
        var content = item switch
        {
            FunctionCallContent call => new Microsoft.Extensions.AI.FunctionCallContent(
                call.Id ?? "", GetFullName(call), call.Arguments)
            {
                Exception = call.Exception,
            },
            // KernelContentChatClient maps the result.
            FunctionResultContent result => new Microsoft.Extensions.AI.FunctionResultContent(result.CallId ?? "", result.Result),
            ReasoningContent reasoning => new TextReasoningContent(reasoning.Text) { ProtectedData = reasoning.GetProtectedData() },
            FileReferenceContent file => new HostedFileContent(file.FileId),
            // Semantic Kernel maps text, images, audio and other binary contents.
            _ => new ChatMessageContent(AuthorRole.User, [item]).ToChatMessage().Contents.FirstOrDefault(),
        };
        if (content is null)
            return null;

        content.RawRepresentation = item.InnerContent;
        content.AdditionalProperties = ToAdditionalProperties(item.Metadata);
        return content;
    }

    // If a filter terminated the function calling, the returned tool message is already in the history, and callers add it again.
    private static bool IsDuplicateToolMessage(ChatHistory history, int index) =>
        index > 0 && history[index].Role == AuthorRole.Tool && ReferenceEquals(history[index], history[index - 1]);

    private static ChatMessage ToMessage(ChatMessageContent message)
    {
        // Other connectors also store the result as text, next to the function result.
        var isToolMessage = message.Items.Any(item => item is FunctionResultContent);
        var items = isToolMessage ? message.Items.Where(item => item is not TextContent) : message.Items;
        return new(
            message.Role.Label is { } role ? new ChatRole(role) : ChatRole.User,
            [.. items.Select(item => ToAIContent(item, message.Role)).OfType<AIContent>()])
        {
            AuthorName = message.AuthorName,
            AdditionalProperties = ToAdditionalProperties(message.Metadata),
            RawRepresentation = message.InnerContent,
        };
    }

    // Agents of other providers add contents such as annotations to their messages. They are not part of the text, and are not sent.
    private static AIContent? ToAIContent(KernelContent item, AuthorRole role) => item.ToAIContent()
        ?? (role == AuthorRole.Assistant ? null : throw new NotSupportedException(
            $"A message with the role {role} contains {item.GetType().Name} without data that can be sent. Remove it, or send it as text, "
                + "or as ImageContent, AudioContent or BinaryContent with data or a URI."));

    // Functions are sent as plugin_function. Other connectors store the name of the plugin separately.
    private static string GetFullName(FunctionCallContent call) =>
        string.IsNullOrEmpty(call.PluginName) ? call.FunctionName : $"{call.PluginName}_{call.FunctionName}";

    private static AdditionalPropertiesDictionary? ToAdditionalProperties(IReadOnlyDictionary<string, object?>? metadata) =>
        metadata is null ? null : new(metadata);
}
