using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Batch;

/// <summary>Batch inference: many requests in one job, at a lower price and without rate limits (<c>/v1/batch</c>).</summary>
/// <remarks>
/// <see cref="BatchEndpoints"/> creates the requests of a job and reads its results. Up to 10,000 requests can be part of the job; more are
/// uploaded as a file, see <see cref="BatchFile"/>.
/// </remarks>
public sealed class BatchApi
{
    internal BatchApi(MistralConnection connection) => Jobs = new(connection);

    /// <summary>Batch jobs: create, list, get, cancel and delete.</summary>
    public BatchJobsApi Jobs { get; }
}
