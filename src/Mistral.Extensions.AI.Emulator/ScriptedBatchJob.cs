namespace Mistral.Extensions.AI.Emulator;

/// <summary>
/// How a batch job runs. Add it with <see cref="MistralEmulator.Enqueue(ScriptedBatchJob)"/> for the next job, or set
/// <see cref="MistralEmulatorOptions.DefaultBatchJob"/> for all jobs. Times are those of
/// <see cref="MistralEmulatorOptions.TimeProvider"/>.
/// </summary>
public sealed record ScriptedBatchJob
{
    /// <summary>The time from the creation of the job until its status is <c>RUNNING</c>. Default: none.</summary>
    public TimeSpan QueuedTime { get; init; }

    /// <summary>The number of requests that the job completes per second, above 0. Default: null, which runs them without delay.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>
    /// Returns the response to the request with a <c>custom_id</c> (null if the request has none), or null for the response that the
    /// emulator generates. Default: null, which generates all responses.
    /// </summary>
    /// <remarks>
    /// A request whose response has a status code of 400 or more fails. With <see cref="ScriptedResponse.CutAfterBytes"/>, the request
    /// fails without a response: its line in the error file has an <c>error</c>. <see cref="ScriptedResponse.Delay"/> delays the request.
    /// Jobs run in parallel, so the function must be thread-safe if it is used for several jobs.
    /// </remarks>
    public Func<string?, ScriptedResponse?>? GetResponse { get; init; }

    /// <summary>The number of requests after which the job ends with <see cref="EndStatus"/>. Default: null, which runs all.</summary>
    public int? EndAfterRequests { get; init; }

    /// <summary>
    /// The status with which the job ends after <see cref="EndAfterRequests"/>, for example <c>FAILED</c>, or a status that the API does
    /// not have yet. Default: <c>TIMEOUT_EXCEEDED</c>.
    /// </summary>
    public string EndStatus { get; init; } = "TIMEOUT_EXCEEDED";
}
