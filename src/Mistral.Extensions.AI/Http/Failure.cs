using System.Text.Json;

namespace Mistral.Extensions.AI.Http;

/// <summary>Whatever the network or the JSON does, told as the one exception; only the caller's own cancellation stays what it is.</summary>
internal static class Failure
{
    internal static bool IsExpected(Exception exception) => exception
        is OperationCanceledException or HttpRequestException or IOException or InvalidDataException or ObjectDisposedException
        or JsonException || Resilience.IsRejection(exception);

    /// <param name="limit">How long the deadline was.</param>
    /// <param name="response">The answer, where one had begun.</param>
    internal static Exception Explain(Exception exception, HttpRequestMessage request, Deadline deadline, TimeSpan limit, HttpResponseMessage? response)
    {
        // A connection that is cancelled may also call it an error of its own.
        var isCancelled = deadline.Token.IsCancellationRequested && exception is not (JsonException or ResponseTooLargeException);
        if (isCancelled && !deadline.Passed)
            return new OperationCanceledException(exception.Message, exception, deadline.Caller);

        var what = isCancelled ? DescribeTimeout(limit, request, response) : Describe(exception, request);
        return new MistralException($"{RouteOf(request)}: {what}", isCancelled ? new TimeoutException(exception.Message, exception) : exception)
        {
            StatusCode = response?.StatusCode,
            RequestId = response is null ? null : ErrorReader.RequestId(response),
        };
    }

    /// <summary>A stream that is over before the answer is.</summary>
    internal static MistralException ExplainEnd(HttpRequestMessage request, HttpResponseMessage response, bool hasEvents)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "of no type";
        var what = hasEvents || type is "text/event-stream"
            ? "The stream ended before the answer was complete (no finish_reason was received)."
            : $"The answer is {type} and no event stream.";
        return new($"{RouteOf(request)}: {what}") { StatusCode = response.StatusCode, RequestId = ErrorReader.RequestId(response) };
    }

    internal static string RouteOf(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.AbsolutePath}";

    private static string DescribeTimeout(TimeSpan limit, HttpRequestMessage request, HttpResponseMessage? response)
    {
        var time = FormattableString.Invariant($"{limit.TotalSeconds:0.###} seconds");
        return response is not null ? $"The answer had begun, but did not go on or end within {time}."
            : RequestFacts.Of(request)?.LastFailure is { } failure ? $"No answer within {time}. An earlier attempt had failed ({failure})."
            : $"No answer within {time}.";
    }

    private static string Describe(Exception exception, HttpRequestMessage request) => exception switch
    {
        OperationCanceledException => "The HttpClient gave up by itself: its Timeout has expired (raise it), or it was disposed.",
        _ when Resilience.IsRejection(exception) => $"The resilience handler of the HttpClient gave up. {exception.Message}",
        // The path says where; the message of the exception may repeat content.
        JsonException json => $"The answer is not the JSON that was expected (at {json.Path ?? "its root"}).",
        ObjectDisposedException => "The client, or the HttpClient it was made with, has been disposed.",
        InvalidDataException => $"The answer could not be unpacked. {exception.Message}",
        ResponseTooLargeException { Limit: var limit } => $"The answer is larger than MaxResponseSize allows, which is {limit} bytes.",
        _ => $"The connection to {request.RequestUri!.Host} failed. {exception.Message}",
    };
}
