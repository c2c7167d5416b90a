using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>Text and code embeddings (<c>/v1/embeddings</c>).</summary>
public sealed class EmbeddingsApi
{
    private readonly MistralConnection _connection;
    private readonly Uri _uri;

    internal EmbeddingsApi(MistralConnection connection) => (_connection, _uri) = (connection, connection.CreateUri("embeddings"));

    internal Uri Endpoint => _connection.Endpoint;

    internal ILogger Logger => _connection.Logger;

    /// <summary>Creates embeddings for one or more texts in a single request.</summary>
    /// <param name="request">
    /// The model and the texts: up to 256 texts and about 16,000 tokens. <c>AsIEmbeddingGenerator</c> accepts any number of texts.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One embedding for each text, with the index of the text.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<EmbeddingResponse> CreateAsync(EmbeddingRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, EmbeddingRequestValidator.Validate);
        return _connection.PostAsync(_uri, request, new EmbeddingResponseReader(request.Input!.Count), cancellationToken);
    }
}
