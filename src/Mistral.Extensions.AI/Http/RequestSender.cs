using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Errors;
using Mistral.Extensions.AI.Http.RateLimits;

namespace Mistral.Extensions.AI.Http;

/// <summary>Sends every request of the library, reads every error response, and converts exceptions.</summary>
/// <param name="http">The HTTP client.</param>
/// <param name="settings">The settings of the connection.</param>
/// <param name="shared">The sender of the client with which the HTTP client is shared; null if there is none.</param>
internal sealed class RequestSender(HttpClient http, ConnectionSettings settings, RequestSender? shared)
{
    private readonly ModelDeprecationNotice _deprecationNotice = shared?._deprecationNotice ?? new(settings.Logger);
    private readonly RequestPreparation _preparation = new(http, settings);
    private volatile bool _isDisposed;

    private bool IsClientDisposed => _isDisposed || shared?.IsClientDisposed is true;

    /// <summary>Makes further calls throw <see cref="ObjectDisposedException"/>.</summary>
    internal void Dispose() => _isDisposed = true;

    /// <summary>
    /// Sends a request and returns a response with a success status. Every request is sent here, and every error response is read here.
    /// </summary>
    internal async ValueTask<HttpResponseMessage> SendAsync(ApiHttpRequest request, string? model, Deadline deadline)
    {
        if (IsClientDisposed)
            throw CreateDisposedException();

        var context = CreateContext(request, model, deadline);
        var rateLimit = context.RateLimit;
        await PrepareAsync(request, context).ConfigureAwait(false);
        HttpResponseMessage response;
        ApiHttpRequest? message = request;
        do
        {
            Log.Sending(settings.Logger, message.Method, message.RequestUri!.AbsolutePath, model);
            try
            {
                response = await (rateLimit is { PerAttempt: false }
                    ? rateLimit.SendAsync(message, SendAsync, deadline.Token)
                    : SendAsync(message, deadline.Token)).ConfigureAwait(false);
            }
            catch (Exception exception) when (ToCallerException(exception, request, deadline, null, null) is { } converted)
            {
                throw converted;
            }

            LogResponse(request, response, deadline);
            RateLimitMetrics.RecordQuota(message, model, response);
            message = response.StatusCode is HttpStatusCode.Unauthorized
                ? await PrepareAgainAsync(request, response, context).ConfigureAwait(false)
                : null;
        }
        while (message is not null);

        if (ResponseHeaders.IsSuccess(response))
        {
            _deprecationNotice.LogOnce(request, response, model);
            return response;
        }

        using (response)
            throw await ReadErrorAsync(request, response, deadline).ConfigureAwait(false);
    }

    private RequestContext CreateContext(ApiHttpRequest request, string? model, Deadline deadline)
    {
        var rateLimit = settings.RateLimit?.CreateCall(request, settings.Endpoint, deadline);
        return settings is { OnResponse: null, OnStreamEvent: null }
            ? new RequestContext(deadline) { RateLimit = rateLimit }
            : new ObservedRequestContext(
                deadline, settings, RequestInfoMapping.ToRequestInfo(request, settings.Endpoint) with { Model = model })
            {
                RateLimit = rateLimit,
            };
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        RequestContext.Get(request) is ObservedRequestContext { PerAttempt: false } context
            ? context.SendAsync(request, SendToHttpClientAsync, cancellationToken)
            : SendToHttpClientAsync(request, cancellationToken);

    private Task<HttpResponseMessage> SendToHttpClientAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

#if !NET8_0_OR_GREATER
    /// <summary>Opens a WebSocket with a connection that the <see cref="HttpClient"/> does not open.</summary>
    /// <param name="request">The request, which gets the headers that the <see cref="HttpClient"/> would send.</param>
    /// <param name="model">The model.</param>
    /// <param name="connect">Opens the connection with the URI and the headers of the request.</param>
    /// <param name="deadline">The deadline of the call.</param>
    internal async ValueTask<HttpResponseMessage> ConnectAsync(
        ApiHttpRequest request,
        string? model,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> connect,
        Deadline deadline)
    {
        if (IsClientDisposed)
            throw CreateDisposedException();

        var context = CreateContext(request, model, deadline);
        await PrepareAsync(request, context).ConfigureAwait(false);
        foreach (var header in http.DefaultRequestHeaders.Where(header => !request.Headers.Contains(header.Key)))
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return await (context.RateLimit?.SendAsync(request, connect, deadline.Token) ?? connect(request, deadline.Token))
            .ConfigureAwait(false);
    }
#endif

    /// <summary>Passes an event of a stream to the callback <c>OnStreamEvent</c>, if there is one.</summary>
    internal void Report(HttpRequestMessage request, string type, ReadOnlySpan<byte> data)
    {
        if (settings.OnStreamEvent is not null)
            (RequestContext.Get(request) as ObservedRequestContext)?.ReportEvent(type, data);
    }

    private async ValueTask PrepareAsync(ApiHttpRequest request, RequestContext context)
    {
        try
        {
            await _preparation.PrepareAsync(request, context, null).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (context.Deadline.Token.IsCancellationRequested)
        {
            throw TransportErrors.ToException(exception, request, context.Deadline, null, null);
        }
    }

    /// <summary>
    /// Prepares a request that was rejected with status 401 to be sent once more, if its API key has changed since; otherwise returns null.
    /// </summary>
    private async ValueTask<ApiHttpRequest?> PrepareAgainAsync(
        ApiHttpRequest request, HttpResponseMessage response, RequestContext context)
    {
        var isUsed = false;
        try
        {
            var again = await _preparation.PrepareAgainAsync(request, context).ConfigureAwait(false);
            isUsed = again is null;
            if (again is not null)
                Log.KeyChanged(settings.Logger, request.Method, request.RequestUri!.AbsolutePath);
            return again;
        }
        catch (OperationCanceledException exception) when (context.Deadline.Token.IsCancellationRequested)
        {
            throw TransportErrors.ToException(exception, request, context.Deadline, null, null);
        }
        finally
        {
            if (!isUsed)
                response.Dispose();
        }
    }

    private async ValueTask<Exception> ReadErrorAsync(HttpRequestMessage request, HttpResponseMessage response, Deadline deadline)
    {
        try
        {
            return await ErrorResponseReader.ReadAsync(request, response, settings, deadline).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (ToCallerException(exception, request, deadline, response, null) is { } converted)
        {
            return converted;
        }
    }

    private void LogResponse(HttpRequestMessage request, HttpResponseMessage response, Deadline deadline)
    {
        if (settings.Logger.IsEnabled(LogLevel.Debug))
        {
            Log.ResponseReceived(
                settings.Logger, request.Method, request.RequestUri!.AbsolutePath, (int)response.StatusCode,
                deadline.Elapsed.TotalMilliseconds, ResponseHeaders.GetRequestId(response, request));
        }
    }

    /// <summary>Creates the exception that a caller handles, or returns null if the exception is not converted.</summary>
    internal Exception? ToCallerException(
        Exception exception,
        HttpRequestMessage request,
        Deadline deadline,
        HttpResponseMessage? response,
        IResponseReader? reader)
    {
        // Exceptions of the caller's callbacks are not wrapped, whether they are thrown before or after the first attempt.
        if (RequestContext.Get(request)?.IsCallbackError(exception) is true && !deadline.Token.IsCancellationRequested)
            return null;
        if (IsDisposed(exception, response) && !deadline.Token.IsCancellationRequested)
            return CreateDisposedException();

        // A custom handler may throw other exceptions when it sends a request. They are not wrapped.
        return TransportErrors.IsExpected(exception) || (response is not null && exception is not MistralException)
            ? TransportErrors.ToException(exception, request, deadline, response, reader?.TypeInfo)
            : null;
    }

    private bool IsDisposed(Exception exception, HttpResponseMessage? response) =>
        (IsClientDisposed && TransportErrors.IsExpected(exception) && exception is not JsonException)
        || (response is null && exception is ObjectDisposedException { ObjectName: { } name }
            && (name.EndsWith("HttpClient", StringComparison.Ordinal) || name.EndsWith("Handler", StringComparison.Ordinal)));

    private static ObjectDisposedException CreateDisposedException() =>
        new("MistralClient", "The MistralClient, or the HttpClient that was passed to it, has been disposed. Create a new one.");
}
