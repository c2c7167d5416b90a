namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>A part of the requests of a run, which is processed by one job.</summary>
/// <param name="number">The number, counted from 0.</param>
/// <param name="ids">The IDs of its requests.</param>
/// <param name="job">The job.</param>
internal sealed class Shard(int number, IReadOnlyList<string> ids, BatchJob job)
{
    internal int Number => number;

    internal IReadOnlyList<string> Ids => ids;

    /// <summary>The job with its last known status.</summary>
    internal BatchJob Job { get; set; } = job;
}
