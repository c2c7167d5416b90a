namespace Mistral.Extensions.AI.Batch;

/// <summary>Options of <see cref="BatchApi.RunAsync"/>.</summary>
public sealed record BatchRunOptions
{
    private const int MaxShardSize = 1_000_000;

    /// <summary>
    /// The ID of the run, 1 to 512 characters. Required. When the run is started again, its jobs are found by this ID, so it must be unique
    /// among the runs of the workspace.
    /// </summary>
    public string? RunId { get; init; }

    /// <summary>The model of all requests (<c>model</c>). The model of a request must be null or the same.</summary>
    /// <value>Default: the model of the first request.</value>
    public string? Model { get; init; }

    /// <summary>The ID of the agent of the deprecated agents completions (<c>agent_id</c>), in place of a model.</summary>
    public string? AgentId { get; init; }

    /// <summary>
    /// The maximum number of requests in a shard, 1 to 1,000,000. Each shard is a job. A shard also ends when its file would exceed 512 MB.
    /// </summary>
    /// <value>Default: 10,000 requests.</value>
    public int ShardSize { get; init; } = 10_000;

    /// <summary>
    /// The maximum number of submitted jobs whose results have not been returned yet, 1 or more. Mistral limits the number of unprocessed
    /// requests of a workspace.
    /// </summary>
    /// <value>Default: 10 jobs.</value>
    public int MaxActiveJobs { get; init; } = 10;

    /// <summary>The number of hours after which a job ends (<c>timeout_hours</c>), 1 to 168.</summary>
    /// <value>Default: 24 hours.</value>
    public int? TimeoutHours { get; init; }

    /// <summary>
    /// Whether to return the results in the order of the requests. The results of one shard are then in memory, and
    /// <see cref="BatchApi.RunAsync"/> throws if a job succeeded but has no result for a request.
    /// </summary>
    /// <value>Default: false. The results of a job are returned when it is completed.</value>
    public bool EnsureOrdered { get; init; }

    /// <summary>
    /// Whether to cancel the jobs of the run when its cancellation token is canceled. Canceled jobs are not submitted again. If they
    /// cannot be canceled within 30 seconds, this is logged.
    /// </summary>
    /// <value>Default: false. The jobs continue, and the next start of the run returns their results.</value>
    public bool CancelJobsOnCancellation { get; init; }

    /// <summary>Receives the progress after each submitted shard, each poll of the jobs, and each completed shard.</summary>
    public IProgress<BatchProgress>? Progress { get; init; }

    /// <summary>The maximum size of an uploaded file in bytes.</summary>
    internal long MaxFileSize { get; init; } = 512 * 1024 * 1024;

    /// <summary>Returns the message of the first error, or null if the options are valid.</summary>
    internal string? Validate() => this switch
    {
        _ when string.IsNullOrWhiteSpace(RunId) => "No run was specified. Set RunId to a name that is unique in the workspace.",
        { RunId.Length: > BatchMetadata.MaxValueLength } =>
            $"RunId must have at most {BatchMetadata.MaxValueLength} characters, but has {RunId.Length}.",
        { Model: not null, AgentId: not null } => "Model and AgentId are both set. Set only one of them.",
        _ when Model is not null && string.IsNullOrWhiteSpace(Model) => "Model is empty. Set it to a model ID, or to null.",
        _ when AgentId is not null && string.IsNullOrWhiteSpace(AgentId) => "AgentId is empty. Set it to the ID of an agent, or to null.",
        { ShardSize: < 1 or > MaxShardSize } =>
            FormattableString.Invariant($"ShardSize must be between 1 and {MaxShardSize:N0}, but was {ShardSize:N0}."),
        { MaxActiveJobs: < 1 } => $"MaxActiveJobs must be 1 or greater, but was {MaxActiveJobs}.",
        _ => CreateBatchJobRequestValidator.ValidateTimeout(TimeoutHours),
    };
}
