using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>Generates the embeddings of a sequence of any length. Several batches are requested before the consumer reads them.</summary>
internal static class EmbeddingStream
{
    private const int MaxPendingBatches = 4;

    internal static async IAsyncEnumerable<(string Value, TEmbedding Embedding)> GenerateAsync<TEmbedding>(
        IEmbeddingGenerator<string, TEmbedding> generator,
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TEmbedding : Embedding
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = new Queue<Task<(string Value, TEmbedding Embedding)[]>>();
        try
        {
            var start = 0;
            foreach (var batch in GetBatches(values))
            {
                pending.Enqueue(GenerateBatchAsync(generator, batch, start, options, cancellation.Token, cancellationToken));
                start += batch.Count;
                if (pending.Count < MaxPendingBatches)
                    continue;

                foreach (var item in await pending.Dequeue().ConfigureAwait(false))
                    yield return item;
            }

            while (pending.Count > 0)
            {
                foreach (var item in await pending.Dequeue().ConfigureAwait(false))
                    yield return item;
            }
        }
        finally
        {
            // The consumer has stopped, or a batch failed: the other batches end before the cancellation source is disposed.
            cancellation.Cancel();
            await Task.WhenAll(pending.Select(task => task.ContinueWith(
                completed => completed.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)))
                .ConfigureAwait(false);
        }
    }

    private static async Task<(string Value, TEmbedding Embedding)[]> GenerateBatchAsync<TEmbedding>(
        IEmbeddingGenerator<string, TEmbedding> generator,
        List<string> batch,
        int start,
        EmbeddingGenerationOptions? options,
        CancellationToken linkedToken,
        CancellationToken cancellationToken)
        where TEmbedding : Embedding
    {
        try
        {
            return await generator.GenerateAndZipAsync(batch, options, linkedToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (MistralException exception) when (start > 0)
        {
            throw exception.WithMessage($"The batch that starts with value {start} failed. {exception.Message}");
        }
    }

    private static IEnumerable<List<string>> GetBatches(IEnumerable<string> values)
    {
        var read = new List<string>();
        foreach (var batch in EmbeddingBatch.Split(Record(values, read), new()))
        {
            yield return read.GetRange(0, batch.Count);
            read.RemoveRange(0, batch.Count);
        }
    }

    private static IEnumerable<string> Record(IEnumerable<string> values, List<string> read)
    {
        var index = 0;
        foreach (var value in values)
        {
            if (string.IsNullOrEmpty(value))
                throw new ArgumentException($"Value {index} is null or empty. Remove it, or replace it with text.", nameof(values));

            index++;
            read.Add(value);
            yield return value;
        }
    }
}
