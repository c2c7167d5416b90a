namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>Counts the shards and requests of a run and reports its progress.</summary>
internal sealed class RunCounts(IProgress<BatchProgress>? progress)
{
    private long _submittedRequests;
    private long _succeededRequests;
    private long _failedRequests;
    private int _completedShards;

    internal int SubmittedShards { get; private set; }

    internal bool IsSubmissionCompleted { get; private set; }

    /// <summary>Counts a shard that has a job.</summary>
    internal void AddSubmittedShard(int requests, IReadOnlyCollection<Shard> active)
    {
        _submittedRequests += requests;
        SubmittedShards++;
        Report(active);
    }

    internal void CompleteSubmission(IReadOnlyCollection<Shard> active)
    {
        IsSubmissionCompleted = true;
        Report(active);
    }

    /// <summary>Counts a result and returns it.</summary>
    internal BatchResult<TResponse> AddResult<TResponse>(BatchResult<TResponse> result)
        where TResponse : class
    {
        if (result.Response is null)
            _failedRequests++;
        else
            _succeededRequests++;
        return result;
    }

    /// <summary>Counts a shard whose results were returned.</summary>
    internal void AddCompletedShard(IReadOnlyCollection<Shard> active)
    {
        _completedShards++;
        Report(active);
    }

    /// <summary>Reports the counts of the results that were returned and of the active jobs.</summary>
    internal void Report(IReadOnlyCollection<Shard> active)
    {
        if (progress is null)
            return;

        var succeeded = _succeededRequests + active.Sum(shard => shard.Job.SucceededRequests ?? 0);
        var failed = _failedRequests + active.Sum(shard => shard.Job.FailedRequests ?? 0);
        progress.Report(new()
        {
            SubmittedRequests = _submittedRequests,
            RunningRequests = Math.Max(0, _submittedRequests - succeeded - failed),
            SucceededRequests = succeeded,
            FailedRequests = failed,
            SubmittedShards = SubmittedShards,
            CompletedShards = _completedShards,
            IsSubmissionCompleted = IsSubmissionCompleted,
        });
    }
}
