using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Http.Content;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>Creates the exceptions for error responses. Only this type reads error responses.</summary>
internal static class ErrorResponseReader
{
    // An error response is short. A longer body is an HTML page of a proxy, or repeats the request.
    internal const int MaxBodyLength = 64 * 1024;

    // A shorter prefix of the API key is not a secret, and ordinary words may begin with it.
    private const int MinKeyPrefixLength = 4;

    /// <summary>Creates the exception for an error response.</summary>
    internal static async Task<MistralException> ReadAsync(
        HttpResponseMessage response, string route, ConnectionSettings settings, Deadline deadline)
    {
        var error = Parse(await ReadBodyAsync(response.Content, deadline).ConfigureAwait(false), settings.ApiKey);
        var reason = string.IsNullOrWhiteSpace(response.ReasonPhrase) ? response.StatusCode.ToString() : response.ReasonPhrase!;
        var message = error.Message ?? RemoveKey(reason, settings.ApiKey);
        var hint = ErrorHint.ForStatus(
            response.StatusCode,
            error,
            ResponseHeaders.GetRateLimit(response),
            response.RequestMessage?.RequestUri?.Host,
            keySent: settings.ApiKey is not null);
        return Create($"{route}: {EndWithPeriod(message)}", hint, error, response, response.StatusCode, settings);
    }

    /// <summary>
    /// Creates the exception for an error that was sent with a success status, as the whole body or as an event of a stream.
    /// </summary>
    /// <param name="body">The body or the data of the event.</param>
    /// <param name="route">The method and path of the request.</param>
    /// <param name="response">The response.</param>
    /// <param name="status">The status of the response, or null for an event of a stream.</param>
    /// <param name="settings">The settings of the connection.</param>
    internal static MistralException FromSuccessStatus(
        string body, string route, HttpResponseMessage response, HttpStatusCode? status, ConnectionSettings settings)
    {
        var error = Parse(body, settings.ApiKey);
        var message = error.Message
            ?? (status is null ? "The server reported an error during the stream" : "The response does not contain the requested content");
        return Create($"{route}: {EndWithPeriod(message)}", ErrorHint.ForMessage(error), error, response, status, settings);
    }

    // JSON may contain the key with escaped characters. Parsing and writing the JSON removes the escapes.
    private static ErrorBody Parse(string body, string? apiKey) => ErrorBody.Parse(RemoveKey(
        ErrorJson.Read(body) switch
        {
            JsonObject { Count: > 0 } json => ErrorJson.Write(json),
            JsonArray list when list.OfType<JsonObject>().Any() => ErrorJson.Write(list),
            _ => body,
        },
        apiKey));

    /// <summary>Removes the API key: some proxies repeat an invalid key, and a truncated body may end with a part of it.</summary>
    [return: NotNullIfNotNull(nameof(body))]
    private static string? RemoveKey(string? body, string? apiKey)
    {
        if (body is null || apiKey is null)
            return body;

        var text = body.Replace(apiKey, "***");
        for (var length = apiKey.Length - 1; length >= MinKeyPrefixLength; length--)
        {
            if (text.EndsWith(apiKey.Substring(0, length), StringComparison.Ordinal))
                return text.Substring(0, text.Length - length) + "***";
        }

        return text;
    }

    private static MistralException Create(
        string message, string? hint, ErrorBody error, HttpResponseMessage response, HttpStatusCode? status, ConnectionSettings settings)
    {
        var requestId = ResponseHeaders.GetRequestId(response);
        var details = string.Join(", ", new[]
        {
            status is null ? null : $"HTTP {(int)status}",
            error.Code is null ? null : $"code {error.Code}",
            requestId is null ? null : $"correlation ID {requestId}",
        }.Where(detail => detail is not null));
        return new(message + (hint is null ? "" : $" {hint}") + (details.Length == 0 ? "" : $" ({details})"))
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

    private static string EndWithPeriod(string text) => text.TrimEnd().TrimEnd('.') + ".";

    /// <summary>Reads the body as far as possible. A failure is ignored, because the status code is known and more useful.</summary>
    private static async Task<string> ReadBodyAsync(HttpContent content, Deadline deadline)
    {
        var buffer = new byte[MaxBodyLength];
        var length = 0;
        try
        {
            using var stream = new LimitedResponseStream(
                await content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false), MaxBodyLength, isEventStream: false);
            int read;
            while (length < buffer.Length
                && (read = await stream.ReadAsync(buffer, length, buffer.Length - length, deadline.Token).ConfigureAwait(false)) > 0)
                length += read;
        }
        catch (Exception exception) when (TransportErrors.IsExpected(exception) && !deadline.CallerToken.IsCancellationRequested)
        {
            // The connection was closed, the compressed data is invalid, or the timeout expired.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
