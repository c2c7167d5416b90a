using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>An open WebSocket. It records the messages of the client, and applies the delays and the cut of a scripted response.</summary>
/// <param name="socket">The WebSocket.</param>
/// <param name="record">Records a message of the client.</param>
/// <param name="scripted">The scripted response that the request consumed; null if there is none.</param>
/// <param name="pacer">Delays the messages.</param>
internal sealed class WebSocketConnection(WebSocket socket, Action<string> record, ScriptedResponse? scripted, ResponsePacer pacer)
{
    /// <summary>The maximum size of a message in bytes. 256 KiB of audio, the maximum, have about 350,000 bytes in base64.</summary>
    private const int MaxMessageLength = 1024 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly byte[] _buffer = new byte[MaxMessageLength + 1];
    private long _remainingBytes = scripted?.CutAfterBytes ?? long.MaxValue;

    /// <summary>Receives a message; returns null when the client has closed the connection.</summary>
    /// <exception cref="WebSocketException">The connection was lost.</exception>
    public async Task<string?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (length < _buffer.Length)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            length += part.Count;
            if (!part.EndOfMessage || length > MaxMessageLength)
                continue;
            // The API has no binary messages, but the official clients decode them as UTF-8.
            var message = Encoding.UTF8.GetString(_buffer, 0, length);
            record(message);
            return message;
        }
        await CloseAsync(WebSocketCloseStatus.MessageTooBig, "Message is too big", cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>Sends a message.</summary>
    public Task SendAsync(JsonObject message, CancellationToken cancellationToken) =>
        SendAsync(CompactJson.SerializeToUtf8Bytes(message), cancellationToken);

    /// <summary>Sends a message, which is text.</summary>
    /// <exception cref="WebSocketException">The script cuts the connection.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        _remainingBytes -= message.Length;
        if (_remainingBytes < 0)
        {
            // The connection ends without the message that closes a WebSocket.
            socket.Abort();
            throw new WebSocketException("The connection is cut here because of ScriptedResponse.CutAfterBytes.");
        }
        await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        await pacer.WaitAfterEventAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes the connection, and reads what the client still sends for at most a second: a connection that is closed with unread data is
    /// reset, and the client could lose the last messages.
    /// </summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string? reason, CancellationToken cancellationToken)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        await socket.CloseOutputAsync(status, reason, cancellationToken).ConfigureAwait(false);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CloseTimeout);
        while (socket.State == WebSocketState.CloseSent)
            await socket.ReceiveAsync(_buffer.AsMemory(), timeout.Token).ConfigureAwait(false);
    }
}
