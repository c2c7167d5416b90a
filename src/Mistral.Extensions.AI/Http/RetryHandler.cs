using System.Net;
using Polly;
using Polly.Retry;

namespace Mistral.Extensions.AI.Http;

/// <summary>Sends again what failed by no fault of the request. It sees answers before their first byte is read, so a stream is never begun twice.</summary>
internal sealed class RetryHandler : DelegatingHandler
{
    // A server that asks for more than this is better told to the caller.
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    internal RetryHandler(int maxRetries, TimeProvider timeProvider)
    {
        _clock = timeProvider;
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = maxRetries,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => new(IsPassing(attempt.Outcome)),
                DelayGenerator = attempt => new(attempt.Outcome.Result is { } response ? AskedDelay(response) : null),
                OnRetry = static attempt =>
                {
                    attempt.Outcome.Result?.Dispose();
                    return default;
                },
            })
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(
            async token => await base.SendAsync(request, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private bool IsPassing(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException } => true,
        { Result: { } response } => IsPassing(response.StatusCode) && HasQuota(response) && !(AskedDelay(response) > LongestRetryAfter),
        _ => false,
    };

    private static bool IsPassing(HttpStatusCode status) => (int)status is 408 or 429 or 500 or 502 or 503 or 504 or 529;

    // A limit of zero is a plan without the model: it never passes.
    private static bool HasQuota(HttpResponseMessage response) => ErrorReader.RateLimit(response)?.RequestsPerMinute is not 0;

    private TimeSpan? AskedDelay(HttpResponseMessage response) => ErrorReader.RetryAfter(response, _clock);
}
