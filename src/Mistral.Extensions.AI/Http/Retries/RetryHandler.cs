using System.Net;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Content;
using Polly;
using Polly.Retry;

namespace Mistral.Extensions.AI.Http.Retries;

/// <summary>
/// Retries transient failures. It completes when the headers of a response are received, so a stream is never restarted after its first
/// byte.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    // A response that requests a longer delay is returned, so that the caller can decide.
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(1);

    private static readonly ResiliencePropertyKey<OriginalRequest> RequestKey = new("request");

    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    internal RetryHandler(int maxRetries, TimeProvider timeProvider, ILogger logger)
    {
        (_timeProvider, _logger) = (timeProvider, logger);
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = maxRetries,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => new(ShouldRetry(GetRequest(attempt.Context), attempt.Outcome, attempt.AttemptNumber)),
                DelayGenerator = attempt => new(GetRetryAfter(attempt.Outcome)),
                // Polly disposes of the failed response before the delay.
                OnRetry = attempt =>
                {
                    var request = GetRequest(attempt.Context);
                    LogRetry(request.Message, attempt.Outcome, attempt.AttemptNumber + 1, attempt.RetryDelay);
                    UpdateContext(request.Message, attempt.Outcome, attempt.AttemptNumber + 2);
                    // Restore the original content: a custom handler may have replaced it, for example with a compressed body.
                    request.Message.Content = request.Content;
                    return default;
                },
            })
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(RequestKey, new(request, request.Content));
        try
        {
            return await _pipeline.ExecuteAsync(
                async attempt =>
                {
                    if (RequestContext.Get(request) is { Attempts: > 1, ChangingKey: { } key } call)
                        await key.UpdateAsync(request, call).ConfigureAwait(false);
                    return await base.SendAsync(request, attempt.CancellationToken).ConfigureAwait(false);
                },
                context)
                .ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static OriginalRequest GetRequest(ResilienceContext context) => context.Properties.GetValue(RequestKey, null!);

    private bool ShouldRetry(OriginalRequest request, Outcome<HttpResponseMessage> outcome, int attempt) =>
        IsTransient(outcome) && !IsCallbackError(request.Message, outcome) && IsAllowed(request, outcome) && CanResend(request, attempt)
        && !ExceedsDeadline(request.Message, GetRetryAfter(outcome));

    private static bool IsCallbackError(HttpRequestMessage request, Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is { } exception && RequestContext.Get(request)?.IsCallbackError(exception) is true;

    private void LogRetry(HttpRequestMessage request, Outcome<HttpResponseMessage> outcome, int retry, TimeSpan delay) =>
        Log.Retrying(_logger, request.Method, request.RequestUri!.AbsolutePath, retry, delay.TotalSeconds, GetCause(outcome));

    private static void UpdateContext(HttpRequestMessage request, Outcome<HttpResponseMessage> outcome, int nextAttempt)
    {
        if (RequestContext.Get(request) is not { } context)
            return;

        (context.LastFailure, context.Attempts) = (GetCause(outcome), nextAttempt);
        context.MayHaveSucceeded |= !IsRejected(outcome);
    }

    /// <summary>Determines whether the server did not process the request.</summary>
    private static bool IsRejected(Outcome<HttpResponseMessage> outcome) => (int?)outcome.Result?.StatusCode is 429;

    private static bool IsAllowed(OriginalRequest request, Outcome<HttpResponseMessage> outcome) =>
        request.Content is not RequestContent { RetryOnlyIfRejected: true } || IsRejected(outcome);

    private static string GetCause(Outcome<HttpResponseMessage> outcome) => outcome.Result is { } response
        ? $"HTTP {(int)response.StatusCode}"
        : outcome.Exception?.GetType().Name ?? "no response";

    // If another handler already repeats requests, each retry here would multiply them. Content that is not of this library, that was
    // disposed of, or that has a stream that cannot seek, cannot be sent a second time.
    private static bool CanResend(OriginalRequest request, int attempt)
    {
        var context = RequestContext.Get(request.Message);
        if (context is not null && request.Content is RequestContent { CanSendAgain: false, IsDisposed: false })
            context.HasConsumedStream = true;
        return (context is null || context.SendCount <= attempt + 1)
            && request.Content is (null or RequestContent { CanSendAgain: true });
    }

    // If the timeout of the call would expire during the delay, the error response is returned at once: it is more useful than a timeout.
    private static bool ExceedsDeadline(HttpRequestMessage request, TimeSpan? delay) =>
        delay is { } wait && RequestContext.Get(request)?.Deadline.ExpiresWithin(wait) is true;

    private bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException exception } => TlsFailure.GetReason(exception) is null,
        { Result: { } response } => IsTransient(response.StatusCode) && HasQuota(response) && !(GetRetryAfter(outcome) > MaxRetryAfter),
        _ => false,
    };

    private static bool IsTransient(HttpStatusCode status) => (int)status is 408 or 429 or 500 or 502 or 503 or 504 or 529;

    // A limit of zero means that the plan does not include the model: the failure is permanent.
    private static bool HasQuota(HttpResponseMessage response) => ResponseHeaders.GetRateLimit(response)?.RequestsPerMinute is not 0;

    private TimeSpan? GetRetryAfter(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is { } response ? ResponseHeaders.GetRetryAfter(response, _timeProvider) : null;

    private sealed record OriginalRequest(HttpRequestMessage Message, HttpContent? Content);
}
