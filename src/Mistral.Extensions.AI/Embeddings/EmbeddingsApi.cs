using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>Embeddings (<c>/v1/embeddings</c>).</summary>
public sealed class EmbeddingsApi
{
    private readonly MistralConnection _connection;

    internal EmbeddingsApi(MistralConnection connection) => _connection = connection;

    internal Uri Endpoint => _connection.Endpoint;

    /// <summary>Turns texts into vectors, in one request.</summary>
    /// <param name="request">The texts. The server takes some hundred of them, and some 16,000 tokens in all; <c>AsIEmbeddingGenerator</c> takes any number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A vector a text, each with the index of its text.</returns>
    /// <exception cref="ArgumentException">The server would refuse the request; nothing was sent.</exception>
    /// <exception cref="MistralException">The server refused, or could not be reached.</exception>
    public Task<EmbeddingResponse> CreateAsync(EmbeddingRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, Problem);
        return _connection.PostAsync(
            "embeddings", request, EmbeddingsJson.Default.EmbeddingRequest, EmbeddingsJson.Default.EmbeddingResponse, cancellationToken);
    }

    private static string? Problem(EmbeddingRequest request) => request switch
    {
        { Model: not { Length: > 0 } } => "No model is named. Set Model, e.g. \"mistral-embed\".",
        { Input: not { Count: > 0 } } => "Input is empty. Give one text at least.",
        _ => EmbeddingModels.ValidateDimensions(request.Model, request.OutputDimension)
            ?? request.Input.Select((text, index) => string.IsNullOrEmpty(text) ? $"Input {index} is empty: there is nothing to embed." : null)
                .FirstOrDefault(found => found is not null),
    };
}
