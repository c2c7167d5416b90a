using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Models;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>An <see cref="IChatClient"/> over the chat completions API.</summary>
internal sealed class MistralChatClient : IChatClient
{
    internal const string ProviderName = "mistral_ai";

    private readonly object _client;
    private readonly ChatApi _chat;
    private readonly ChatRules _rules;
    private readonly ModelCardCache _modelCards;
    private readonly ChatClientMetadata _metadata;
    private readonly IgnoredOptions _ignoredOptions;

    internal MistralChatClient(object client, ChatApi chat, ModelsApi models, ChatRules rules, string? defaultModelId)
    {
        (_client, _chat, _rules) = (client, chat, rules);
        _modelCards = new(models, defaultModelId);
        _metadata = new(ProviderName, chat.Endpoint, defaultModelId);
        _ignoredOptions = IgnoredOptions.ForChatOptions(chat.Logger);
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = CreateRequest(messages, options, stream: false);
        try
        {
            var response = await _chat.CompleteAsync(request, cancellationToken).ConfigureAwait(false);
            return response.ToChatResponse(CreateReader(request, options));
        }
        finally
        {
            (request.Messages as PlainMessages)?.Release();
        }
    }

    // Not an iterator method: an invalid request must throw here, not at the first MoveNextAsync.
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = CreateRequest(messages, options, stream: true);
        var chunks = _chat.StreamAsync(request, cancellationToken);
        return ChatUpdateReader.ReadAsync(chunks, () => new(CreateReader(request, options), request.N ?? 1), cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType is null)
            throw new ArgumentNullException(nameof(serviceType));

        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(ChatApi) ? _chat
            : serviceType == typeof(ModelCardCache) ? _modelCards
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_client) ? _client
            : null;
    }

    // Nothing to dispose: the MistralClient belongs to the code that created it, and other adapters may share it.
    public void Dispose()
    {
    }

    /// <summary>Maps messages and options to a request.</summary>
    internal ChatCompletionRequest CreateRequest(IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        if (messages is null)
            throw new ArgumentNullException(nameof(messages));

        var raw = options?.RawRepresentationFactory?.Invoke(this);
        _ignoredOptions.LogRawRequest(raw);
        _ignoredOptions.LogUnknownKeys(options?.AdditionalProperties);
        var rawRequest = raw as ChatCompletionRequest;
        ChatRequestMapping.ThrowIfNoModel(options, rawRequest, _metadata.DefaultModelId);
        return ChatRequestMapping.ToChatCompletionRequest(
            messages, options, rawRequest, _metadata.DefaultModelId, stream, _rules, _chat.Logger);
    }

    private MessageReader CreateReader(ChatCompletionRequest request, ChatOptions? options) =>
        new(options, CreatePrefixStripper(request));

    private PrefixStripper? CreatePrefixStripper(ChatCompletionRequest request) =>
        // Plain messages end with a user message.
        _rules.StripPrefixEcho && request.Messages is { Count: > 0 } and not PlainMessages and var messages
        && messages[messages.Count - 1] is AssistantMessage { Prefix: true, Content.Text: { Length: > 0 } prefix }
            ? new(prefix)
            : null;
}
