using System.Text;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// The state of a call of a client with the callback <c>OnResponse</c> or <c>OnStreamEvent</c>. It is a separate type, so that calls
/// without callbacks allocate no memory for them.
/// </summary>
internal sealed class ObservedRequestContext(Deadline deadline, ConnectionSettings settings, MistralRequestInfo info)
    : RequestContext(deadline)
{
    private int _attempts;
    private Exception? _callbackError;

    /// <summary>Whether <see cref="ResponseCallbackHandler"/> calls <c>OnResponse</c>, for each attempt.</summary>
    internal bool PerAttempt => settings.HasHandlers;

    /// <summary>Sends a request and calls <c>OnResponse</c>.</summary>
    internal async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
    {
        var attempt = Interlocked.Increment(ref _attempts);
        var response = await send(request, cancellationToken).ConfigureAwait(false);
        try
        {
            settings.OnResponse?.Invoke(ToResponseInfo(request, response, attempt));
            return response;
        }
        catch (Exception exception)
        {
            response.Dispose();
            _callbackError = exception;
            throw;
        }
    }

    /// <summary>Calls <c>OnStreamEvent</c>.</summary>
    internal void ReportEvent(string type, ReadOnlySpan<byte> data)
    {
        try
        {
            settings.OnStreamEvent?.Invoke(new()
            {
                Request = info,
                EventType = type.Length == 0 ? "message" : type,
                Data = Encoding.UTF8.GetString(data.ToArray()),
            });
        }
        catch (Exception exception)
        {
            _callbackError = exception;
            throw;
        }
    }

    internal override bool IsCallbackError(Exception exception) => exception == _callbackError || base.IsCallbackError(exception);

    private MistralResponseInfo ToResponseInfo(HttpRequestMessage request, HttpResponseMessage response, int attempt) => new()
    {
        Request = info,
        Attempt = attempt,
        StatusCode = response.StatusCode,
        Headers = ResponseHeaders.GetAll(response, Redaction.For(request)),
        RequestId = ResponseHeaders.GetRequestId(response, request),
        RetryAfter = ResponseHeaders.GetRetryAfter(response, settings.TimeProvider),
        RateLimit = ResponseHeaders.GetRateLimit(response),
    };
}
