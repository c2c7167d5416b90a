using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Http;

/// <summary>Turns a refusal into the one exception: the only place where refusals are read.</summary>
internal static class ErrorReader
{
    // A refusal is short. What is longer is a proxy's page, or our own request sent back.
    internal const int MaxBody = 64 * 1024;

    // Fewer letters of a key tell nothing, and other words begin like that.
    private const int LeastOfKey = 4;

    internal static async Task<MistralException> ReadAsync(
        HttpResponseMessage response, string route, ConnectionSettings settings, Deadline deadline)
    {
        var body = await ReadBodyAsync(response.Content, deadline).ConfigureAwait(false);
        var error = Parse(body, settings.ApiKey);
        var requestId = RequestId(response);
        var rateLimit = RateLimit(response);
        var what = error.Message ?? WithoutKey(response.ReasonPhrase, settings.ApiKey) ?? response.StatusCode.ToString();
        var hint = ErrorHint.For(response.StatusCode, error, rateLimit, response.RequestMessage?.RequestUri?.Host, settings.ApiKey is not null);

        return new(Compose(route, what, hint, (int)response.StatusCode, error.Code, requestId))
        {
            StatusCode = response.StatusCode,
            Code = error.Code,
            ErrorType = error.Type,
            Param = error.Param,
            RequestId = requestId,
            RetryAfter = RetryAfter(response, settings.TimeProvider),
            RateLimit = rateLimit,
            Guardrails = error.Guardrails,
            ResponseBody = error.Text,
        };
    }

    /// <summary>The id Mistral's support asks for, or the one of a proxy before it.</summary>
    internal static string? RequestId(HttpResponseMessage response) =>
        Header(response, "mistral-correlation-id") ?? Header(response, "x-kong-request-id") ?? Header(response, "cf-ray");

    /// <summary>A refusal that came with a status of success: as an event of a stream that had begun well, or as the whole body.</summary>
    /// <param name="status">What the status was; null where it was that of the stream.</param>
    internal static MistralException FromSuccess(string body, string route, string? apiKey, HttpResponseMessage response, HttpStatusCode? status)
    {
        var error = Parse(body, apiKey);
        var requestId = RequestId(response);
        var what = error.Message ?? (status is null ? "The server reported an error in the middle of the stream." : "The answer has nothing of what was asked for.");
        return new(Compose(route, what, ErrorHint.ForMessage(error), (int?)status, error.Code, requestId))
        {
            StatusCode = status,
            Code = error.Code,
            ErrorType = error.Type,
            Param = error.Param,
            RequestId = requestId,
            RateLimit = RateLimit(response),
            Guardrails = error.Guardrails,
            ResponseBody = error.Text,
        };
    }

    /// <summary>How long the server asks to wait, in seconds, a fraction of them too, or until a date; null where that is over.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider clock)
    {
        var delay = response.Headers.RetryAfter switch
        {
            { Delta: { } time } => time,
            { Date: { } date } => date - clock.GetUtcNow(),
            // NaN is a number to this parser, and greater than nothing.
            _ => double.TryParse(Header(response, "Retry-After"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds > 0
                ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) : TimeSpan.Zero,
        };
        return delay > TimeSpan.Zero ? delay : null;
    }

    internal static MistralRateLimit? RateLimit(HttpResponseMessage response)
    {
        var limit = new MistralRateLimit
        {
            RequestsPerMinute = Number(response, "x-ratelimit-limit-req-minute"),
            RemainingRequests = Number(response, "x-ratelimit-remaining-req-minute"),
            TokensPerMinute = Number(response, "x-ratelimit-limit-tokens-minute"),
            RemainingTokens = Number(response, "x-ratelimit-remaining-tokens-minute"),
            QueryCost = Number(response, "x-ratelimit-tokens-query-cost"),
        };
        return limit == new MistralRateLimit() ? null : limit;
    }

    // JSON may write the letters of a key as escapes: what is searched for it is what we would write.
    private static ErrorBody Parse(string body, string? apiKey) =>
        ErrorBody.Parse(WithoutKey(ErrorJson.Read(body) is JsonObject { Count: > 0 } json ? ErrorJson.Write(json) : body, apiKey));

    /// <summary>Some proxies repeat the key they refuse, and a body may end within it.</summary>
    [return: NotNullIfNotNull(nameof(body))]
    private static string? WithoutKey(string? body, string? apiKey)
    {
        if (body is null || apiKey is null)
            return body;

        var text = body.Replace(apiKey, "***");
        for (var length = apiKey.Length - 1; length >= LeastOfKey; length--)
        {
            if (text.EndsWith(apiKey.Substring(0, length), StringComparison.Ordinal))
                return text.Substring(0, text.Length - length) + "***";
        }

        return text;
    }

    private static string Compose(string route, string what, string? hint, int? status, string? code, string? requestId)
    {
        var facts = new[]
        {
            status is null ? null : $"HTTP {status}",
            code is null ? null : $"code {code}",
            requestId is null ? null : $"correlation id {requestId}",
        };
        var text = new StringBuilder($"{route}: {what.TrimEnd().TrimEnd('.')}.");
        if (hint is not null)
            text.Append(' ').Append(hint);
        if (facts.Any(fact => fact is not null))
            text.Append(" (").Append(string.Join(", ", facts.Where(fact => fact is not null))).Append(')');
        return text.ToString();
    }

    /// <summary>The body as far as it comes: the status has been received, and is worth more than the rest.</summary>
    private static async Task<string> ReadBodyAsync(HttpContent content, Deadline deadline)
    {
        var buffer = new byte[MaxBody];
        var length = 0;
        try
        {
            using var stream = new ResponseBody(await content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false), MaxBody, isEventStream: false);
            int read;
            while (length < buffer.Length
                && (read = await stream.ReadAsync(buffer, length, buffer.Length - length, deadline.Token).ConfigureAwait(false)) > 0)
                length += read;
        }
        catch (Exception exception) when (Failure.IsExpected(exception) && !deadline.Caller.IsCancellationRequested)
        {
            // Broken off, badly compressed, or out of time.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static long? Number(HttpResponseMessage response, string header) =>
        long.TryParse(Header(response, header), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
