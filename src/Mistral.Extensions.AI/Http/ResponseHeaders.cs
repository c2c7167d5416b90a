using System.Globalization;

namespace Mistral.Extensions.AI.Http;

/// <summary>Reads the request id, the requested retry delay and the rate limits from the headers of a response.</summary>
internal static class ResponseHeaders
{
    /// <summary>The id Mistral's support asks for, or the one of a proxy before it.</summary>
    internal static string? GetRequestId(HttpResponseMessage response) =>
        GetHeader(response, "mistral-correlation-id") ?? GetHeader(response, "x-kong-request-id") ?? GetHeader(response, "cf-ray");

    /// <summary>How long the server asks to wait, in seconds, a fraction of them too, or until a date; null where that is over.</summary>
    internal static TimeSpan? GetRetryAfter(HttpResponseMessage response, TimeProvider timeProvider)
    {
        var delay = response.Headers.RetryAfter switch
        {
            { Delta: { } time } => time,
            { Date: { } date } => date - timeProvider.GetUtcNow(),
            // To this parser NaN is a number too; to a TimeSpan it is none.
            _ => double.TryParse(GetHeader(response, "Retry-After"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds > 0
                ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) : TimeSpan.Zero,
        };
        return delay > TimeSpan.Zero ? delay : null;
    }

    internal static MistralRateLimit? GetRateLimit(HttpResponseMessage response)
    {
        var limit = new MistralRateLimit
        {
            RequestsPerMinute = GetInt64(response, "x-ratelimit-limit-req-minute"),
            RemainingRequests = GetInt64(response, "x-ratelimit-remaining-req-minute"),
            TokensPerMinute = GetInt64(response, "x-ratelimit-limit-tokens-minute"),
            RemainingTokens = GetInt64(response, "x-ratelimit-remaining-tokens-minute"),
            QueryCost = GetInt64(response, "x-ratelimit-tokens-query-cost"),
        };
        return limit == new MistralRateLimit() ? null : limit;
    }

    private static long? GetInt64(HttpResponseMessage response, string header) =>
        long.TryParse(GetHeader(response, header), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? GetHeader(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
