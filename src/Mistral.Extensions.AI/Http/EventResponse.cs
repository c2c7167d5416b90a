using System.Net;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>A response that is a stream of server-sent events, with its request.</summary>
internal sealed class EventResponse(
    RequestSender sender, ConnectionSettings settings, HttpRequestMessage request, HttpResponseMessage response, Stream body)
    : IEventSource, IDisposable
{
    internal EventResponseStream Content { get; } = new(body, settings.MaxResponseSize);

    internal TimeSpan IdleTimeout => settings.StreamIdleTimeout;

    public void Dispose()
    {
        Content.Dispose();
        response.Dispose();
        request.Dispose();
    }

    public void Report(string type, ReadOnlySpan<byte> data) => sender.Report(request, type, data);

    /// <summary>Determines whether an exception was thrown by a callback of the caller.</summary>
    internal bool IsCallbackError(Exception exception) => RequestContext.Get(request)?.IsCallbackError(exception) is true;

    /// <summary>Creates the exception that a caller handles.</summary>
    internal Exception ToCallerException(Exception exception, Deadline deadline, IResponseReader reader) =>
        sender.ToCallerException(exception, request, deadline, response, reader) ?? exception;

    public MistralException CreateError(string data) => CreateError(data, null);

    /// <summary>Creates the exception for a stream that ended before the response was complete.</summary>
    /// <param name="endMarker">What was not received.</param>
    internal MistralException CreateIncompleteError(string endMarker) => !Content.HasEvents && ErrorBody.IsError(Content.BufferedStart)
        ? CreateError(Content.BufferedStart, response.StatusCode)
        : TransportErrors.IncompleteStream(request, response, Content.HasEvents, endMarker);

    private MistralException CreateError(string data, HttpStatusCode? status) =>
        ErrorResponseReader.FromSuccessStatus(data, request, response, status, settings.TimeProvider);
}
