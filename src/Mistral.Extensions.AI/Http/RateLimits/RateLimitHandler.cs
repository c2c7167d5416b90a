namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>Acquires a lease of the rate limiter before each attempt. It is below all handlers that repeat requests.</summary>
internal sealed class RateLimitHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        RequestContext.Get(request)?.RateLimit is { PerAttempt: true } call
            ? call.SendAsync(request, base.SendAsync, cancellationToken)
            : base.SendAsync(request, cancellationToken);
}
