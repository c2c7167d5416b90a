using System.Net;
using System.Text;
using Mistral.Extensions.AI.Http.Content;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>Creates the exceptions for error responses. Only this type reads error responses.</summary>
internal static class ErrorResponseReader
{
    // An error response is short. A longer body is an HTML page of a proxy, or repeats the request.
    internal const int MaxBodyLength = 64 * 1024;

    /// <summary>Creates the exception for an error response.</summary>
    internal static async Task<MistralException> ReadAsync(
        HttpRequestMessage request, HttpResponseMessage response, ConnectionSettings settings, Deadline deadline)
    {
        var redaction = Redaction.For(request);
        var error = ErrorBody.Parse(await ReadBodyAsync(response.Content, deadline).ConfigureAwait(false), redaction);
        var reason = string.IsNullOrWhiteSpace(response.ReasonPhrase)
            ? response.StatusCode.ToString()
            : redaction.ApplyToHeader(response.ReasonPhrase!);
        var hint = ErrorHint.ForStatus(
            response.StatusCode,
            error,
            ResponseHeaders.GetRateLimit(response),
            response.RequestMessage?.RequestUri?.Host,
            RequestContext.Get(request));
        var attempts = RequestContext.DescribeAttempts(request);
        return Create(error.Message ?? reason, hint, attempts, error, request, response, response.StatusCode, settings.TimeProvider);
    }

    /// <summary>
    /// Creates the exception for an error that was sent with a success status, as the whole body or as an event of a stream.
    /// </summary>
    /// <param name="body">The body or the data of the event.</param>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="status">The status of the response, or null for an event of a stream.</param>
    /// <param name="timeProvider">The time source.</param>
    internal static MistralException FromSuccessStatus(
        string body, HttpRequestMessage request, HttpResponseMessage response, HttpStatusCode? status, TimeProvider timeProvider)
    {
        var error = ErrorBody.Parse(body, Redaction.For(request));
        var message = error.Message
            ?? (status is null ? "The server reported an error during the stream" : "The response does not contain the requested content");
        return Create(message, ErrorHint.ForMessage(error), null, error, request, response, status, timeProvider);
    }

    /// <summary>Creates the exception for an error in the results of a batch job.</summary>
    /// <param name="body">The body of the error response, or empty if there is none.</param>
    /// <param name="subject">The request, with which the message begins.</param>
    /// <param name="status">The status of the response, or null if there is none.</param>
    internal static MistralException FromBatch(string body, string subject, HttpStatusCode? status)
    {
        var error = ErrorBody.Parse(body, Redaction.None);
        var message = error.Message
            ?? (status >= HttpStatusCode.BadRequest ? "The endpoint returned an error without a message"
                : "The result does not contain the requested content");
        return new(CreateMessage(subject, message, ErrorHint.ForMessage(error), status, error, []))
        {
            StatusCode = status,
            Code = error.Code,
            ErrorType = error.Type,
            Param = error.Param,
            Guardrails = error.Guardrails,
            ResponseBody = error.Text,
        };
    }

    private static MistralException Create(
        string message,
        string? hint,
        string? attempts,
        ErrorBody error,
        HttpRequestMessage request,
        HttpResponseMessage response,
        HttpStatusCode? status,
        TimeProvider timeProvider)
    {
        var requestId = ResponseHeaders.GetRequestId(response, request);
        string?[] details = [requestId is null ? null : $"correlation ID {requestId}", attempts];
        return new(CreateMessage(TransportErrors.GetRoute(request), message, hint, status, error, details))
        {
            StatusCode = status,
            Code = error.Code,
            ErrorType = error.Type,
            Param = error.Param,
            RequestId = requestId,
            RetryAfter = ResponseHeaders.GetRetryAfter(response, timeProvider),
            RateLimit = ResponseHeaders.GetRateLimit(response),
            Guardrails = error.Guardrails,
            ResponseBody = error.Text,
        };
    }

    private static string CreateMessage(
        string subject, string message, string? hint, HttpStatusCode? status, ErrorBody error, IEnumerable<string?> moreDetails)
    {
        string?[] details =
        [
            status is null ? null : $"HTTP {(int)status}", error.Code is null ? null : $"code {error.Code}", .. moreDetails,
        ];
        var text = string.Join(", ", details.Where(detail => detail is not null));
        return $"{subject}: {EndWithPeriod(message)}" + (hint is null ? "" : $" {hint}") + (text.Length == 0 ? "" : $" ({text})");
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
                await content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false), MaxBodyLength);
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
