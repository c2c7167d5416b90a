using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>
/// A copy of a chat history for one request. Its function calls have the names of the functions in the request:
/// <c>plugin_function</c>. Other connectors store the plugin name of a call separately, and Semantic Kernel's adapter does not send it: the
/// model would receive calls of functions that are not in the request.
/// </summary>
internal sealed class RequestChatHistory
{
    private readonly ChatHistory _original;

    // The number of messages that the original history already has.
    private int _copiedCount;

    /// <summary>Initializes a new instance of the <see cref="RequestChatHistory"/> class.</summary>
    internal RequestChatHistory(ChatHistory original)
    {
        _original = original;
        Messages =
        [
            .. original.Where((_, index) => !IsDuplicateToolMessage(index))
                .Select(message => message.Items.Any(HasPluginName) ? WithFullFunctionNames(message) : message),
        ];
        _copiedCount = Messages.Count;
    }

    /// <summary>The messages to send. Semantic Kernel's adapter appends function calls and their results.</summary>
    internal ChatHistory Messages { get; }

    /// <summary>Whether the last message is a tool message: then function calls were invoked, and not left to the caller.</summary>
    internal bool EndsWithToolMessage => Messages is { Count: > 0 } && Messages[Messages.Count - 1].Role == AuthorRole.Tool;

    /// <summary>
    /// Adds to the original history the messages that Semantic Kernel's adapter has appended to <see cref="Messages"/>, each once.
    /// </summary>
    internal void AddNewMessagesToOriginal()
    {
        for (; _copiedCount < Messages.Count; _copiedCount++)
            _original.Add(Messages[_copiedCount]);
    }

    // MistralChatCompletionService adds a tool message that it returns to the history. Callers add every returned message again.
    private bool IsDuplicateToolMessage(int index) =>
        index > 0 && _original[index].Role == AuthorRole.Tool && ReferenceEquals(_original[index], _original[index - 1]);

    private static bool HasPluginName(KernelContent item) => item is FunctionCallContent { PluginName.Length: > 0 };

    private static ChatMessageContent WithFullFunctionNames(ChatMessageContent message)
    {
        ChatMessageContentItemCollection items = [.. message.Items.Select(WithFullFunctionName)];
        return new(message.Role, items, message.ModelId, message.InnerContent, message.Encoding, message.Metadata)
        {
#pragma warning disable SKEXP0001 // AuthorName is experimental in Semantic Kernel.
            AuthorName = message.AuthorName,
#pragma warning restore SKEXP0001
        };
    }

    private static KernelContent WithFullFunctionName(KernelContent item) => item is FunctionCallContent { PluginName.Length: > 0 } call
        ? new FunctionCallContent($"{call.PluginName}_{call.FunctionName}", pluginName: null, call.Id, call.Arguments)
        {
            Exception = call.Exception,
            InnerContent = call.InnerContent,
            Metadata = call.Metadata,
            ModelId = call.ModelId,
        }
        : item;
}
