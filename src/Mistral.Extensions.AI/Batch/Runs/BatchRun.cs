using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Files;

namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>One start of a run: submits the shards that were not submitted before, waits for their jobs, and reads their results.</summary>
internal sealed class BatchRun<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    private readonly BatchRunOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly RunRetry _retry;
    private readonly RunJobs _jobs;
    private readonly ShardResults<TRequest, TResponse> _results;
    private readonly Func<CancellationToken, ShardFileReader<TRequest, TResponse>> _createReader;

    private readonly List<Shard> _active = [];
    private readonly RunCounts _counts;
    private readonly PollDelay _delay = new();
    private Dictionary<int, BatchJob> _jobsByShard = [];

    internal BatchRun(
        FilesApi files,
        BatchJobsApi jobs,
        BatchEndpoint<TRequest, TResponse> endpoint,
        IAsyncEnumerable<(string Id, TRequest Request)> requests,
        BatchRunOptions options,
        TimeProvider timeProvider,
        ILogger logger)
    {
        (_options, _timeProvider, _logger) = (options, timeProvider, logger);
        _retry = new(options.RunId!, timeProvider, logger);
        _jobs = new(files, jobs, endpoint.Path, options, _retry, logger);
        _results = new(endpoint, files, options.EnsureOrdered, _retry, logger);
        _createReader = token => new(endpoint, requests, options, token);
        _counts = new(options.Progress);
    }

    internal async IAsyncEnumerable<BatchResult<TResponse>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = _createReader(cancellationToken);
        await using var _ = reader.ConfigureAwait(false);
        try
        {
            // Without RunRetry: the first request also shows whether the API key and the endpoint are correct.
            _jobsByShard = await _jobs.ListAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                await SubmitAsync(reader, cancellationToken).ConfigureAwait(false);
                if (_active.Count == 0)
                    yield break;

                if (TakeCompleted() is { } shard)
                {
                    await foreach (var result in ReadAsync(shard, cancellationToken).ConfigureAwait(false))
                        yield return result;
                    _counts.AddCompletedShard(_active);
                }
                else
                {
                    await PollAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            if (_options.CancelJobsOnCancellation && cancellationToken.IsCancellationRequested)
                await _jobs.CancelAllAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Submits shards until there are enough jobs. A shard that has a job already is only compared with it.</summary>
    private async Task SubmitAsync(ShardFileReader<TRequest, TResponse> reader, CancellationToken cancellationToken)
    {
        while (!_counts.IsSubmissionCompleted && _active.Count < _options.MaxActiveJobs)
        {
            using var file = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (file is null)
            {
                _jobs.ThrowIfShorter(_counts.SubmittedShards, _jobsByShard);
                _counts.CompleteSubmission(_active);
                return;
            }

            var job = await GetJobAsync(file, cancellationToken).ConfigureAwait(false);
            _active.Add(new(file.Number, file.Ids, job));
            _counts.AddSubmittedShard(file.Ids.Count, _active);
            _delay.Reset();
        }
    }

    private async Task<BatchJob> GetJobAsync(ShardFile file, CancellationToken cancellationToken)
    {
        if (!_jobsByShard.TryGetValue(file.Number, out var job))
            return await _jobs.SubmitAsync(file, cancellationToken).ConfigureAwait(false);

        _jobs.ThrowIfDifferent(file, job);
        RunLog.Resumed(_logger, file.Number, _options.RunId!, job.Id, job.Status);
        return job;
    }

    /// <summary>Removes an active shard whose job has ended, and returns it. With EnsureOrdered, only the first shard.</summary>
    private Shard? TakeCompleted()
    {
        var index = _options.EnsureOrdered ? 0 : _active.FindIndex(shard => shard.Job.IsCompleted);
        if (index < 0 || !_active[index].Job.IsCompleted)
            return null;

        var shard = _active[index];
        _active.RemoveAt(index);
        return shard;
    }

    private async IAsyncEnumerable<BatchResult<TResponse>> ReadAsync(
        Shard shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_options.EnsureOrdered)
        {
            foreach (var result in await _results.ReadOrderedAsync(shard, cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return _counts.AddResult(result);
            }
        }
        else
        {
            await foreach (var result in _results.ReadAsync(shard, cancellationToken).ConfigureAwait(false))
                yield return _counts.AddResult(result);
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_delay.GetNext(), _timeProvider, cancellationToken).ConfigureAwait(false);
        _jobsByShard = await _retry.ExecuteAsync(_jobs.ListAsync, cancellationToken).ConfigureAwait(false);
        foreach (var shard in _active)
        {
            shard.Job = _jobsByShard.TryGetValue(shard.Number, out var job)
                ? job
                : await _retry.ExecuteAsync(token => _jobs.GetAsync(shard.Job, token), cancellationToken).ConfigureAwait(false);
        }

        _counts.Report(_active);
    }
}
