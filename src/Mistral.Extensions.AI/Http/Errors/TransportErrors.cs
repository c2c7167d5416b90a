using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Retries;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>
/// Converts exceptions of the network, the timeouts and the JSON parser to <see cref="MistralException"/>. Cancellation by the caller stays
/// an <see cref="OperationCanceledException"/>.
/// </summary>
internal static class TransportErrors
{
    private const string HtmlMessage = "The response is an HTML page, for example of a proxy or a login page. Check the endpoint.";

    /// <summary>Determines whether <see cref="ToException"/> converts an exception.</summary>
    internal static bool IsExpected(Exception exception) => exception
        is OperationCanceledException or HttpRequestException or IOException or InvalidDataException or ObjectDisposedException
        or SocketException or AuthenticationException or JsonException || ResilienceHandlers.IsRejection(exception);

    /// <summary>Creates the exception to throw.</summary>
    /// <param name="exception">The exception that was caught.</param>
    /// <param name="request">The request.</param>
    /// <param name="deadline">The deadline of the call.</param>
    /// <param name="response">The response, or null if its headers were not received.</param>
    /// <param name="responseType">The type that is read, or null if its headers were not received.</param>
    internal static Exception ToException(
        Exception exception, HttpRequestMessage request, Deadline deadline, HttpResponseMessage? response, JsonTypeInfo? responseType)
    {
        // A connection may throw an exception of another type when it is canceled.
        var isCanceled = deadline.Token.IsCancellationRequested && exception is not (JsonException or ResponseTooLargeException);
        var redaction = Redaction.For(request);
        var cause = exception is JsonException json && responseType is not null
            ? JsonErrorPath.WithoutContent(json, responseType)
            : ExceptionRedaction.Redact(exception, redaction);
        if (!isCanceled)
            return Create(Describe(exception, request, responseType, redaction), cause, request, response);

        return deadline.HasExpired
            ? Create(DescribeTimeout(deadline, request, response), new TimeoutException(cause.Message, cause), request, response)
            : new OperationCanceledException(cause.Message, cause, deadline.CallerToken);
    }

    /// <summary>Creates the exception for a stream that ends before the response is complete, or that is not an event stream.</summary>
    internal static MistralException IncompleteStream(
        HttpRequestMessage request, HttpResponseMessage response, bool hasEvents, string endMarker)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        var message = hasEvents || type is "text/event-stream"
            ? $"The stream ended before the response was complete (no {endMarker} was received). Send the request again."
            : type is "text/html" ? HtmlMessage
            : $"Expected an event stream, but the content type of the response is {GetName(type)}. Check the endpoint.";
        return Create(message, null, request, response);
    }

    /// <summary>Creates the exception for a body that ends before its declared length.</summary>
    internal static MistralException IncompleteBody(HttpRequestMessage request, HttpResponseMessage response, long received) => Create(
        $"The response ended after {received} of {response.Content.Headers.ContentLength} bytes. Send the request again.",
        null, request, response);

    /// <summary>Creates the exception for a server that does not open a WebSocket.</summary>
    internal static MistralException NoWebSocket(HttpRequestMessage request, HttpResponseMessage response) => Create(
        $"The server did not open a WebSocket, but returned status {(int)response.StatusCode}. Check the endpoint.",
        null, request, response);

    /// <summary>Creates the exception for a WebSocket that the server closed before the response was complete.</summary>
    internal static MistralException ClosedWebSocket(
        HttpRequestMessage request, HttpResponseMessage response, int? status, string? reason, string endMarker)
    {
        var details = string.IsNullOrWhiteSpace(reason) ? "" : $", \"{Redaction.For(request).ApplyToHeader(reason!)}\"";
        return Create(
            $"The server closed the connection (status {status?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}{details}) before the "
                + $"response was complete: no {endMarker} was received. Connect again, and send the data again.",
            null, request, response);
    }

    // Any other type is not quoted: it is text of the server, which may contain the API key.
    private static string GetName(string? mediaType) => mediaType switch
    {
        null => "missing",
        "application/json" or "application/octet-stream" or "text/plain" => mediaType,
        _ => "unexpected",
    };

    /// <summary>Creates the exception for an HTML page in place of the response.</summary>
    internal static MistralException HtmlPage(HttpRequestMessage request, HttpResponseMessage response) =>
        Create(HtmlMessage, null, request, response);

    /// <summary>Determines whether a body is an HTML page.</summary>
    internal static bool IsHtml(string body) => body.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('<');

    private static MistralException Create(
        string message, Exception? cause, HttpRequestMessage request, HttpResponseMessage? response) =>
        new($"{GetRoute(request)}: {message}", cause)
        {
            StatusCode = response?.StatusCode,
            RequestId = response is null ? null : ResponseHeaders.GetRequestId(response, request),
        };

    /// <summary>Gets the method and path of a request, with which every message begins.</summary>
    internal static string GetRoute(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.AbsolutePath}";

    private static string DescribeTimeout(Deadline deadline, HttpRequestMessage request, HttpResponseMessage? response)
    {
        var time = FormattableString.Invariant($"{deadline.CurrentTimeout.TotalSeconds:0.###} seconds");
        var failure = response is null ? RequestContext.Get(request)?.LastFailure : null;
        var context = RequestContext.Get(request);
        return (response is not null
                ? $"The response started, but did not continue or complete within {time}."
                : context is not { IsPrepared: true }
                ? $"MistralClientOptions.ApiKeyProvider or ConfigureRequest did not complete within {time}."
                : context.RateLimit?.DescribeTimeout(time) ?? $"No response was received within {time}.")
            + (failure is null ? "" : $" An earlier attempt failed ({failure}).")
            + $" Increase {deadline.CurrentOption} to wait longer.";
    }

    private static string Describe(
        Exception exception, HttpRequestMessage request, JsonTypeInfo? responseType, Redaction redaction) => exception switch
        {
            OperationCanceledException => "The HttpClient canceled the request: its Timeout expired (increase it), or it was disposed.",
            _ when ResilienceHandlers.IsRejection(exception) =>
                $"The resilience handler of the HttpClient rejected the request. {exception.Message}",
            // The path locates the error. The message of the exception is left out, because it may quote content.
            JsonException json when responseType is not null =>
                $"The response is not the expected JSON (at {JsonErrorPath.Get(json, responseType)}).",
            InvalidDataException =>
                $"The response could not be decompressed. {ExceptionRedaction.GetMessage(exception, redaction)}",
            ResponseTooLargeException { Limit: var limit } =>
                $"The response is larger than MaxResponseSize, which is {limit} bytes. Increase it to allow larger responses.",
            _ when !IsConnectionFailure(exception) => $"The response could not be read ({exception.GetType().Name}).",
            _ when TlsFailure.GetReason(exception) is { } reason =>
                $"No secure connection to {request.RequestUri!.Host} could be established. {redaction.Apply(reason)} "
                    + "Check the endpoint, the certificate of the server, and whether this machine trusts it.",
            _ => $"The connection to {request.RequestUri!.Host} failed. {ExceptionRedaction.GetMessage(exception, redaction)}"
                + (responseType is null && RequestContext.DescribeAttempts(request) is { } attempts ? $" ({attempts})" : ""),
        };

    private static bool IsConnectionFailure(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or AuthenticationException or ObjectDisposedException;
}
