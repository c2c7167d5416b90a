using System.Threading.RateLimiting;

namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>The rate limiter of a client.</summary>
/// <param name="Limiter">The limiter, which the client does not dispose.</param>
/// <param name="GetPermits">Gets the number of permits of a request, or null for one permit each.</param>
/// <param name="PerAttempt">
/// Whether a <see cref="RateLimitHandler"/> acquires a lease for each attempt. Otherwise, the pipeline is the caller's, and a lease is
/// acquired for each call.
/// </param>
internal sealed record RateLimitSettings(RateLimiter Limiter, Func<MistralRequestInfo, int>? GetPermits, bool PerAttempt)
{
    /// <summary>Decides how many permits a request needs. Returns null if it needs none.</summary>
    internal RateLimitedCall? CreateCall(ApiHttpRequest request, Uri endpoint, Deadline deadline)
    {
        var info = RequestInfoMapping.ToRequestInfo(request, endpoint);
        var permits = GetPermits?.Invoke(info) ?? 1;
        return permits switch
        {
            < 0 => throw RateLimitErrors.InvalidPermits(request, permits),
            0 => null,
            _ => new(this, info, permits, deadline),
        };
    }
}
