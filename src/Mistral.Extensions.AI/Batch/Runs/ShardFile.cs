namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>The requests of a shard as a local file, before they are submitted.</summary>
/// <param name="Number">The number of the shard, counted from 0.</param>
/// <param name="Content">The file, in JSON Lines (.jsonl).</param>
/// <param name="Ids">The IDs of the requests.</param>
/// <param name="Model">The model of the requests.</param>
/// <param name="Hash">The hash of the file, the run, the endpoint, the model and the agent.</param>
internal sealed record ShardFile(int Number, FileStream Content, IReadOnlyList<string> Ids, string? Model, string Hash) : IDisposable
{
    /// <summary>
    /// The name with which the file is uploaded. Files with the same name have the same content and belong to the same run.
    /// </summary>
    internal string Name => $"{Hash}.jsonl";

    public void Dispose() => Content.Dispose();
}
