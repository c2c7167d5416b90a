using System.Net;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Content;
using Polly;
using Polly.Retry;

namespace Mistral.Extensions.AI.Http.Retries;

/// <summary>
/// Sends again what failed by no fault of the request. It sees answers before their first byte is read, so a stream is never begun twice.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    // A server that asks for more than this is better told to the caller.
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(1);

    private static readonly ResiliencePropertyKey<Call> Key = new("call");

    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    internal RetryHandler(int maxRetries, TimeProvider timeProvider, ILogger logger)
    {
        (_clock, _logger) = (timeProvider, logger);
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = maxRetries,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => new(IsPassing(attempt.Outcome) && CanSendAgain(CallOf(attempt.Context), attempt.AttemptNumber)
                    && !EndsBefore(CallOf(attempt.Context).Request, AskedDelay(attempt.Outcome))),
                DelayGenerator = attempt => new(AskedDelay(attempt.Outcome)),
                // The answer that is not taken is disposed of by Polly, before it waits.
                OnRetry = attempt =>
                {
                    var call = CallOf(attempt.Context);
                    Tell(call.Request, attempt.Outcome, attempt.AttemptNumber + 1, attempt.RetryDelay);
                    // A handler of the caller's that packs the body, say, would pack the packed one.
                    call.Request.Content = call.Body;
                    return default;
                },
            })
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Key, new(request, request.Content));
        try
        {
            return await _pipeline.ExecuteAsync(
                async attempt => await base.SendAsync(request, attempt.CancellationToken).ConfigureAwait(false), context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static Call CallOf(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    private void Tell(HttpRequestMessage request, Outcome<HttpResponseMessage> outcome, int retry, TimeSpan delay)
    {
        var cause = outcome.Result is { } response ? $"HTTP {(int)response.StatusCode}" : outcome.Exception?.GetType().Name ?? "no answer";
        Log.Retrying(_logger, request.Method, request.RequestUri!.AbsolutePath, retry, delay.TotalSeconds, cause);
        if (RequestContext.Get(request) is { } facts)
            facts.LastFailure = cause;
    }

    // Where a handler of the caller's repeats requests, each of our repetitions would be several. A body that is no buffer of ours, or that
    // somebody has disposed, cannot be sent twice.
    private static bool CanSendAgain(Call call, int attempt) =>
        (RequestContext.Get(call.Request) is not { } facts || facts.SendCount <= attempt + 1)
        && call.Body is null or JsonRequestContent { IsDisposed: false };

    // Waiting for a try that the time-out will not let happen only keeps the caller from the refusal, which says more.
    private bool EndsBefore(HttpRequestMessage request, TimeSpan? delay) =>
        delay is { } wait && RequestContext.Get(request)?.ExpiresAt is { } end && _clock.GetUtcNow() + wait >= end;

    private bool IsPassing(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException } => true,
        { Result: { } response } => IsPassing(response.StatusCode) && HasQuota(response) && !(AskedDelay(outcome) > LongestRetryAfter),
        _ => false,
    };

    private static bool IsPassing(HttpStatusCode status) => (int)status is 408 or 429 or 500 or 502 or 503 or 504 or 529;

    // A limit of zero is a plan without the model: it never passes.
    private static bool HasQuota(HttpResponseMessage response) => ResponseHeaders.GetRateLimit(response)?.RequestsPerMinute is not 0;

    private TimeSpan? AskedDelay(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is { } response ? ResponseHeaders.GetRetryAfter(response, _clock) : null;

    private sealed record Call(HttpRequestMessage Request, HttpContent? Body);
}
