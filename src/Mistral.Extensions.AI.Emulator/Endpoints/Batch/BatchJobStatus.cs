namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>The statuses of batch jobs: <c>BatchJobStatus</c> in the OpenAPI description.</summary>
internal static class BatchJobStatus
{
    public const string Queued = "QUEUED";
    public const string Running = "RUNNING";
    public const string Success = "SUCCESS";
    public const string Failed = "FAILED";
    public const string TimeoutExceeded = "TIMEOUT_EXCEEDED";
    public const string CancellationRequested = "CANCELLATION_REQUESTED";
    public const string Cancelled = "CANCELLED";
}
