using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>
/// The argument of <see cref="EmbeddingGenerationOptions.RawRepresentationFactory"/> if a request is converted without a client. It has the
/// metadata of a generator, and sends nothing.
/// </summary>
internal sealed class UnconnectedEmbeddingGenerator(string? defaultModelId) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("mistral_ai", providerUri: null, defaultModelId);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException(
            "The request is only converted, so its generator has no connection. Create one with AsIEmbeddingGenerator to send a request.");

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType is null)
            throw new ArgumentNullException(nameof(serviceType));

        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
    }
}
