using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Embeddings;

// The namespace of the extended types, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>Extension methods for embedding generators.</summary>
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
}
