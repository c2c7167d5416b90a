using System.Text.Json;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Retries;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>Whatever the network or the JSON does, told as the one exception; only the caller's own cancellation stays what it is.</summary>
internal static class TransportErrors
{
    internal static bool IsExpected(Exception exception) => exception
        is OperationCanceledException or HttpRequestException or IOException or InvalidDataException or ObjectDisposedException
        or JsonException || ResilienceHandlers.IsRejection(exception);

    /// <param name="limit">How long the deadline was.</param>
    /// <param name="response">The answer, where one had begun.</param>
    internal static Exception ToException(Exception exception, HttpRequestMessage request, Deadline deadline, TimeSpan limit, HttpResponseMessage? response)
    {
        // A connection that is cancelled may also call it an error of its own.
        var isCancelled = deadline.Token.IsCancellationRequested && exception is not (JsonException or ResponseTooLargeException);
        if (isCancelled && !deadline.HasExpired)
            return new OperationCanceledException(exception.Message, exception, deadline.CallerToken);

        var what = isCancelled ? DescribeTimeout(limit, request, response) : Describe(exception, request);
        return new MistralException($"{GetRoute(request)}: {what}", isCancelled ? new TimeoutException(exception.Message, exception) : exception)
        {
            StatusCode = response?.StatusCode,
            RequestId = response is null ? null : ResponseHeaders.GetRequestId(response),
        };
    }

    /// <summary>A stream that is over before the answer is.</summary>
    internal static MistralException IncompleteStream(HttpRequestMessage request, HttpResponseMessage response, bool hasEvents)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "of no type";
        var what = hasEvents || type is "text/event-stream"
            ? "The stream ended before the answer was complete (no finish_reason was received)."
            : $"The answer is {type} and no event stream.";
        return new($"{GetRoute(request)}: {what}") { StatusCode = response.StatusCode, RequestId = ResponseHeaders.GetRequestId(response) };
    }

    internal static string GetRoute(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.AbsolutePath}";

    private static string DescribeTimeout(TimeSpan limit, HttpRequestMessage request, HttpResponseMessage? response)
    {
        var time = FormattableString.Invariant($"{limit.TotalSeconds:0.###} seconds");
        return response is not null ? $"The answer had begun, but did not go on or end within {time}."
            : RequestContext.Get(request)?.LastFailure is { } failure ? $"No answer within {time}. An earlier attempt had failed ({failure})."
            : $"No answer within {time}.";
    }

    private static string Describe(Exception exception, HttpRequestMessage request) => exception switch
    {
        OperationCanceledException => "The HttpClient gave up by itself: its Timeout has expired (raise it), or it was disposed.",
        _ when ResilienceHandlers.IsRejection(exception) => $"The resilience handler of the HttpClient gave up. {exception.Message}",
        // The path says where; the message of the exception may repeat content.
        JsonException json => $"The answer is not the JSON that was expected (at {json.Path ?? "its root"}).",
        ObjectDisposedException => "The client, or the HttpClient it was made with, has been disposed.",
        InvalidDataException => $"The answer could not be unpacked. {exception.Message}",
        ResponseTooLargeException { Limit: var limit } => $"The answer is larger than MaxResponseSize allows, which is {limit} bytes.",
        _ => $"The connection to {request.RequestUri!.Host} failed. {exception.Message}",
    };
}
