using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.Converters;

/// <summary>
/// The argument of <see cref="ChatOptions.RawRepresentationFactory"/> if a request is converted without a client. It has the metadata of a
/// chat client, and sends nothing.
/// </summary>
internal sealed class UnconnectedChatClient(string? defaultModelId) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new(MistralChatClient.ProviderName, providerUri: null, defaultModelId);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw CreateException();

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw CreateException();

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType is null)
            throw new ArgumentNullException(nameof(serviceType));

        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
    }

    private static InvalidOperationException CreateException() => new(
        "The request is only converted, so its chat client has no connection. Create one with AsIChatClient to send a request.");
}
