using System.Globalization;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>
/// The jobs of a run. Their metadata has the run, the number of the shard and the hash of its requests, so the server knows which shards
/// were submitted.
/// </summary>
internal sealed class RunJobs(
    FilesApi files, BatchJobsApi jobs, string endpoint, BatchRunOptions options, RunRetry retry, ILogger logger)
{
    private const string RunKey = "run";
    private const string ShardKey = "shard";
    private const string HashKey = "hash";

    private static readonly TimeSpan CancellationTimeout = TimeSpan.FromSeconds(30);

    private readonly string _runId = options.RunId!;

    /// <summary>
    /// Lists the jobs by the number of their shard. If a shard has several, because two processes submitted it, the newer ones are
    /// canceled.
    /// </summary>
    internal async Task<Dictionary<int, BatchJob>> ListAsync(CancellationToken cancellationToken)
    {
        var shards = new Dictionary<int, BatchJob>();
        var request = new ListBatchJobsRequest { Metadata = new Dictionary<string, string> { [RunKey] = _runId }, OrderBy = "created" };
        await foreach (var job in jobs.ListAsync(request, cancellationToken).ConfigureAwait(false))
        {
            // The server may ignore the filter.
            if (job.Metadata.FindText(RunKey) != _runId || GetShard(job) is not { } shard)
                continue;

            if (!shards.TryGetValue(shard, out var other) || other.Id == job.Id)
            {
                shards[shard] = job;
                continue;
            }

            var (original, duplicate) = IsOlder(job, other) ? (job, other) : (other, job);
            shards[shard] = original;
            await CancelDuplicateAsync(duplicate, original, cancellationToken).ConfigureAwait(false);
        }

        return shards;
    }

    /// <summary>Gets the status of a job that is not in the list.</summary>
    internal Task<BatchJob> GetAsync(BatchJob job, CancellationToken cancellationToken) =>
        jobs.GetAsync(job.Id!, cancellationToken: cancellationToken);

    /// <summary>Uploads the requests of a shard and creates its job.</summary>
    internal async Task<BatchJob> SubmitAsync(ShardFile file, CancellationToken cancellationToken)
    {
        var fileId = await retry.ExecuteAsync(token => GetFileAsync(file, token), cancellationToken).ConfigureAwait(false);
        var request = new CreateBatchJobRequest
        {
            Endpoint = endpoint,
            Model = file.Model,
            AgentId = options.AgentId,
            InputFiles = [fileId],
            TimeoutHours = options.TimeoutHours,
            Metadata = new Dictionary<string, string>
            {
                [RunKey] = _runId,
                [ShardKey] = file.Number.ToString(CultureInfo.InvariantCulture),
                [HashKey] = file.Hash,
            },
        };
        var isRetry = false;
        var job = await retry.ExecuteAsync(
            async token =>
            {
                // The server may have created the job although an attempt failed.
                var existing = isRetry ? await FindAsync(file.Number, token).ConfigureAwait(false) : null;
                isRetry = true;
                return existing ?? await jobs.CreateOnceAsync(request, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        RunLog.Submitted(logger, file.Number, _runId, job.Id);
        return job;
    }

    /// <summary>Throws if the requests of a job differ from those of its shard.</summary>
    /// <exception cref="InvalidOperationException">The requests of the run changed.</exception>
    internal void ThrowIfDifferent(ShardFile file, BatchJob job)
    {
        if (job.Metadata.FindText(HashKey) != file.Hash)
            throw CreateChangeError($"the requests of shard {file.Number} differ from those of batch job {job.Id}");
    }

    /// <summary>Throws if there are jobs for more shards than the requests have.</summary>
    /// <exception cref="InvalidOperationException">The requests of the run changed.</exception>
    internal void ThrowIfShorter(int shardCount, Dictionary<int, BatchJob> jobsByShard)
    {
        if (jobsByShard.Keys.Any(number => number >= shardCount))
            throw CreateChangeError($"there are {shardCount} shards now, but {jobsByShard.Keys.Max() + 1} were submitted");
    }

    /// <summary>
    /// Cancels all jobs that have not ended. A failure is logged and not thrown, and the time is limited: the caller canceled the run.
    /// </summary>
    internal async Task CancelAllAsync()
    {
        using var timeout = new CancellationTokenSource(CancellationTimeout);
        try
        {
            // The jobs are listed, because a job may exist whose creation was canceled.
            foreach (var job in (await ListAsync(timeout.Token).ConfigureAwait(false)).Values.Where(job => !job.IsCompleted))
                await CancelAsync(job, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MistralException or OperationCanceledException or ObjectDisposedException)
        {
            RunLog.RunCancellationFailed(logger, exception, _runId);
        }
    }

    private async Task<BatchJob?> FindAsync(int shard, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken).ConfigureAwait(false)).TryGetValue(shard, out var job) ? job : null;

    private async Task<string> GetFileAsync(ShardFile file, CancellationToken cancellationToken)
    {
        // The process may have ended between the upload and the creation of the job.
        var page = await files.ListPageAsync(new() { Search = file.Name, Purpose = "batch" }, cancellationToken).ConfigureAwait(false);
        if (page.Data.FirstOrDefault(other => other.Filename == file.Name && other.Bytes == file.Content.Length) is { Id: { } id })
            return id;

        file.Content.Position = 0;
        var data = FileData.FromStream(file.Content, "application/jsonl", file.Name);
        var stored = await files.UploadAsync(new() { File = data, Purpose = "batch" }, null, cancellationToken).ConfigureAwait(false);
        return stored.Id ?? throw new MistralException("The response to the upload of the batch file has no file ID. Start the run again.");
    }

    private async Task CancelDuplicateAsync(BatchJob job, BatchJob original, CancellationToken cancellationToken)
    {
        if (job.IsCompleted)
            return;

        RunLog.DuplicateCanceled(logger, job.Id, original.Id);
        await CancelAsync(job, cancellationToken).ConfigureAwait(false);
    }

    private async Task CancelAsync(BatchJob job, CancellationToken cancellationToken)
    {
        try
        {
            await jobs.CancelAsync(job.Id!, cancellationToken).ConfigureAwait(false);
        }
        catch (MistralException exception)
        {
            RunLog.CancellationFailed(logger, exception, job.Id);
        }
    }

    private InvalidOperationException CreateChangeError(string change) => new(
        $"The requests of run \"{_runId}\" changed: {change}. Pass the same requests in the same order, with the same options and the same "
            + "version of this library, or set another RunId.");

    private static bool IsOlder(BatchJob job, BatchJob other) =>
        (job.CreatedAt ?? 0, job.Id).CompareTo((other.CreatedAt ?? 0, other.Id)) < 0;

    private static int? GetShard(BatchJob job) =>
        int.TryParse(job.Metadata.FindText(ShardKey), NumberStyles.None, CultureInfo.InvariantCulture, out var shard) ? shard : null;
}
