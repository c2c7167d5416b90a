using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Embeddings;
using Mistral.Extensions.AI.Embeddings;

// The namespace of the extended types, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>Extension methods for embedding generators, and for the conversion of their types to those of the Mistral API.</summary>
public static class MistralEmbeddingExtensions
{
    /// <summary>
    /// Generates embeddings and returns each with its text as soon as its batch is complete, so that progress is visible, and the results
    /// so far are kept if a later batch fails.
    /// </summary>
    /// <param name="generator">The generator. Its middleware, such as a cache, handles each batch.</param>
    /// <param name="values">
    /// The texts, in any number. They are enumerated once, at most about 500 texts ahead of the returned embeddings.
    /// </param>
    /// <param name="options">The options of each request, or null for the defaults.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The texts and their embeddings, in the order of the texts. Up to four batches are generated concurrently. Each enumeration sends new
    /// requests.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="generator"/> or <paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentException">A text is null or empty. Thrown during enumeration.</exception>
    /// <exception cref="MistralException">A request failed. Thrown during enumeration, after the embeddings of earlier batches.</exception>
    public static IAsyncEnumerable<(string Value, TEmbedding Embedding)> GenerateStreamingAsync<TEmbedding>(
        this IEmbeddingGenerator<string, TEmbedding> generator,
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
        where TEmbedding : Embedding => EmbeddingStream.GenerateAsync(
            generator ?? throw new ArgumentNullException(nameof(generator)),
            values ?? throw new ArgumentNullException(nameof(values)),
            options,
            cancellationToken);

    /// <summary>Creates a request for the embeddings of texts, as the embedding generator of this library does.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">
    /// The options; null for the defaults. <see cref="EmbeddingGenerationOptions.RawRepresentationFactory"/> is called with a generator
    /// that has metadata but cannot send requests.
    /// </param>
    /// <param name="defaultModelId">The model if the options have none.</param>
    /// <returns>
    /// The request. Its <c>encoding_format</c> is <c>base64</c>, which is smaller than numbers, unless the raw request specifies a format
    /// or a data type.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentException">A text is null or empty.</exception>
    /// <exception cref="InvalidOperationException">No model was specified.</exception>
    public static EmbeddingRequest ToEmbeddingRequest(
        this IEnumerable<string> values, EmbeddingGenerationOptions? options = null, string? defaultModelId = null)
    {
        var inputs = (values ?? throw new ArgumentNullException(nameof(values))).ToInputs();
        var raw = options?.RawRepresentationFactory?.Invoke(new UnconnectedEmbeddingGenerator(defaultModelId)) as EmbeddingRequest ?? new();
        var request = EmbeddingRequestMapping.ToEmbeddingRequest(options, raw, dtype: null, defaultModelId, defaultDimensions: null);
        return request with { Input = inputs };
    }

    /// <summary>Converts a request to the options of an embedding generator of any provider.</summary>
    /// <param name="request">The request. Its <see cref="EmbeddingRequest.Input"/> is not part of the options.</param>
    /// <returns>
    /// The options. Fields without a property, such as <see cref="EmbeddingRequest.OutputDtype"/>, are returned by
    /// <see cref="EmbeddingGenerationOptions.RawRepresentationFactory"/>: the generators of this library use them, others ignore them.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static EmbeddingGenerationOptions ToEmbeddingGenerationOptions(this EmbeddingRequest request) =>
        EmbeddingRequestMapping.ToOptions(request ?? throw new ArgumentNullException(nameof(request)));

    /// <summary>Converts a response of the API to embeddings, as the embedding generator of this library does.</summary>
    /// <param name="response">The response. Its embeddings are of data type <c>float</c>.</param>
    /// <returns>The embeddings in the order of the inputs, with the token usage.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    /// <exception cref="MistralException">An embedding is missing or duplicate, or has another data type.</exception>
    public static GeneratedEmbeddings<Embedding<float>> ToGeneratedEmbeddings(this EmbeddingResponse response) =>
        EmbeddingResponseMapping.ToGeneratedEmbeddings(response ?? throw new ArgumentNullException(nameof(response)));

    /// <summary>Converts embeddings of any provider to a response of the API.</summary>
    /// <param name="embeddings">The embeddings in the order of the inputs.</param>
    /// <param name="request">
    /// The request, which specifies the format (<c>encoding_format</c>); null for numbers. Its model is used if the embeddings have none.
    /// </param>
    /// <returns>
    /// The response. A missing ID becomes a new ID, a missing model <c>unknown</c>, and missing usage 0 tokens.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="embeddings"/> is null.</exception>
    /// <exception cref="NotSupportedException">
    /// The data type, the format, or the number of embeddings or dimensions is not what the request specifies.
    /// </exception>
    public static EmbeddingResponse ToEmbeddingResponse(
        this GeneratedEmbeddings<Embedding<float>> embeddings, EmbeddingRequest? request = null) =>
        EmbeddingResponseMapping.ToEmbeddingResponse(embeddings ?? throw new ArgumentNullException(nameof(embeddings)), request ?? new());
}
