namespace Mistral.Extensions.AI.Batch;

/// <summary>The progress of <see cref="BatchApi.RunAsync"/>, including the jobs of earlier starts of the run.</summary>
public sealed record BatchProgress
{
    /// <summary>The number of requests in the jobs that were submitted.</summary>
    public long SubmittedRequests { get; init; }

    /// <summary>The number of submitted requests that are queued or running.</summary>
    public long RunningRequests { get; init; }

    /// <summary>The number of requests that succeeded.</summary>
    public long SucceededRequests { get; init; }

    /// <summary>The number of requests that failed, or have no result.</summary>
    public long FailedRequests { get; init; }

    /// <summary>The number of shards that were submitted. The total is unknown until the sequence of requests ends.</summary>
    public int SubmittedShards { get; init; }

    /// <summary>The number of shards whose results were returned.</summary>
    public int CompletedShards { get; init; }

    /// <summary>Whether the sequence of requests has ended and all shards are submitted.</summary>
    public bool IsSubmissionCompleted { get; init; }
}
