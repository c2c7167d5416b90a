using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Embeddings;

namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>
/// An <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> over the embeddings API. It splits any number of inputs into batches.
/// </summary>
internal sealed class MistralEmbeddingGenerator<TEmbedding> : IEmbeddingGenerator<string, TEmbedding>
    where TEmbedding : Embedding
{
    private readonly object _client;
    private readonly EmbeddingsApi _embeddings;
    private readonly EmbeddingKind<TEmbedding> _kind;
    private readonly int? _defaultDimensions;
    private readonly bool _useOpenAIFields;
    private readonly EmbeddingLimits _limits = new();
    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly IgnoredOptions _ignoredOptions;

    internal MistralEmbeddingGenerator(
        object client,
        EmbeddingsApi embeddings,
        EmbeddingKind<TEmbedding> kind,
        string? defaultModelId,
        int? defaultModelDimensions,
        bool useOpenAIFields)
    {
        (_client, _embeddings, _kind, _defaultDimensions) = (client, embeddings, kind, defaultModelDimensions);
        _useOpenAIFields = useOpenAIFields;
        var dimensions = defaultModelDimensions ?? EmbeddingModels.GetDefaultDimensions(defaultModelId);
        _metadata = new("mistral_ai", embeddings.Endpoint, defaultModelId, dimensions);
        _ignoredOptions = new(
            embeddings.Logger, nameof(EmbeddingGenerationOptions), AdditionalPropertyKeys.EmbeddingGenerationOptions,
            typeof(EmbeddingRequest));
    }

    public async Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (values is null)
            throw new ArgumentNullException(nameof(values));

        var call = new EmbeddingCall<TEmbedding>(_embeddings, _kind, _limits, values.ToInputs(), CreateRequest(options));
        return await call.SendAsync(cancellationToken).ConfigureAwait(false);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType is null)
            throw new ArgumentNullException(nameof(serviceType));

        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(EmbeddingsApi) ? _embeddings
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_client) ? _client
            : null;
    }

    // Nothing to dispose: the MistralClient belongs to the code that created it, and other adapters may share it.
    public void Dispose()
    {
    }

    private EmbeddingRequest CreateRequest(EmbeddingGenerationOptions? options)
    {
        var rawRequest = options?.RawRepresentationFactory?.Invoke(this);
        _ignoredOptions.LogRawRequest(rawRequest);
        _ignoredOptions.LogUnknownKeys(options?.AdditionalProperties);
        var raw = rawRequest as EmbeddingRequest ?? new();
        var request = EmbeddingRequestMapping.ToEmbeddingRequest(
            options, raw, _kind.Dtype, _metadata.DefaultModelId, _defaultDimensions);
        return _useOpenAIFields ? WithOpenAIDimensions(request) : request;
    }

    private static EmbeddingRequest WithOpenAIDimensions(EmbeddingRequest request)
    {
        if (request.OutputDimension is not { } dimensions)
            return request;

        var properties = request.AdditionalProperties is { } existing ? new Dictionary<string, JsonElement>(existing) : [];
        properties["dimensions"] = JsonElement.Parse(dimensions.ToString(CultureInfo.InvariantCulture));
        return request with { OutputDimension = null, AdditionalProperties = properties };
    }
}
