using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>The properties of a batch job that change while it runs.</summary>
/// <param name="Status">The status.</param>
internal sealed record BatchJobState(string Status)
{
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public int SucceededRequests { get; init; }

    public int FailedRequests { get; init; }

    public StoredFile? OutputFile { get; init; }

    public StoredFile? ErrorFile { get; init; }

    /// <summary>The messages of the errors that made the job fail.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
