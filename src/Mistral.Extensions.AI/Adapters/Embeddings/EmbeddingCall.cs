using System.Net;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Embeddings;

namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>One call of an embedding generator: its inputs are sent in batches, and the results are collected.</summary>
/// <param name="embeddings">The API.</param>
/// <param name="kind">The data type of the embeddings.</param>
/// <param name="limits">The limits of a request, which all calls of a generator share.</param>
/// <param name="inputs">The inputs.</param>
/// <param name="template">The request without inputs.</param>
internal sealed class EmbeddingCall<TEmbedding>(
    EmbeddingsApi embeddings, EmbeddingKind<TEmbedding> kind, EmbeddingLimits limits, List<string> inputs, EmbeddingRequest template)
    where TEmbedding : Embedding
{
    // The API limits requests per second: more parallel requests would only be rejected with status 429.
    private const int MaxConcurrency = 4;

    // The embeddings in the order of the inputs.
    private readonly TEmbedding[] _results = new TEmbedding[inputs.Count];
    private readonly UsageDetails _usage = new();

    /// <summary>Sends the inputs and returns their embeddings.</summary>
    internal async Task<GeneratedEmbeddings<TEmbedding>> SendAsync(CancellationToken cancellationToken)
    {
        var batches = EmbeddingBatch.Split(inputs, limits).ToList();
        // Nearly all calls have one batch.
        if (batches.Count == 1)
            await SendBatchAsync(batches[0], cancellationToken).ConfigureAwait(false);
        else
            await SendAllAsync(batches, cancellationToken).ConfigureAwait(false);
        return new(_results) { Usage = inputs.Count > 0 ? _usage : null };
    }

    /// <summary>Sends all batches, at most <see cref="MaxConcurrency"/> at a time. The first failure cancels the others.</summary>
    private async Task SendAllAsync(List<EmbeddingBatch> batches, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var concurrency = new SemaphoreSlim(MaxConcurrency);

        try
        {
            // Completes when no batch is running any more, and throws the failure rather than the cancellations that it caused.
            await Task.WhenAll(batches.Select(SendWhenFreeAsync)).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // The exception of a request has the token of the linked source.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }

        async Task SendWhenFreeAsync(EmbeddingBatch batch)
        {
            await concurrency.WaitAsync(cancellation.Token).ConfigureAwait(false);
            try
            {
                await SendBatchAsync(batch, cancellation.Token).ConfigureAwait(false);
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

    /// <summary>
    /// Sends one batch. If it exceeds the limits, which may have been lowered since the inputs were split, sends its two halves one after
    /// the other.
    /// </summary>
    private async Task SendBatchAsync(EmbeddingBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Count > 1 && !limits.Allow(batch))
        {
            var (first, second) = batch.Halve(inputs);
            await SendBatchAsync(first, cancellationToken).ConfigureAwait(false);
            await SendBatchAsync(second, cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            var texts = batch.Count == inputs.Count ? inputs : inputs.GetRange(batch.Start, batch.Count);
            var request = template with { Input = texts };
            var response = await embeddings.CreateAsync(request, cancellationToken).ConfigureAwait(false);
            EmbeddingResponseMapping.Assign(response, kind, _results.AsSpan(batch.Start, batch.Count));
            if (response.Usage?.ToUsageDetails() is { } usage)
            {
                lock (_usage)
                    _usage.Add(usage);
            }
        }
        catch (MistralException exception) when (IsTooLarge(exception) && batch.Count > 1)
        {
            limits.LowerBelow(batch, exception);
            await SendBatchAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (MistralException exception)
        {
            if (IsTooLarge(exception))
                limits.Reset();
            var range = batch.Count == 1 ? $"Input {batch.Start}" : $"Inputs {batch.Start} to {batch.Start + batch.Count - 1}";
            throw exception.WithMessage(IsTooLarge(exception)
                ? $"{range} is longer than the embedding model accepts. {exception.Message}"
                : $"{range}: {exception.Message}");
        }
    }

    // "Too many inputs in request" and "Too many tokens overall, split into more batches" have code 3210. Older servers send
    // "Too many tokens in batch" without the code.
    private static bool IsTooLarge(MistralException exception) =>
        exception.Code is "3210"
        || (exception.StatusCode is HttpStatusCode.BadRequest
            && exception.Message.Contains("Too many tokens", StringComparison.OrdinalIgnoreCase));
}
