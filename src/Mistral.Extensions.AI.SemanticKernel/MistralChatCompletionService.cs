using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>
/// Wraps Semantic Kernel's adapter from <c>IChatClient</c> to <see cref="IChatCompletionService"/> (<c>AsChatCompletionService</c>), and
/// corrects it where it differs from Semantic Kernel's own connectors.
/// </summary>
/// <remarks>
/// Settings of any type are converted to <see cref="MistralPromptExecutionSettings"/> first: when Semantic Kernel converts the settings of
/// prompt templates and of other connectors to <c>ChatOptions</c>, response formats and reasoning efforts are lost.
/// </remarks>
internal sealed class MistralChatCompletionService(IChatCompletionService inner) : IChatCompletionService
{
    public IReadOnlyDictionary<string, object?> Attributes => inner.Attributes;

    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        var requestHistory = new RequestChatHistory(chatHistory ?? throw new ArgumentNullException(nameof(chatHistory)));
        var settings = ConvertSettings(executionSettings, chatHistory);
        var responses = await inner
            .GetChatMessageContentsAsync(requestHistory.Messages, settings, kernel, cancellationToken)
            .ConfigureAwait(false);
        requestHistory.AddNewMessagesToOriginal();
        // A filter has terminated the function calling, and the response is the message with the function results. Semantic Kernel's own
        // connectors, and the streaming method below, add it to the history too.
        if (responses.Count == 1 && responses[0].Role == AuthorRole.Tool)
            chatHistory.Add(responses[0]);
        return responses;
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var requestHistory = new RequestChatHistory(chatHistory ?? throw new ArgumentNullException(nameof(chatHistory)));
        var settings = ConvertSettings(executionSettings, chatHistory);
        var nextCallIndex = 0;
        await foreach (var chunk in inner
            .GetStreamingChatMessageContentsAsync(requestHistory.Messages, settings, kernel, cancellationToken)
            .ConfigureAwait(false))
        {
            // Function calls without results are left to the caller, who invokes them and adds both to the history. Semantic Kernel's own
            // connectors do the same.
            if (requestHistory.EndsWithToolMessage)
                requestHistory.AddNewMessagesToOriginal();
            SetFunctionCallIndexes(chunk, ref nextCallIndex);
            yield return chunk;
        }
    }

    // The adapter gives every function call the index 0, and FunctionCallContentBuilder merges calls that have the same index.
    private static void SetFunctionCallIndexes(StreamingChatMessageContent chunk, ref int nextCallIndex)
    {
        for (var i = 0; i < chunk.Items.Count; i++)
        {
            if (chunk.Items[i] is StreamingFunctionCallUpdateContent call)
            {
                chunk.Items[i] = new StreamingFunctionCallUpdateContent(call.CallId, call.Name, call.Arguments, nextCallIndex++)
                {
                    InnerContent = call.InnerContent,
                    ModelId = call.ModelId,
                };
            }
        }
    }

    private static PromptExecutionSettings? ConvertSettings(PromptExecutionSettings? settings, ChatHistory history)
    {
        // Settings of another type can only be converted by reflection. Without it, Semantic Kernel's own conversion applies.
        if (settings is null || (settings is not MistralPromptExecutionSettings && !JsonSerializer.IsReflectionEnabledByDefault))
            return settings;

        var mistralSettings = MistralPromptExecutionSettings.FromExecutionSettings(settings);
        if (mistralSettings.ChatSystemPrompt is null || !history.Any(IsSystemMessage))
            return mistralSettings;

        // As in Semantic Kernel's own connectors, the system prompt of the settings applies only to a history without one.
        mistralSettings = (MistralPromptExecutionSettings)mistralSettings.Clone();
        mistralSettings.ChatSystemPrompt = null;
        return mistralSettings;
    }

    private static bool IsSystemMessage(ChatMessageContent message) =>
        message.Role == AuthorRole.System || message.Role == AuthorRole.Developer;
}
