using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>
/// SK's bridge to a chat client, with settings of any kind read as Mistral's before: what SK makes of prompt templates, and of settings for
/// its other connectors, loses response formats and efforts on the way to chat options.
/// </summary>
internal sealed class MistralChatCompletionService(IChatCompletionService bridge) : IChatCompletionService
{
    public IReadOnlyDictionary<string, object?> Attributes => bridge.Attributes;

    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default) =>
        bridge.GetChatMessageContentsAsync(chatHistory, Read(executionSettings), kernel, cancellationToken);

    public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default) =>
        bridge.GetStreamingChatMessageContentsAsync(chatHistory, Read(executionSettings), kernel, cancellationToken);

    // Without reflection, Semantic Kernel itself takes nothing but its own settings.
    private static PromptExecutionSettings? Read(PromptExecutionSettings? settings) =>
        settings is not null && JsonSerializer.IsReflectionEnabledByDefault
            ? MistralPromptExecutionSettings.FromExecutionSettings(settings)
            : settings;
}
