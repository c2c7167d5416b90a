using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>Reads the request ID, the requested retry delay, the rate limits and all other values from the headers of a response.</summary>
internal static class ResponseHeaders
{
    /// <summary>Determines whether the request succeeded. For a request that opens a WebSocket, the status is 101.</summary>
    internal static bool IsSuccess(HttpResponseMessage response) =>
        response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.SwitchingProtocols;

    /// <summary>Gets the request ID for questions to Mistral's support, or the ID of a proxy in front of the API.</summary>
    internal static string? GetRequestId(HttpResponseMessage response, HttpRequestMessage request) =>
        (GetHeader(response, "mistral-correlation-id") ?? GetHeader(response, "x-kong-request-id") ?? GetHeader(response, "cf-ray"))
            is { } id ? Redaction.For(request).ApplyToHeader(id) : null;

    /// <summary>
    /// Gets the delay before a retry that the server requests (<c>Retry-After</c>: seconds, also with a fraction, or a date), or null if it
    /// is missing or not positive.
    /// </summary>
    internal static TimeSpan? GetRetryAfter(HttpResponseMessage response, TimeProvider timeProvider)
    {
        var delay = response.Headers.RetryAfter switch
        {
            { Delta: { } time } => time,
            { Date: { } date } => date - timeProvider.GetUtcNow(),
            // double.TryParse accepts "NaN", TimeSpan.FromSeconds does not.
            _ => GetDouble(response, "Retry-After") is { } seconds && seconds > 0
                ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue))
                : TimeSpan.Zero,
        };
        return delay > TimeSpan.Zero ? delay : null;
    }

    /// <summary>Gets the rate limits, or null if the response has no such header.</summary>
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

    /// <summary>Gets all headers, without the secrets of the request.</summary>
    internal static Dictionary<string, string> GetAll(HttpResponseMessage response, Redaction redaction)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        HttpHeaders[] sources = response.Content is { } content ? [response.Headers, content.Headers] : [response.Headers];
        foreach (var (name, value) in sources.SelectMany(GetAll))
            headers[redaction.Apply(name)] = redaction.Apply(value);
        return headers;
    }

    private static IEnumerable<(string Name, string Value)> GetAll(HttpHeaders headers) =>
#if NET8_0_OR_GREATER
        // Without validation, the values are those that the server has sent.
        headers.NonValidated.Select(static header => (header.Key, header.Value.ToString()));
#else
        // The products of the header Server are separated by spaces.
        headers.Select(static header => (header.Key, string.Join(header.Key is "Server" ? " " : ", ", header.Value)));
#endif

    private static long? GetInt64(HttpResponseMessage response, string header) =>
        long.TryParse(GetHeader(response, header), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? GetDouble(HttpResponseMessage response, string header) =>
        double.TryParse(GetHeader(response, header), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string? GetHeader(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
