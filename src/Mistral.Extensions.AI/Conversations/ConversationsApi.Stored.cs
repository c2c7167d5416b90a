using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Conversations;

// The conversations that Mistral has stored.
public sealed partial class ConversationsApi
{
    /// <summary>Lists the stored conversations of the API key. Each page is requested when the enumeration reaches it.</summary>
    /// <param name="request">The filter, the first page and the page size; null for all conversations.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The conversations by creation time, without their entries. Each enumeration sends new requests. If conversations are started or
    /// deleted during the enumeration, one can occur twice or be left out.
    /// </returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<Conversation> ListAsync(
        ListConversationsRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListConversationsRequest.Validate);
        return PagedList.EnumerateAsync<Conversation, ConversationList>(
            request.Page,
            (page, token) => GetPageAsync(request with { Page = page }, token),
            static conversation => conversation.Id,
            cancellationToken);
    }

    /// <summary>Gets a stored conversation, without its entries.</summary>
    /// <param name="conversationId">The ID of the conversation.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The conversation.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="conversationId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the conversation is not stored), or the connection failed.
    /// </exception>
    public Task<Conversation> GetAsync(string conversationId, CancellationToken cancellationToken = default) => _connection.SendAsync(
        HttpMethod.Get, CreatePath(conversationId), ConversationsJson.Default.Conversation, cancellationToken);

    /// <summary>
    /// Deletes a stored conversation. If the response to the first attempt was lost and a retry finds no conversation, it was deleted.
    /// </summary>
    /// <param name="conversationId">The ID of the conversation.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>A task that is completed when the conversation is deleted.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="conversationId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the conversation is not stored), or the connection failed.
    /// </exception>
    public Task DeleteAsync(string conversationId, CancellationToken cancellationToken = default) =>
        _connection.DeleteAsync(CreatePath(conversationId), cancellationToken);

    /// <summary>Gets all entries of a stored conversation.</summary>
    /// <param name="conversationId">The ID of the conversation.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The entries, oldest first.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="conversationId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the conversation is not stored), or the connection failed.
    /// </exception>
    public Task<ConversationHistory> GetHistoryAsync(string conversationId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(
            HttpMethod.Get, $"{CreatePath(conversationId)}/history", ConversationsJson.Default.ConversationHistory, cancellationToken);

    /// <summary>Gets the messages of a stored conversation.</summary>
    /// <param name="conversationId">The ID of the conversation.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The messages, oldest first, without function calls and the executions of hosted tools.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="conversationId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the conversation is not stored), or the connection failed.
    /// </exception>
    public Task<ConversationMessages> GetMessagesAsync(string conversationId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(
            HttpMethod.Get, $"{CreatePath(conversationId)}/messages", ConversationsJson.Default.ConversationMessages, cancellationToken);

    private Task<ConversationList> GetPageAsync(ListConversationsRequest request, CancellationToken cancellationToken) =>
        _connection.SendAsync(
            HttpMethod.Get,
            RequestPath.AddQuery(Path, request.ToParameters()),
            ConversationsJson.Default.ConversationList,
            cancellationToken);
}
