using System.Threading.RateLimiting;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>Creates the exceptions for a request that was not sent because of the rate limiter.</summary>
internal static class RateLimitErrors
{
    internal const string Limiter = "the rate limiter (MistralClientOptions.RateLimiter)";

    /// <summary>Creates the exception for a lease that was not acquired.</summary>
    internal static MistralException Rejected(HttpRequestMessage request, RateLimitLease lease)
    {
        var retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var delay) && delay > TimeSpan.Zero ? delay : (TimeSpan?)null;
        var advice = retryAfter is { } time
            ? FormattableString.Invariant($"Call again after {time.TotalSeconds:0.###} seconds")
            : "Call again later";
        return new($"{TransportErrors.GetRoute(request)}: The request was not sent, because {Limiter} rejected it."
            + $"{DescribeEarlierFailure(request)} {advice}, or increase the limit of the queue of the limiter, so that requests wait.")
        {
            RetryAfter = retryAfter,
        };
    }

    /// <summary>Creates the exception for a number of permits below zero.</summary>
    internal static ArgumentException InvalidPermits(HttpRequestMessage request, int permits) => new(FormattableString.Invariant(
        $"{TransportErrors.GetRoute(request)}: MistralClientOptions.RateLimiterPermits must return 0 or more, but returned {permits}."));

    /// <summary>
    /// Creates the exception for a limiter that failed, for example because its server is not available, or because it can never give that
    /// many permits.
    /// </summary>
    internal static Exception LimiterFailed(HttpRequestMessage request, int permits, Exception exception) =>
        exception is ArgumentOutOfRangeException
            ? new ArgumentException(
                FormattableString.Invariant(
                    $"{TransportErrors.GetRoute(request)}: The request needs {permits} permits, more than {Limiter} can give. ")
                    + "Send a shorter request, increase the limit, or return fewer permits from MistralClientOptions.RateLimiterPermits.",
                exception)
            : new MistralException(
                $"{TransportErrors.GetRoute(request)}: The request was not sent, because {Limiter} failed "
                    + $"({exception.GetType().Name}). {exception.Message}",
                exception);

    private static string DescribeEarlierFailure(HttpRequestMessage request) =>
        RequestContext.Get(request)?.LastFailure is { } failure ? $" An earlier attempt failed ({failure})." : "";
}
