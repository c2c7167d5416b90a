using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>An <see cref="IChatClient"/> over the conversations API, with a model or with an agent that is stored by Mistral.</summary>
internal sealed class ConversationChatClient : IChatClient
{
    private readonly ConversationsApi _conversations;
    private readonly object _service;
    private readonly ChatClientMetadata _metadata;
    private readonly ConversationTarget _target;
    private readonly ChatRules _rules;
    private readonly IgnoredOptions _ignoredOptions;
    private readonly ConversationStates _states = new();

    /// <param name="conversations">The conversations API.</param>
    /// <param name="service">The API group that <see cref="GetService"/> returns.</param>
    /// <param name="target">The model or the agent.</param>
    /// <param name="rules">The rules for the value of <c>tool_choice</c>.</param>
    internal ConversationChatClient(ConversationsApi conversations, object service, ConversationTarget target, ChatRules rules)
    {
        (_conversations, _service, _target, _rules) = (conversations, service, target, rules);
        _metadata = new("mistral_ai", conversations.Endpoint, target.DefaultModelId);
        _ignoredOptions = new(
            conversations.Logger, nameof(ChatOptions), AdditionalPropertyKeys.ConversationChatOptions, typeof(ConversationRequest));
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = CreateCall(messages, options);
        var response = await (call.ConversationId is { } id
            ? _conversations.AppendAsync(id, call.ToAppendRequest(), cancellationToken)
            : _conversations.StartAsync(call.Request, cancellationToken)).ConfigureAwait(false);
        var conversationId = call.GetConversationId(response.ConversationId);
        var result = ConversationResponseMapping.ToChatResponse(response, conversationId, call);
        _states.Set(conversationId, call, [.. result.Messages[0].Contents]);
        return result;
    }

    // Not an iterator method: an invalid request must throw here, not at the first MoveNextAsync.
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = CreateCall(messages, options);
        var events = call.ConversationId is { } id
            ? _conversations.AppendStreamAsync(id, call.ToAppendRequest(), cancellationToken)
            : _conversations.StartStreamAsync(call.Request, cancellationToken);
        return StreamAsync(events, call, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType is null)
            throw new ArgumentNullException(nameof(serviceType));

        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_service) ? _service
            : serviceType == typeof(ConversationsApi) ? _conversations
            : null;
    }

    // Nothing to dispose: the MistralClient belongs to the code that created it.
    public void Dispose()
    {
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IAsyncEnumerable<ConversationEvent> events, ConversationCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new ConversationUpdateReader(call);
        await foreach (var conversationEvent in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var update = reader.Read(conversationEvent);
            // At the first event, the request was accepted. The caller may not read the others.
            if (conversationEvent is ResponseStartedEvent || reader.IsCompleted)
                _states.Set(reader.ConversationId, call, reader.Calls);
            yield return update;
        }
    }

    private ConversationCall CreateCall(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (messages is null)
            throw new ArgumentNullException(nameof(messages));

        var raw = options?.RawRepresentationFactory?.Invoke(this);
        _ignoredOptions.LogRawRequest(raw);
        _ignoredOptions.LogUnknownKeys(options?.AdditionalProperties);
        var call = ConversationRequestMapping.ToCall(
            messages, options, raw as ConversationRequest, _target, _rules, _conversations.Logger);
        return _states.Prepare(call, _conversations.Logger);
    }
}
