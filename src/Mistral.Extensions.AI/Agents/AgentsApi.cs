using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Agents;

/// <summary>
/// Agents (<c>/v1/agents</c>): a model with a system prompt, tools and settings, under an ID. Conversations with an agent are started with
/// <see cref="ConversationRequest.AgentId"/>. The completions of agents (<c>/v1/agents/completions</c>) are deprecated by Mistral in favor
/// of the Conversations API, but still available.
/// </summary>
public sealed partial class AgentsApi
{
    private readonly MistralConnection _connection;
    private readonly Uri _completionsUri;

    internal AgentsApi(MistralConnection connection) =>
        (_connection, _completionsUri) = (connection, connection.CreateUri($"{Path}/completions"));

    /// <summary>Creates a completion of an agent and returns it as a whole. Deprecated by Mistral.</summary>
    /// <param name="request">
    /// The agent and the conversation. The request is validated, and then sent unchanged except for
    /// <see cref="AgentsCompletionRequest.Stream"/>.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The response.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the agent does not exist, or the connection failed.
    /// </exception>
    public Task<ChatCompletionResponse> CompleteAsync(AgentsCompletionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, AgentsCompletionRequestValidator.Validate);
        return _connection.PostAsync(_completionsUri, request with { Stream = null }, ChatCompletionReader.Instance, cancellationToken);
    }

    /// <summary>Creates a completion of an agent and streams it as server-sent events. Deprecated by Mistral.</summary>
    /// <param name="request">
    /// The agent and the conversation. The request is validated, and then sent unchanged except for
    /// <see cref="AgentsCompletionRequest.Stream"/>.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. It also ends a stream that has begun.</param>
    /// <returns>The chunks in the order in which they arrive. Each enumeration sends a new request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, the connection failed, or the stream ended before a finish reason was received. Thrown during
    /// enumeration.
    /// </exception>
    public IAsyncEnumerable<CompletionChunk> StreamAsync(AgentsCompletionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, AgentsCompletionRequestValidator.Validate);
        return _connection.StreamAsync(
            _completionsUri, request with { Stream = true }, () => new CompletionChunkReader(request.N ?? 1), cancellationToken);
    }
}
