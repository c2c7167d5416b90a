using System.Net.WebSockets;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// A WebSocket with messages in JSON. Messages can be sent by several threads at the same time as one thread receives. After a failure or a
/// cancellation, the connection is closed.
/// </summary>
internal sealed class WebSocketConnection(
    WebSocket socket, RequestSender sender, ConnectionSettings settings, HttpRequestMessage request, HttpResponseMessage response)
    : IEventSource, IAsyncDisposable
{
    private const int MinReadLength = 4096;

    // The time for the server to take the message that closes the connection.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    // A WebSocket can send only one message at a time.
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly object _lock = new();
    private byte[] _buffer = new byte[4 * MinReadLength];
    private Deadline? _receiving;
    private volatile bool _isDisposed;

    /// <summary>Whether messages can be sent and received.</summary>
    internal bool IsOpen => !_isDisposed && socket.State is WebSocketState.Open;

    /// <summary>The maximum time in which no message is sent or received.</summary>
    internal TimeSpan IdleTimeout => settings.StreamIdleTimeout;

    internal Deadline CreateDeadline(CancellationToken cancellationToken) =>
        new(settings.Timeout, settings.TimeProvider, cancellationToken);

    /// <summary>Sends a message, and restarts the idle timeout of a pending <c>ReceiveAsync</c>.</summary>
    internal async Task SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        using var deadline = CreateDeadline(cancellationToken);
        deadline.Resume(settings.StreamIdleTimeout);
        try
        {
            await SendNextAsync(
                () => socket.SendAsync(new(message), WebSocketMessageType.Text, endOfMessage: true, deadline.Token), deadline.Token)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw ToCallerException(exception, deadline, null, null);
        }

        lock (_lock)
            _receiving?.Resume(settings.StreamIdleTimeout);
    }

    /// <summary>Receives a message. Returns null for <c>[DONE]</c>.</summary>
    /// <param name="reader">The reader of the messages.</param>
    /// <param name="deadline">The deadline, which is paused after the message was received.</param>
    /// <param name="idleTimeout">The maximum time until the message; null for that of the deadline.</param>
    internal async ValueTask<T?> ReceiveAsync<T>(IChunkReader<T> reader, Deadline deadline, TimeSpan? idleTimeout)
        where T : class
    {
        lock (_lock)
        {
            deadline.Resume(idleTimeout);
            _receiving = idleTimeout is null ? null : deadline;
        }

        try
        {
            var length = await ReceiveMessageAsync(reader.EndMarker, deadline.Token).ConfigureAwait(false);
            return StreamEventReader.Read("", _buffer.AsSpan(0, length), reader, this);
        }
        catch (Exception exception)
        {
            throw ToCallerException(exception, deadline, response, reader);
        }
        finally
        {
            lock (_lock)
            {
                deadline.Pause();
                _receiving = null;
            }
        }
    }

    public void Report(string type, ReadOnlySpan<byte> data) => sender.Report(request, type, data);

    public MistralException CreateError(string data) =>
        ErrorResponseReader.FromSuccessStatus(data, request, response, null, settings.TimeProvider);

    /// <summary>Closes the connection immediately, so that pending calls fail.</summary>
    internal void Abort() => socket.Abort();

    /// <summary>Closes the connection. Pending calls throw <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        using var deadline = new Deadline(CloseTimeout, settings.TimeProvider, CancellationToken.None);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await SendNextAsync(
                    () => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token), deadline.Token)
                    .ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsConnectionFailure(exception))
        {
            // The connection is lost already.
        }
        finally
        {
            socket.Dispose();
            request.Dispose();
        }
    }

    private async Task SendNextAsync(Func<Task> sendAsync, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await sendAsync().ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async ValueTask<int> ReceiveMessageAsync(string endMarker, CancellationToken cancellationToken)
    {
        for (var length = 0; ;)
        {
            if (_buffer.Length - length < MinReadLength)
                Array.Resize(ref _buffer, _buffer.Length * 2);

            var free = new ArraySegment<byte>(_buffer, length, _buffer.Length - length);
            var result = await socket.ReceiveAsync(free, cancellationToken).ConfigureAwait(false);
            if (result.MessageType is WebSocketMessageType.Close)
            {
                throw TransportErrors.ClosedWebSocket(
                    request, response, (int?)result.CloseStatus, result.CloseStatusDescription, endMarker);
            }

            length += result.Count;
            if (length > settings.MaxResponseSize)
            {
                socket.Abort();
                throw new ResponseTooLargeException(settings.MaxResponseSize);
            }

            if (result.EndOfMessage)
                return length;
        }
    }

    private Exception ToCallerException(
        Exception exception, Deadline deadline, HttpResponseMessage? startedResponse, IResponseReader? reader) =>
        exception is MistralException || RequestContext.Get(request)?.IsCallbackError(exception) is true ? exception
        : _isDisposed && !deadline.CallerToken.IsCancellationRequested ? CreateDisposedException()
        : exception is WebSocketException or InvalidOperationException
            ? sender.ToCallerException(new IOException(exception.Message, exception), request, deadline, startedResponse, reader)!
        : sender.ToCallerException(exception, request, deadline, startedResponse, reader) ?? exception;

    private static ObjectDisposedException CreateDisposedException() =>
        new("RealtimeConnection", "The connection has been disposed. Connect again.");

    private static bool IsConnectionFailure(Exception exception) => exception
        is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or IOException;
}
