namespace Mistral.Extensions.AI.Emulator.Endpoints.FineTuning;

/// <summary>The statuses of fine-tuning jobs.</summary>
internal static class FineTuningStatus
{
    public const string Queued = "QUEUED";
    public const string Started = "STARTED";
    public const string Validating = "VALIDATING";
    public const string Validated = "VALIDATED";
    public const string Running = "RUNNING";
    public const string FailedValidation = "FAILED_VALIDATION";
    public const string Failed = "FAILED";
    public const string Success = "SUCCESS";
    public const string Cancelled = "CANCELLED";
    public const string CancellationRequested = "CANCELLATION_REQUESTED";

    /// <summary>All statuses, in the order of the OpenAPI description.</summary>
    public static readonly string[] All =
    [
        Queued, Started, Validating, Validated, Running, FailedValidation, Failed, Success, Cancelled, CancellationRequested,
    ];

    /// <summary>Whether a job with this status has ended.</summary>
    public static bool IsFinal(string status) => status is FailedValidation or Failed or Success or Cancelled;
}
