using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>The log messages of runs. They never contain requests or responses.</summary>
internal static partial class RunLog
{
    [LoggerMessage(40, LogLevel.Information, "Shard {Shard} of run {Run} was submitted as batch job {Job}")]
    internal static partial void Submitted(ILogger logger, int shard, string run, string? job);

    [LoggerMessage(41, LogLevel.Information, "Shard {Shard} of run {Run} was submitted before as batch job {Job}, which is {Status}")]
    internal static partial void Resumed(ILogger logger, int shard, string run, string? job, string? status);

    [LoggerMessage(42, LogLevel.Warning, "Batch job {Job} has the same requests as batch job {Original} and is canceled")]
    internal static partial void DuplicateCanceled(ILogger logger, string? job, string? original);

    [LoggerMessage(43, LogLevel.Warning, "A request of run {Run} failed and is retried in {Seconds:0.###} s")]
    internal static partial void Retrying(ILogger logger, Exception? exception, string? run, double seconds);

    [LoggerMessage(44, LogLevel.Warning, "Batch job {Job} has two results for request {Id}. The second one is ignored.")]
    internal static partial void DuplicateResult(ILogger logger, string? job, string id);

    [LoggerMessage(45, LogLevel.Warning, "Batch job {Job} could not be canceled")]
    internal static partial void CancellationFailed(ILogger logger, Exception exception, string? job);

    [LoggerMessage(46, LogLevel.Warning, "The jobs of run {Run} could not be canceled")]
    internal static partial void RunCancellationFailed(ILogger logger, Exception exception, string run);
}
