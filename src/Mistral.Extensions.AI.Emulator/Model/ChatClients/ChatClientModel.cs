using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>
/// Asks an <see cref="IChatClient"/>. The choices of a request with <c>n</c> are as many requests to it, one after the other.
/// </summary>
/// <param name="client">The chat client.</param>
/// <param name="files">The uploaded files that requests can reference.</param>
/// <param name="nextToolCallId">Creates the ID of a tool call whose ID is not valid in the API.</param>
/// <param name="getModelId">Returns the model ID that the chat client gets; null for that of the request.</param>
internal sealed class ChatClientModel(
    IChatClient client, FileStore files, Func<string> nextToolCallId, Func<string, string?>? getModelId) : ILanguageModel
{
    private readonly ToolCallIds _toolCallIds = new(nextToolCallId);

    public ModelKind Kind => ModelKind.ChatClient;

    public async Task<Completion> CompleteAsync(JsonElement request, CancellationToken cancellationToken)
    {
        request = FimPrompt.ToChatRequest(request);
        var completion = new CompletionBuilder();
        for (var index = 0; index < GetChoiceCount(request); index++)
        {
            var (messages, options) = CreateRequest(request, index);
            var response = await ChatClientErrors.RunAsync(
                () => client.GetResponseAsync(messages, options, cancellationToken), cancellationToken).ConfigureAwait(false);
            var reader = CreateReader(request, index);
            foreach (var update in response.Messages.SelectMany(message => reader.Read(message.Contents)))
                completion.Add(update);
            foreach (var update in reader.Complete(response.FinishReason))
                completion.Add(update);
            if (response.Usage is { } usage)
                completion.Add(new ChoiceUpdate(index) { Usage = usage.ToModelUsage() });
        }
        return completion.Build();
    }

    public Task<IAsyncEnumerable<ChoiceUpdate>> StreamAsync(JsonElement request, CancellationToken cancellationToken) =>
        StartedStream.StartAsync(StreamChoicesAsync(FimPrompt.ToChatRequest(request), cancellationToken));

    private async IAsyncEnumerable<ChoiceUpdate> StreamChoicesAsync(
        JsonElement request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var index = 0; index < GetChoiceCount(request); index++)
        {
            var (messages, options) = CreateRequest(request, index);
            var reader = CreateReader(request, index);
            ChatFinishReason? finishReason = null;
            var responses = ChatClientErrors.ConvertAsync(
                () => client.GetStreamingResponseAsync(messages, options, cancellationToken), cancellationToken);
            await foreach (var response in responses.ConfigureAwait(false))
            {
                finishReason = response.FinishReason ?? finishReason;
                foreach (var update in reader.Read(response.Contents))
                    yield return update;
            }
            foreach (var update in reader.Complete(finishReason))
                yield return update;
        }
    }

    private (List<ChatMessage> Messages, ChatOptions Options) CreateRequest(JsonElement request, int index)
    {
        var name = request.FindString("model")!;
        var options = request.ToChatOptions(getModelId is null ? name : getModelId(name), index);
        return (new ChatMessageMapping(files, _toolCallIds).ToChatMessages(request), options);
    }

    private ChoiceReader CreateReader(JsonElement request, int index) =>
        new(index, new Conversation(request).Prefix, _toolCallIds);

    private static int GetChoiceCount(JsonElement request) => (int)(request.FindNumber("n") ?? 1);
}
