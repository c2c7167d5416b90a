using Microsoft.SemanticKernel;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>Maps results of kernel functions to results that an <c>IChatClient</c> can send.</summary>
internal static class FunctionResultMapping
{
    /// <summary>Maps a result. A result that is not a content of Semantic Kernel is returned unchanged.</summary>
    internal static object? ToAIResult(object? result) => result switch
    {
        ChatMessageContent message => message.ToString(),
        IEnumerable<ChatMessageContent> messages => string.Join("\n", messages),
        KernelContent content => content.ToAIContent() ?? (object)content.ToString()!,
        IEnumerable<KernelContent> contents => contents.Select(content => content.ToAIContent()).ToList(),
        _ => result,
    };
}
