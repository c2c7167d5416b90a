using System.Net;
using System.Net.WebSockets;
#if NET8_0_OR_GREATER
using System.Runtime.ExceptionServices;
using Mistral.Extensions.AI.Http.Errors;
#endif

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// Opens a WebSocket. From .NET 8 on, its request is sent by the <see cref="HttpClient"/>, with all its handlers, as every other request.
/// </summary>
internal static class WebSocketHandshake
{
    // Mistral's Python SDK has the same values.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    /// <summary>Opens a WebSocket.</summary>
    /// <exception cref="MistralException">The server returned an error response, or the connection failed.</exception>
    internal static async Task<WebSocketConnection> ConnectAsync(
        RequestSender sender, ConnectionSettings settings, Uri uri, string? model, Deadline deadline)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = KeepAlive;
#if NET9_0_OR_GREATER
        socket.Options.KeepAliveTimeout = KeepAlive;
#endif
        try
        {
            var (request, response) = await ConnectAsync(socket, sender, uri, model, deadline).ConfigureAwait(false);
            return new(socket, sender, settings, request, response);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Uri GetWebSocketUri(Uri uri)
    {
        var port = uri.IsDefaultPort ? -1 : uri.Port;
        return new UriBuilder(uri) { Scheme = uri.Scheme == "http" ? "ws" : "wss", Port = port }.Uri;
    }

#if NET8_0_OR_GREATER
    private static async Task<(ApiHttpRequest Request, HttpResponseMessage Response)> ConnectAsync(
        ClientWebSocket socket, RequestSender sender, Uri uri, string? model, Deadline deadline)
    {
        using var handshake = new Handshake(sender, uri, model, deadline);
        using var invoker = new HttpMessageInvoker(handshake, disposeHandler: false);
        try
        {
            await socket.ConnectAsync(GetWebSocketUri(uri), invoker, deadline.Token).ConfigureAwait(false);
            return handshake.TakeResult();
        }
        // ClientWebSocket wraps the exceptions of the pipeline.
        catch (Exception) when (handshake.Error is { } error)
        {
            error.Throw();
            throw;
        }
        catch (WebSocketException exception) when (handshake.Request is { } request)
        {
            var cause = new IOException(exception.Message, exception);
            throw sender.ToCallerException(cause, request, deadline, handshake.Response, null) ?? exception;
        }
    }

    /// <summary>Sends the request of a WebSocket, and keeps the request and its response.</summary>
    private sealed class Handshake(RequestSender sender, Uri uri, string? model, Deadline deadline) : HttpMessageHandler
    {
        private bool _isTaken;

        internal ApiHttpRequest? Request { get; private set; }

        internal HttpResponseMessage? Response { get; private set; }

        /// <summary>The exception of the pipeline.</summary>
        internal ExceptionDispatchInfo? Error { get; private set; }

        /// <summary>Gets the request and the response of the connection, which end with the connection.</summary>
        internal (ApiHttpRequest Request, HttpResponseMessage Response) TakeResult()
        {
            _isTaken = true;
            return (Request!, Response!);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                Request = new(uri, request);
                Response = await sender.SendAsync(Request, model, deadline).ConfigureAwait(false);
                if (Response.StatusCode is HttpStatusCode.SwitchingProtocols)
                    return Response;

                using (Response)
                    throw TransportErrors.NoWebSocket(Request, Response);
            }
            catch (Exception exception)
            {
                Error = ExceptionDispatchInfo.Capture(exception);
                throw;
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isTaken)
                Request?.Dispose();
            base.Dispose(disposing);
        }
    }
#else
    private static async Task<(ApiHttpRequest Request, HttpResponseMessage Response)> ConnectAsync(
        ClientWebSocket socket, RequestSender sender, Uri uri, string? model, Deadline deadline)
    {
        var request = new ApiHttpRequest(HttpMethod.Get, uri, "application/json");
        try
        {
            var response = await sender.ConnectAsync(request, model, (_, token) => ConnectAsync(socket, request, token), deadline)
                .ConfigureAwait(false);
            return (request, response);
        }
        catch (Exception exception)
        {
            request.Dispose();
            if (exception is not (WebSocketException or OperationCanceledException))
                throw;

            var cause = exception is WebSocketException
                ? new IOException((exception.InnerException ?? exception).Message, exception)
                : exception;
            throw sender.ToCallerException(cause, request, deadline, null, null) ?? exception;
        }
    }

    private static async Task<HttpResponseMessage> ConnectAsync(
        ClientWebSocket socket, ApiHttpRequest request, CancellationToken cancellationToken)
    {
        foreach (var header in request.Headers)
            AddHeader(socket.Options, header.Key, string.Join(" ", header.Value));
        await socket.ConnectAsync(GetWebSocketUri(request.RequestUri!), cancellationToken).ConfigureAwait(false);
        return new(HttpStatusCode.SwitchingProtocols);
    }

    private static void AddHeader(ClientWebSocketOptions options, string name, string value)
    {
        try
        {
            options.SetRequestHeader(name, value);
        }
        catch (ArgumentException) when (name is not "Authorization")
        {
            // .NET Framework does not allow some headers, for example User-Agent.
        }
    }
#endif
}
