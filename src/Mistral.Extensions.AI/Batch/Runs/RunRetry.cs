using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>
/// Retries the requests of a run for about five minutes, in addition to the retries of the client: a run can last for hours, and must not
/// end because of a short failure of the network.
/// </summary>
internal sealed class RunRetry(string runId, TimeProvider timeProvider, ILogger logger)
{
    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 10,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = TimeSpan.FromMinutes(1),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = attempt => new(attempt.Outcome.Exception is MistralException exception && IsTransient(exception)),
            OnRetry = attempt =>
            {
                RunLog.Retrying(logger, attempt.Outcome.Exception, runId, attempt.RetryDelay.TotalSeconds);
                return default;
            },
        })
        .Build();

    /// <summary>Runs an action until it succeeds or its failure is permanent.</summary>
    internal async Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(async token => await action(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    // No status: the connection failed, or the response was incomplete.
    private static bool IsTransient(MistralException exception) =>
        exception.StatusCode is null or HttpStatusCode.RequestTimeout or (HttpStatusCode)429 or >= HttpStatusCode.InternalServerError;
}
