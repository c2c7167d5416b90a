using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Http.Content;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>Turns a refusal into the one exception: the only place where refusals are read.</summary>
internal static class ErrorResponseReader
{
    // A refusal is short. What is longer is a proxy's page, or our own request sent back.
    internal const int MaxBodyLength = 64 * 1024;

    // Fewer letters of a key tell nothing, and other words begin like that.
    private const int LeastOfKey = 4;

    internal static async Task<MistralException> ReadAsync(
        HttpResponseMessage response, string route, ConnectionSettings settings, Deadline deadline)
    {
        var error = Parse(await ReadBodyAsync(response.Content, deadline).ConfigureAwait(false), settings.ApiKey);
        var what = error.Message ?? WithoutKey(response.ReasonPhrase, settings.ApiKey) ?? response.StatusCode.ToString();
        var hint = ErrorHint.ForStatus(
            response.StatusCode, error, ResponseHeaders.GetRateLimit(response), response.RequestMessage?.RequestUri?.Host, settings.ApiKey is not null);
        return Create($"{route}: {Sentence(what)}", hint, error, response, response.StatusCode, settings);
    }

    /// <summary>A refusal that came with a status of success: as an event of a stream that had begun well, or as the whole body.</summary>
    /// <param name="status">What the status was; null where it was that of the stream.</param>
    internal static MistralException FromSuccessStatus(
        string body, string route, HttpResponseMessage response, HttpStatusCode? status, ConnectionSettings settings)
    {
        var error = Parse(body, settings.ApiKey);
        var what = error.Message ?? (status is null ? "The server reported an error in the middle of the stream" : "The answer has nothing of what was asked for");
        return Create($"{route}: {Sentence(what)}", ErrorHint.ForMessage(error), error, response, status, settings);
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

    private static MistralException Create(
        string what, string? hint, ErrorBody error, HttpResponseMessage response, HttpStatusCode? status, ConnectionSettings settings)
    {
        var requestId = ResponseHeaders.GetRequestId(response);
        var facts = new[]
        {
            status is null ? null : $"HTTP {(int)status}",
            error.Code is null ? null : $"code {error.Code}",
            requestId is null ? null : $"correlation id {requestId}",
        }.Where(fact => fact is not null);
        var about = string.Join(", ", facts);
        return new(what + (hint is null ? "" : $" {hint}") + (about.Length == 0 ? "" : $" ({about})"))
        {
            StatusCode = status,
            Code = error.Code,
            ErrorType = error.Type,
            Param = error.Param,
            RequestId = requestId,
            RetryAfter = ResponseHeaders.GetRetryAfter(response, settings.TimeProvider),
            RateLimit = ResponseHeaders.GetRateLimit(response),
            Guardrails = error.Guardrails,
            ResponseBody = error.Text,
        };
    }

    private static string Sentence(string text) => text.TrimEnd().TrimEnd('.') + ".";

    /// <summary>The body as far as it comes: the status has been received, and is worth more than the rest.</summary>
    private static async Task<string> ReadBodyAsync(HttpContent content, Deadline deadline)
    {
        var buffer = new byte[MaxBodyLength];
        var length = 0;
        try
        {
            using var stream = new LimitedResponseStream(await content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false), MaxBodyLength, isEventStream: false);
            int read;
            while (length < buffer.Length
                && (read = await stream.ReadAsync(buffer, length, buffer.Length - length, deadline.Token).ConfigureAwait(false)) > 0)
                length += read;
        }
        catch (Exception exception) when (TransportErrors.IsExpected(exception) && !deadline.CallerToken.IsCancellationRequested)
        {
            // Broken off, badly compressed, or out of time.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
