using System.Net;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Embeddings;

namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>
/// An <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> over the embeddings API. It splits any number of inputs into batches.
/// </summary>
internal sealed class MistralEmbeddingGenerator<TEmbedding> : IEmbeddingGenerator<string, TEmbedding>
    where TEmbedding : Embedding
{
    // The API limits requests per second: more parallel requests would only be rejected with status 429.
    private const int MaxConcurrency = 4;

    private readonly EmbeddingsApi _embeddings;
    private readonly EmbeddingKind<TEmbedding> _kind;
    private readonly int? _defaultDimensions;
    private readonly EmbeddingGeneratorMetadata _metadata;

    internal MistralEmbeddingGenerator(
        EmbeddingsApi embeddings, EmbeddingKind<TEmbedding> kind, string? defaultModelId, int? defaultModelDimensions)
    {
        (_embeddings, _kind, _defaultDimensions) = (embeddings, kind, defaultModelDimensions);
        var dimensions = defaultModelDimensions ?? EmbeddingModels.GetDefaultDimensions(defaultModelId);
        _metadata = new("mistral_ai", embeddings.Endpoint, defaultModelId, dimensions);
    }

    public async Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (values is null)
            throw new ArgumentNullException(nameof(values));

        var inputs = values.ToList();
        if (inputs.FindIndex(string.IsNullOrEmpty) is >= 0 and var index)
            throw new ArgumentException($"Input {index} is null or empty. Remove it, or replace it with text.");

        var call = new Call(inputs, CreateRequest(options));
        await SendBatchesAsync(call, cancellationToken).ConfigureAwait(false);
        return new(call.Embeddings) { Usage = inputs.Count > 0 ? call.Usage : null };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType is null)
            throw new ArgumentNullException(nameof(serviceType));

        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(EmbeddingsApi) ? _embeddings
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    // Nothing to dispose: the MistralClient belongs to the code that created it, and other adapters may share it.
    public void Dispose()
    {
    }

    private EmbeddingRequest CreateRequest(EmbeddingGenerationOptions? options)
    {
        var raw = options?.RawRepresentationFactory?.Invoke(this) as EmbeddingRequest ?? new();
        var model = raw.Model ?? options?.ModelId ?? _metadata.DefaultModelId ?? throw new InvalidOperationException(
            "No model was specified. Pass one to AsIEmbeddingGenerator, for example \"mistral-embed\", "
            + "or set EmbeddingGenerationOptions.ModelId.");
        if (raw.OutputDtype is { } dtype && dtype != _kind.Dtype)
        {
            throw new NotSupportedException(
                $"This generator returns embeddings of output_dtype \"{_kind.Dtype}\", but the request specifies \"{dtype}\". "
                + "Create a generator for that type, or leave OutputDtype unset.");
        }

        // The default dimensions belong to the default model, so they do not apply to another model that the call specifies.
        var isDefaultModel = _metadata.DefaultModelId is null || model == _metadata.DefaultModelId;
        var dimensions = options?.Dimensions ?? (isDefaultModel ? _defaultDimensions : null);
        // Models with fixed dimensions do not accept output_dimension.
        var outputDimension = dimensions == EmbeddingModels.GetFixedDimensions(model) ? null : dimensions;
        return raw with
        {
            Model = model,
            OutputDimension = raw.OutputDimension ?? outputDimension,
            OutputDtype = raw.OutputDtype ?? (_kind.Dtype is "float" ? null : _kind.Dtype),
            EncodingFormat = raw.EncodingFormat ?? (_kind.Dtype is "float" ? "base64" : null),
            Metadata = raw.Metadata ?? AdditionalPropertyReader.From(options?.AdditionalProperties).GetMetadata(),
        };
    }

    /// <summary>Sends all batches, at most <see cref="MaxConcurrency"/> at a time. The first failure cancels the others.</summary>
    private async Task SendBatchesAsync(Call call, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var concurrency = new SemaphoreSlim(MaxConcurrency);

        // Completes when no batch is running any more, and throws the failure rather than the cancellations that it caused.
        await Task.WhenAll(EmbeddingBatch.Split(call.Inputs).Select(SendAsync)).ConfigureAwait(false);

        async Task SendAsync(EmbeddingBatch batch)
        {
            await concurrency.WaitAsync(cancellation.Token).ConfigureAwait(false);
            try
            {
                await SendBatchAsync(batch, call, cancellation.Token).ConfigureAwait(false);
            }
            catch
            {
                cancellation.Cancel();
                throw;
            }
            finally
            {
                concurrency.Release();
            }
        }
    }

    /// <summary>Sends one batch. If the API rejects it as too large, sends its two halves, one after the other.</summary>
    private async Task SendBatchAsync(EmbeddingBatch batch, Call call, CancellationToken cancellationToken)
    {
        try
        {
            var request = call.Template with { Input = call.Inputs.GetRange(batch.Start, batch.Count) };
            var response = await _embeddings.CreateAsync(request, cancellationToken).ConfigureAwait(false);
            Assign(response, batch, call.Embeddings);
            if (response.Usage?.ToUsageDetails() is { } usage)
            {
                lock (call.Usage)
                    call.Usage.Add(usage);
            }
        }
        catch (MistralException exception) when (IsTooLarge(exception) && batch.Count > 1)
        {
            var half = batch.Count / 2;
            await SendBatchAsync(new(batch.Start, half), call, cancellationToken).ConfigureAwait(false);
            await SendBatchAsync(new(batch.Start + half, batch.Count - half), call, cancellationToken).ConfigureAwait(false);
        }
        catch (MistralException exception)
        {
            var range = batch.Count == 1 ? $"Input {batch.Start}" : $"Inputs {batch.Start} to {batch.Start + batch.Count - 1}";
            throw exception.WithMessage(IsTooLarge(exception)
                ? $"{range} is longer than the embedding model accepts. {exception.Message}"
                : $"{range}: {exception.Message}");
        }
    }

    /// <summary>Assigns each embedding of the response to the input at its index.</summary>
    private void Assign(EmbeddingResponse response, EmbeddingBatch batch, TEmbedding[] embeddings)
    {
        if (response.Data.Count != batch.Count)
            throw new MistralException($"The API returned {response.Data.Count} embeddings for {batch.Count} inputs.");

        for (var i = 0; i < response.Data.Count; i++)
        {
            var index = response.Data[i]?.Index ?? i;
            var isExpected = index >= 0 && index < batch.Count && embeddings[batch.Start + index] is null;
            if (!isExpected || response.Data[i]?.Embedding is not { } vector)
                throw new MistralException($"The API returned embeddings whose indexes do not match the {batch.Count} inputs.");

            var embedding = Convert(vector);
            embedding.ModelId = response.Model;
            embedding.CreatedAt = DateTimeOffset.UtcNow;
            embeddings[batch.Start + index] = embedding;
        }
    }

    private TEmbedding Convert(EmbeddingVector vector)
    {
        try
        {
            return _kind.Convert(vector);
        }
        catch (FormatException exception)
        {
            throw new MistralException(exception.Message, exception);
        }
    }

    // "Too many inputs in request" and "Too many tokens overall, split into more batches" have code 3210. Older servers send
    // "Too many tokens in batch" without the code.
    private static bool IsTooLarge(MistralException exception) =>
        exception.Code is "3210"
        || (exception.StatusCode is HttpStatusCode.BadRequest
            && exception.Message.Contains("Too many tokens", StringComparison.OrdinalIgnoreCase));

    /// <summary>The inputs of one call of <see cref="GenerateAsync"/>, and the results that its batches collect.</summary>
    private sealed class Call(List<string> inputs, EmbeddingRequest template)
    {
        internal List<string> Inputs { get; } = inputs;

        /// <summary>The request without inputs.</summary>
        internal EmbeddingRequest Template { get; } = template;

        /// <summary>The embeddings in the order of the inputs.</summary>
        internal TEmbedding[] Embeddings { get; } = new TEmbedding[inputs.Count];

        /// <summary>The sum of the token usage of all batches.</summary>
        internal UsageDetails Usage { get; } = new();
    }
}
