using System.Net;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Embeddings;

namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>An <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> over embeddings, for any count of texts and each kind of number.</summary>
internal sealed class MistralEmbeddingGenerator<TEmbedding> : IEmbeddingGenerator<string, TEmbedding>
    where TEmbedding : Embedding
{
    // Limits are in requests a second: more at once would only be told to wait.
    private const int MostAtOnce = 4;

    private readonly EmbeddingsApi _embeddings;
    private readonly EmbeddingKind<TEmbedding> _kind;
    private readonly int? _defaultDimensions;
    private readonly EmbeddingGeneratorMetadata _metadata;

    internal MistralEmbeddingGenerator(EmbeddingsApi embeddings, EmbeddingKind<TEmbedding> kind, string? defaultModelId, int? defaultModelDimensions)
    {
        (_embeddings, _kind, _defaultDimensions) = (embeddings, kind, defaultModelDimensions);
        _metadata = new("mistral_ai", embeddings.Endpoint, defaultModelId, defaultModelDimensions ?? EmbeddingModels.DefaultDimensions(defaultModelId));
    }

    public async Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (values is null)
            throw new ArgumentNullException(nameof(values));

        var texts = values.ToList();
        if (texts.FindIndex(string.IsNullOrEmpty) is >= 0 and var empty)
            throw new ArgumentException($"Input {empty} is empty: there is nothing to embed.");

        var template = CreateRequest(options);
        var result = new TEmbedding[texts.Count];
        var usage = new UsageDetails();
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var places = new SemaphoreSlim(MostAtOnce);

        async Task RunAsync(EmbeddingBatch batch)
        {
            await places.WaitAsync(failure.Token).ConfigureAwait(false);
            try
            {
                await GenerateAsync(batch, texts, template, result, usage, failure.Token).ConfigureAwait(false);
            }
            catch
            {
                // One failure fails the call: what is not sent yet need not be.
                failure.Cancel();
                throw;
            }
            finally
            {
                places.Release();
            }
        }

        // Waits until nothing runs any more, and throws a failure rather than the cancellations it caused.
        await Task.WhenAll(EmbeddingBatches.Split(texts).Select(RunAsync)).ConfigureAwait(false);
        return new(result) { Usage = texts.Count > 0 ? usage : null };
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

    // The client belongs to whoever made it, and may serve others.
    public void Dispose()
    {
    }

    private EmbeddingRequest CreateRequest(EmbeddingGenerationOptions? options)
    {
        var raw = options?.RawRepresentationFactory?.Invoke(this) as EmbeddingRequest ?? new();
        var model = raw.Model ?? options?.ModelId ?? _metadata.DefaultModelId ?? throw new InvalidOperationException(
            "No model is named. Pass one when the generator is made, e.g. AsIEmbeddingGenerator(\"mistral-embed\"), or set EmbeddingGenerationOptions.ModelId.");
        if (raw.OutputDtype is { } dtype && dtype != _kind.Dtype)
            throw new NotSupportedException($"This generator gives {typeof(TEmbedding).Name}, of output_dtype {_kind.Dtype}, not {dtype}. Make the generator for that.");

        // The default dimensions speak of the default model, where there is one, and not of another that a call names.
        var asked = options?.Dimensions ?? (_metadata.DefaultModelId is null || model == _metadata.DefaultModelId ? _defaultDimensions : null);
        return raw with
        {
            Model = model,
            OutputDimension = raw.OutputDimension ?? (asked == EmbeddingModels.FixedDimensions(model) ? null : asked),
            OutputDtype = raw.OutputDtype ?? (_kind.Dtype is "float" ? null : _kind.Dtype),
            EncodingFormat = raw.EncodingFormat ?? (_kind.Dtype is "float" ? "base64" : null),
            Metadata = raw.Metadata ?? AdditionalPropertyReader.From(options?.AdditionalProperties).GetMetadata(),
        };
    }

    /// <summary>One request, or, where the server finds it too large after all, two halves one after the other.</summary>
    private async Task GenerateAsync(
        EmbeddingBatch batch, List<string> texts, EmbeddingRequest template, TEmbedding[] result, UsageDetails usage, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _embeddings.CreateAsync(template with { Input = texts.GetRange(batch.Start, batch.Count) }, cancellationToken).ConfigureAwait(false);
            Place(response, batch, result);
            if (response.Usage?.ToUsageDetails() is { } cost)
            {
                lock (usage)
                    usage.Add(cost);
            }
        }
        catch (MistralException exception) when (IsTooLarge(exception) && batch.Count > 1)
        {
            var half = batch.Count / 2;
            await GenerateAsync(new(batch.Start, half), texts, template, result, usage, cancellationToken).ConfigureAwait(false);
            await GenerateAsync(new(batch.Start + half, batch.Count - half), texts, template, result, usage, cancellationToken).ConfigureAwait(false);
        }
        catch (MistralException exception)
        {
            var which = batch.Count == 1 ? $"Input {batch.Start}" : $"Inputs {batch.Start} to {batch.Start + batch.Count - 1}";
            throw exception.WithMessage(IsTooLarge(exception)
                ? $"{which} is longer than the embedding model accepts. {exception.Message}"
                : $"{which}: {exception.Message}");
        }
    }

    private void Place(EmbeddingResponse response, EmbeddingBatch batch, TEmbedding[] result)
    {
        if (response.Data.Count != batch.Count)
            throw new MistralException($"The server sent {response.Data.Count} embeddings for {batch.Count} texts.");

        for (var i = 0; i < response.Data.Count; i++)
        {
            var index = response.Data[i]?.Index ?? i;
            if (index < 0 || index >= batch.Count || result[batch.Start + index] is not null || response.Data[i]?.Embedding is not { } vector)
                throw new MistralException($"The server sent embeddings whose indexes are not those of the {batch.Count} texts.");

            var embedding = Convert(vector);
            embedding.ModelId = response.Model;
            embedding.CreatedAt = DateTimeOffset.UtcNow;
            result[batch.Start + index] = embedding;
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

    // "Too many inputs in request", "Too many tokens overall, split into more batches"; older servers say the words without the code.
    private static bool IsTooLarge(MistralException exception) =>
        exception.Code is "3210"
        || (exception.StatusCode is HttpStatusCode.BadRequest && exception.Message.Contains("Too many tokens", StringComparison.OrdinalIgnoreCase));
}
