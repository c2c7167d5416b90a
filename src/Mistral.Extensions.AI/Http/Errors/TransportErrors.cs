using System.Text.Json;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Retries;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>
/// Converts exceptions of the network, the timeouts and the JSON parser to <see cref="MistralException"/>. Cancellation by the caller stays
/// an <see cref="OperationCanceledException"/>.
/// </summary>
internal static class TransportErrors
{
    /// <summary>Determines whether <see cref="ToException"/> converts an exception.</summary>
    internal static bool IsExpected(Exception exception) => exception
        is OperationCanceledException or HttpRequestException or IOException or InvalidDataException or ObjectDisposedException
        or JsonException || ResilienceHandlers.IsRejection(exception);

    /// <summary>Creates the exception to throw.</summary>
    /// <param name="exception">The exception that was caught.</param>
    /// <param name="request">The request.</param>
    /// <param name="deadline">The deadline of the call.</param>
    /// <param name="timeout">The timeout with which the deadline was last started.</param>
    /// <param name="response">The response, or null if its headers were not received.</param>
    internal static Exception ToException(
        Exception exception, HttpRequestMessage request, Deadline deadline, TimeSpan timeout, HttpResponseMessage? response)
    {
        // A connection may throw an exception of another type when it is canceled.
        var isCanceled = deadline.Token.IsCancellationRequested && exception is not (JsonException or ResponseTooLargeException);
        if (isCanceled && !deadline.HasExpired)
            return new OperationCanceledException(exception.Message, exception, deadline.CallerToken);

        var message = isCanceled ? DescribeTimeout(timeout, request, response) : Describe(exception, request);
        var cause = isCanceled ? new TimeoutException(exception.Message, exception) : exception;
        return new MistralException($"{GetRoute(request)}: {message}", cause)
        {
            StatusCode = response?.StatusCode,
            RequestId = response is null ? null : ResponseHeaders.GetRequestId(response),
        };
    }

    /// <summary>Creates the exception for a stream that ends before the response is complete, or that is not an event stream.</summary>
    internal static MistralException IncompleteStream(HttpRequestMessage request, HttpResponseMessage response, bool hasEvents)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        var message = hasEvents || type is "text/event-stream"
            ? "The stream ended before the response was complete (no finish_reason was received). Send the request again."
            : $"Expected an event stream, but the content type of the response is {type ?? "missing"}. Check the endpoint.";
        return new($"{GetRoute(request)}: {message}")
        {
            StatusCode = response.StatusCode,
            RequestId = ResponseHeaders.GetRequestId(response),
        };
    }

    /// <summary>Gets the method and path of a request, with which every message begins.</summary>
    internal static string GetRoute(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.AbsolutePath}";

    private static string DescribeTimeout(TimeSpan timeout, HttpRequestMessage request, HttpResponseMessage? response)
    {
        var time = FormattableString.Invariant($"{timeout.TotalSeconds:0.###} seconds");
        if (response is not null)
        {
            return $"The response started, but did not continue or complete within {time}. "
                + "Increase Timeout, or StreamIdleTimeout for a stream, to wait longer.";
        }

        var failure = RequestContext.Get(request)?.LastFailure;
        return $"No response was received within {time}." + (failure is null ? "" : $" An earlier attempt failed ({failure}).")
            + " Increase Timeout to wait longer.";
    }

    private static string Describe(Exception exception, HttpRequestMessage request) => exception switch
    {
        OperationCanceledException => "The HttpClient canceled the request: its Timeout expired (increase it), or it was disposed.",
        _ when ResilienceHandlers.IsRejection(exception) =>
            $"The resilience handler of the HttpClient rejected the request. {exception.Message}",
        // The path locates the error. The message of the exception is left out, because it may quote content.
        JsonException json => $"The response is not the expected JSON (at {json.Path ?? "the root"}).",
        ObjectDisposedException => "The MistralClient, or the HttpClient that was passed to it, has been disposed.",
        InvalidDataException => $"The response could not be decompressed. {exception.Message}",
        ResponseTooLargeException { Limit: var limit } =>
            $"The response is larger than MaxResponseSize, which is {limit} bytes. Increase it to allow larger responses.",
        _ => $"The connection to {request.RequestUri!.Host} failed. {exception.Message}",
    };
}
