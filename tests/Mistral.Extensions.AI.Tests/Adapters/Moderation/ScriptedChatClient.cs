using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Adapters.Moderation;

/// <summary>A chat client of another provider that returns these updates.</summary>
internal sealed class ScriptedChatClient(params ChatResponseUpdate[] updates) : IChatClient
{
    internal ScriptedChatClient(string text)
        : this(new ChatResponseUpdate(ChatRole.Assistant, text))
    {
    }

    /// <summary>The number of calls.</summary>
    internal int CallCount { get; private set; }

    /// <summary>The number of updates that were read.</summary>
    internal int ReadCount { get; private set; }

    internal ChatOptions? Options { get; private set; }

    internal CancellationToken CancellationToken { get; private set; }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Record(options, cancellationToken);
        return Task.FromResult(updates.ToChatResponse());
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Record(options, cancellationToken);
        foreach (var update in updates)
        {
            ReadCount++;
            yield return update;
            await Task.Yield();
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ScriptedChatClient) ? this : null;

    public void Dispose()
    {
    }

    private void Record(ChatOptions? options, CancellationToken cancellationToken) =>
        (CallCount, Options, CancellationToken) = (CallCount + 1, options, cancellationToken);
}
