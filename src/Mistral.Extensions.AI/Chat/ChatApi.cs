using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Chat;

/// <summary>The chat completions API (<c>/v1/chat/completions</c>).</summary>
public sealed class ChatApi
{
    private readonly MistralConnection _connection;
    private readonly Uri _uri;
    private readonly Func<ChatCompletionRequest, string?> _validate;

    internal ChatApi(MistralConnection connection, ChatRules rules)
    {
        (_connection, _uri) = (connection, connection.CreateUri("chat/completions"));
        _validate = rules is { Normalize: true, ValidateSampling: true }
            ? ChatRequestValidator.Validate
            : ChatRequestValidator.ValidateForAnyServer;
    }

    internal Uri Endpoint => _connection.Endpoint;

    internal ILogger Logger => _connection.Logger;

    /// <summary>Creates a chat completion and returns it as a whole.</summary>
    /// <param name="request">
    /// The request. It is validated, and then sent unchanged except for <see cref="ChatCompletionRequest.Stream"/>.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The response.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ChatCompletionResponse> CompleteAsync(ChatCompletionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, _validate);
        var body = request.Stream is null ? request : request with { Stream = null };
        return _connection.PostAsync(_uri, body, ChatCompletionReader.Instance, cancellationToken);
    }

    /// <summary>Creates a chat completion and streams it as server-sent events.</summary>
    /// <param name="request">
    /// The request. It is validated, and then sent unchanged except for <see cref="ChatCompletionRequest.Stream"/>.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. It also ends a stream that has begun.</param>
    /// <returns>The chunks in the order in which they arrive. Each enumeration sends a new request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, the connection failed, or the stream ended before a finish reason was received. Thrown during
    /// enumeration.
    /// </exception>
    public IAsyncEnumerable<CompletionChunk> StreamAsync(ChatCompletionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, _validate);
        var body = request.Stream is true ? request : request with { Stream = true };
        return _connection.StreamAsync(_uri, body, () => new CompletionChunkReader(body.N ?? 1), cancellationToken);
    }
}
