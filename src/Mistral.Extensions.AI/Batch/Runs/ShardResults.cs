using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Files;

namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>Reads the results of shards whose jobs ended.</summary>
internal sealed class ShardResults<TRequest, TResponse>(
    BatchEndpoint<TRequest, TResponse> endpoint, FilesApi files, bool ensureOrdered, RunRetry retry, ILogger logger)
    where TRequest : class
    where TResponse : class
{
    /// <summary>
    /// Reads the results in the order of the files, then reports the requests without a result. Each ID of the shard occurs once; results
    /// with other IDs, which the server should not return, are included.
    /// </summary>
    /// <exception cref="MistralException">The order is ensured, and a job that succeeded has no result for a request.</exception>
    internal async IAsyncEnumerable<BatchResult<TResponse>> ReadAsync(
        Shard shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var missing = new HashSet<string>(shard.Ids, StringComparer.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var result in ReadFilesAsync(shard.Job, cancellationToken).ConfigureAwait(false))
        {
            if (result.CustomId is { } id && !found.Add(id))
            {
                RunLog.DuplicateResult(logger, shard.Job.Id, id);
                continue;
            }

            missing.Remove(result.CustomId ?? "");
            yield return result;
        }

        foreach (var id in shard.Ids.Where(missing.Contains))
        {
            var error = CreateMissingError(shard.Job, id);
            if (ensureOrdered && shard.Job.Status is "SUCCESS")
                throw error;

            yield return new() { CustomId = id, RequestError = error };
        }
    }

    /// <summary>Reads the results in the order of the requests; results with other IDs follow.</summary>
    internal async Task<IReadOnlyList<BatchResult<TResponse>>> ReadOrderedAsync(Shard shard, CancellationToken cancellationToken)
    {
        var indexes = shard.Ids.Select((id, index) => (id, index))
            .ToDictionary(item => item.id, item => item.index, StringComparer.Ordinal);
        var results = new List<BatchResult<TResponse>>(shard.Ids.Count);
        await foreach (var result in ReadAsync(shard, cancellationToken).ConfigureAwait(false))
            results.Add(result);

        return [.. results.OrderBy(result => indexes.TryGetValue(result.CustomId ?? "", out var index) ? index : int.MaxValue)];
    }

    private async IAsyncEnumerable<BatchResult<TResponse>> ReadFilesAsync(
        BatchJob job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var fileId in new[] { job.OutputFile, job.ErrorFile })
        {
            if (string.IsNullOrEmpty(fileId))
                continue;

            // The connection is not kept open while the caller processes the results.
            using var content = await retry.ExecuteAsync(token => DownloadAsync(fileId!, token), cancellationToken).ConfigureAwait(false);
            await foreach (var result in endpoint.ReadResultsAsync(content, cancellationToken).ConfigureAwait(false))
                yield return result;
        }
    }

    private async Task<FileStream> DownloadAsync(string fileId, CancellationToken cancellationToken)
    {
        var content = TemporaryFile.Create();
        try
        {
            using var download = await files.DownloadAsync(fileId, cancellationToken).ConfigureAwait(false);
            await download.CopyToAsync(content, 128 * 1024, cancellationToken).ConfigureAwait(false);
            content.Position = 0;
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private static MistralException CreateMissingError(BatchJob job, string id)
    {
        var errors = string.Join(" ", job.Errors?.Select(error => error.Message).Where(message => message is not null) ?? []);
        return new(
            $"Batch request \"{id}\": The batch job {job.Id} ended with the status {job.Status ?? "null"} "
                + "and has no result for the request."
                + (errors.Length > 0 ? $" Errors of the job: {errors}" : "")
                + " To send it again, start a run with another RunId.");
    }
}
