using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Fim;

/// <summary>Fill-in-the-middle (FIM) code completions (<c>/v1/fim/completions</c>).</summary>
/// <remarks>
/// The model generates the code between a prompt and a suffix. Responses have the shape of chat completions; the generated code is the
/// content of the message.
/// </remarks>
public sealed class FimApi
{
    private readonly MistralConnection _connection;
    private readonly Uri _uri;

    internal FimApi(MistralConnection connection) => (_connection, _uri) = (connection, connection.CreateUri("fim/completions"));

    /// <summary>Creates a fill-in-the-middle completion.</summary>
    /// <param name="request">The model and the code before and after the gap.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The response. The generated code is <see cref="ChatCompletionResponse.Text"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ChatCompletionResponse> CompleteAsync(FimCompletionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, FimRequestValidator.Validate);
        return _connection.PostAsync(_uri, request with { Stream = null }, ChatCompletionReader.Instance, cancellationToken);
    }

    /// <summary>Creates a fill-in-the-middle completion and streams it as server-sent events.</summary>
    /// <param name="request">The model and the code before and after the gap.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. It also ends a stream that has begun.</param>
    /// <returns>
    /// The chunks in the order in which they arrive. The generated code is <see cref="CompletionChunk.Text"/>. Each enumeration sends a
    /// new request.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, the connection failed, or the stream ended before a finish reason was received. Thrown during
    /// enumeration.
    /// </exception>
    public IAsyncEnumerable<CompletionChunk> StreamAsync(FimCompletionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, FimRequestValidator.Validate);
        return _connection.StreamAsync(
            _uri, request with { Stream = true }, static () => new CompletionChunkReader(1), cancellationToken);
    }
}
