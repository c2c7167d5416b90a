using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Emulator.Model.ChatClients;

/// <summary>A chat client that records what it receives. It returns the added responses, and then the text "Hello!".</summary>
internal sealed class RecordingChatClient : IChatClient
{
    private readonly Queue<Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>> _responses = [];

    internal List<(List<ChatMessage> Messages, ChatOptions Options)> Requests { get; } = [];

    internal (List<ChatMessage> Messages, ChatOptions Options) Request => Assert.Single(Requests);

    /// <summary>Adds a response with one update for each content.</summary>
    internal void Respond(params AIContent[] contents) =>
        RespondWithUpdates([.. contents.Select(content => new ChatResponseUpdate(ChatRole.Assistant, [content]))]);

    /// <summary>Adds a response.</summary>
    internal void RespondWithUpdates(params ChatResponseUpdate[] updates) => Respond(_ => updates.ToAsyncEnumerable());

    /// <summary>Adds a response that is created when it is requested.</summary>
    internal void Respond(Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> respond) => _responses.Enqueue(respond);

    /// <summary>Adds a response that throws an exception.</summary>
    internal void Throw(Exception exception) => Respond(_ => throw exception);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Requests.Add(([.. messages], options!));
        var respond = _responses.TryDequeue(out var response)
            ? response
            : _ => new[] { new ChatResponseUpdate(ChatRole.Assistant, "Hello!") }.ToAsyncEnumerable();
        await foreach (var update in respond(cancellationToken))
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
