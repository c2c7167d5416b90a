using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>
/// Conversations with a model or an agent (<c>/v1/conversations</c>), in which Mistral executes hosted tools such as web search. They are
/// stored by Mistral, unless <see cref="ConversationRequest.Store"/> is false.
/// </summary>
/// <remarks>
/// If the response to an attempt is lost after the server has processed it, a retry starts a second conversation, or adds the inputs twice.
/// </remarks>
public sealed partial class ConversationsApi
{
    private const string Path = "conversations";

    private static readonly JsonResponseReader<ConversationResponse> Reader = new(ConversationsJson.Default.ConversationResponse);

    private readonly MistralConnection _connection;
    private readonly Uri _uri;

    internal ConversationsApi(MistralConnection connection) => (_connection, _uri) = (connection, connection.CreateUri(Path));

    internal Uri Endpoint => _connection.Endpoint;

    internal ILogger Logger => _connection.Logger;

    /// <summary>Starts a conversation and returns the response as a whole.</summary>
    /// <param name="request">
    /// The inputs, and the model or the agent. The request is validated, and then sent unchanged except for
    /// <see cref="ConversationRequest.Stream"/>.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The new entries, and the ID of the conversation.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ConversationResponse> StartAsync(ConversationRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, ConversationRequestValidator.Validate);
        return _connection.PostAsync(_uri, request with { Stream = null }, Reader, cancellationToken);
    }

    /// <summary>Starts a conversation and streams the response as server-sent events.</summary>
    /// <param name="request">
    /// The inputs, and the model or the agent. The request is validated, and then sent unchanged except for
    /// <see cref="ConversationRequest.Stream"/>.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. It also ends a stream that has begun.</param>
    /// <returns>
    /// The events in the order in which they arrive; the first one has the ID of the conversation. Each enumeration starts a new
    /// conversation.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response or an error event, the connection failed, or the stream ended before the response was complete.
    /// Thrown during enumeration.
    /// </exception>
    public IAsyncEnumerable<ConversationEvent> StartStreamAsync(ConversationRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, ConversationRequestValidator.Validate);
        return StreamAsync(_uri, request with { Stream = true }, cancellationToken);
    }

    /// <summary>Continues a conversation and returns the response as a whole.</summary>
    /// <param name="conversationId">The ID of the conversation.</param>
    /// <param name="request">
    /// The new inputs, such as a user message or the results of all function calls, or the confirmations of pending calls. The request is
    /// validated, and then sent unchanged except for <see cref="ConversationAppendRequest.Stream"/>.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The new entries, and the ID with which the conversation is continued.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="conversationId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the conversation is not stored, or the connection failed.
    /// </exception>
    public Task<ConversationResponse> AppendAsync(
        string conversationId, ConversationAppendRequest request, CancellationToken cancellationToken = default)
    {
        var uri = _connection.CreateUri(CreatePath(conversationId));
        RequestValidation.ThrowIfInvalid(request, ConversationRequestValidator.Validate);
        return _connection.PostAsync(uri, request with { Stream = null }, Reader, cancellationToken);
    }

    /// <summary>Continues a conversation and streams the response as server-sent events.</summary>
    /// <param name="conversationId">The ID of the conversation.</param>
    /// <param name="request">
    /// The new inputs, such as a user message or the results of all function calls, or the confirmations of pending calls. The request is
    /// validated, and then sent unchanged except for <see cref="ConversationAppendRequest.Stream"/>.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. It also ends a stream that has begun.</param>
    /// <returns>
    /// The events in the order in which they arrive; the first one has the ID with which the conversation is continued. Each enumeration
    /// adds the inputs again.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="conversationId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response or an error event, the connection failed, or the stream ended before the response was complete.
    /// Thrown during enumeration.
    /// </exception>
    public IAsyncEnumerable<ConversationEvent> AppendStreamAsync(
        string conversationId, ConversationAppendRequest request, CancellationToken cancellationToken = default)
    {
        var uri = _connection.CreateUri(CreatePath(conversationId));
        RequestValidation.ThrowIfInvalid(request, ConversationRequestValidator.Validate);
        return StreamAsync(uri, request with { Stream = true }, cancellationToken);
    }

    /// <summary>Starts a new conversation from an entry of another one, and returns the response as a whole.</summary>
    /// <param name="conversationId">The ID of the other conversation, which does not change.</param>
    /// <param name="request">
    /// The entry and the inputs after it. The request is validated, and then sent unchanged except for
    /// <see cref="ConversationRestartRequest.Stream"/>.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The new entries, and the ID of the new conversation.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="conversationId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the entry does not exist, or the connection failed.
    /// </exception>
    public Task<ConversationResponse> RestartAsync(
        string conversationId, ConversationRestartRequest request, CancellationToken cancellationToken = default)
    {
        var uri = _connection.CreateUri($"{CreatePath(conversationId)}/restart");
        RequestValidation.ThrowIfInvalid(request, ConversationRequestValidator.Validate);
        return _connection.PostAsync(uri, request with { Stream = null }, Reader, cancellationToken);
    }

    /// <summary>Starts a new conversation from an entry of another one, and streams the response as server-sent events.</summary>
    /// <param name="conversationId">The ID of the other conversation, which does not change.</param>
    /// <param name="request">
    /// The entry and the inputs after it. The request is validated, and then sent unchanged except for
    /// <see cref="ConversationRestartRequest.Stream"/>.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. It also ends a stream that has begun.</param>
    /// <returns>
    /// The events in the order in which they arrive; the first one has the ID of the new conversation. Each enumeration starts a new
    /// conversation.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="conversationId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response or an error event, the connection failed, or the stream ended before the response was complete.
    /// Thrown during enumeration.
    /// </exception>
    public IAsyncEnumerable<ConversationEvent> RestartStreamAsync(
        string conversationId, ConversationRestartRequest request, CancellationToken cancellationToken = default)
    {
        var uri = _connection.CreateUri($"{CreatePath(conversationId)}/restart");
        RequestValidation.ThrowIfInvalid(request, ConversationRequestValidator.Validate);
        return StreamAsync(uri, request with { Stream = true }, cancellationToken);
    }

    private IAsyncEnumerable<ConversationEvent> StreamAsync(Uri uri, IRequestBody body, CancellationToken cancellationToken) =>
        _connection.StreamAsync(uri, body, static () => ConversationEventReader.Instance, cancellationToken);

    private static string CreatePath(string conversationId) => $"{Path}/{RequestPath.EscapeSegment(
        conversationId, "No conversation was specified. Pass the ID of a conversation.", nameof(conversationId))}";
}
