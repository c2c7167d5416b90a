using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>
/// SK's bridge to a chat client, mended where old code would feel it. Settings of any kind are read as Mistral's before: what SK makes of
/// prompt templates, and of settings for its other connectors, loses response formats and efforts on the way to chat options.
/// </summary>
internal sealed class MistralChatCompletionService(IChatCompletionService bridge) : IChatCompletionService
{
    public IReadOnlyDictionary<string, object?> Attributes => bridge.Attributes;

    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        var sent = new SentHistory(chatHistory ?? throw new ArgumentNullException(nameof(chatHistory)));
        var answers = await bridge
            .GetChatMessageContentsAsync(sent.Messages, Read(executionSettings, chatHistory), kernel, cancellationToken)
            .ConfigureAwait(false);
        sent.HandOn();
        // A filter has ended the rounds: the results are the answer. As with SK's own connectors, and as in a stream, the history has them too.
        if (answers.Count == 1 && answers[0].Role == AuthorRole.Tool)
            chatHistory.Add(answers[0]);
        return answers;
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var sent = new SentHistory(chatHistory ?? throw new ArgumentNullException(nameof(chatHistory)));
        var calls = 0;
        await foreach (var piece in bridge
            .GetStreamingChatMessageContentsAsync(sent.Messages, Read(executionSettings, chatHistory), kernel, cancellationToken)
            .ConfigureAwait(false))
        {
            // Calls that the caller is to make are the caller's to put into the history, as with SK's own connectors.
            if (sent.EndsWithResult)
                sent.HandOn();
            Number(piece, ref calls);
            yield return piece;
        }
    }

    // SK's bridge gives every call the index 0, and FunctionCallContentBuilder makes one call of those that have the same.
    private static void Number(StreamingChatMessageContent piece, ref int calls)
    {
        for (var i = 0; i < piece.Items.Count; i++)
        {
            if (piece.Items[i] is StreamingFunctionCallUpdateContent call)
            {
                piece.Items[i] = new StreamingFunctionCallUpdateContent(call.CallId, call.Name, call.Arguments, calls++)
                {
                    InnerContent = call.InnerContent,
                    ModelId = call.ModelId,
                };
            }
        }
    }

    private static PromptExecutionSettings? Read(PromptExecutionSettings? settings, ChatHistory history)
    {
        // Settings of another type are read by reflection. Without it, they are what Semantic Kernel makes of them.
        if (settings is null || (settings is not MistralPromptExecutionSettings && !JsonSerializer.IsReflectionEnabledByDefault))
            return settings;

        var read = MistralPromptExecutionSettings.FromExecutionSettings(settings);
        if (read.ChatSystemPrompt is null || !history.Any(IsInstruction))
            return read;

        // As in SK's own connectors, the prompt of the settings is for histories that have none.
        read = (MistralPromptExecutionSettings)read.Clone();
        read.ChatSystemPrompt = null;
        return read;
    }

    private static bool IsInstruction(ChatMessageContent message) => message.Role == AuthorRole.System || message.Role == AuthorRole.Developer;
}
