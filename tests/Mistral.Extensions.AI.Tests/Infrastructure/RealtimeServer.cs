using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>A server for WebSockets that runs a script for each connection, also with failures that the emulator does not have.</summary>
internal sealed class RealtimeServer : IAsyncDisposable
{
    internal const string SessionCreated =
        """
        {"type":"session.created","session":{"request_id":"r1","model":"m","audio_format":{"encoding":"pcm_s16le","sample_rate":16000},
         "target_streaming_delay_ms":480} }
        """;

    private readonly RawTcpServer _server;

    /// <summary>Creates a server.</summary>
    /// <param name="script">The actions of the server after it has opened the WebSocket and sent <see cref="SessionCreated"/>.</param>
    /// <param name="hasSession">Whether the server sends <see cref="SessionCreated"/>.</param>
    /// <param name="rejection">The HTTP response to the first connection; null to open a WebSocket.</param>
    internal RealtimeServer(Func<Connection, Task> script, bool hasSession = true, string? rejection = null)
    {
        Func<Socket, CancellationToken, Task> accept = async (socket, stopping) =>
        {
            try
            {
                await RunAsync(socket, script, hasSession, stopping);
            }
            catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException)
            {
                // The client has closed the connection.
            }
        };
        _server = rejection is null ? new([accept]) : new([RawTcpServer.RespondWith(rejection), accept]);
    }

    /// <summary>The HTTP requests with their headers.</summary>
    internal IReadOnlyCollection<string> Requests => _server.Requests;

    internal Uri Endpoint => _server.Endpoint;

    internal MistralClient CreateClient(Action<MistralClientOptions>? configure = null) => _server.CreateClient(configure);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task RunAsync(Socket socket, Func<Connection, Task> script, bool hasSession, CancellationToken stopping)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(CreateHandshake(_server.Requests.Last())), stopping);
        await using var stream = new NetworkStream(socket);
        using var webSocket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var connection = new Connection(socket, webSocket, stopping);
        if (hasSession)
            await connection.SendAsync(SessionCreated);
        await script(connection);
    }

    private static string CreateHandshake(string request)
    {
        var key = request.Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key: ", StringComparison.OrdinalIgnoreCase))[19..];
        // RFC 6455, section 1.3.
#pragma warning disable CA5350 // The algorithm is that of the protocol.
        var hash = SHA1.HashData(Encoding.ASCII.GetBytes($"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
#pragma warning restore CA5350
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nmistral-correlation-id: c1\r\n"
            + $"Sec-WebSocket-Accept: {Convert.ToBase64String(hash)}\r\n\r\n";
    }

    /// <summary>A connection of a client.</summary>
    internal sealed class Connection(Socket socket, WebSocket webSocket, CancellationToken stopping)
    {
        private readonly List<JsonNode> _received = [];

        /// <summary>The messages that were received.</summary>
        internal IReadOnlyList<JsonNode> Received => _received;

        /// <summary>Sends a message, in fragments of this length if it is not null.</summary>
        internal async Task SendAsync(string message, int? fragmentLength = null)
        {
            var bytes = Encoding.UTF8.GetBytes(message);
            var length = fragmentLength ?? bytes.Length;
            for (var start = 0; start < bytes.Length || start == 0; start += length)
            {
                var part = bytes.AsMemory(start, Math.Min(length, bytes.Length - start));
                await webSocket.SendAsync(part, WebSocketMessageType.Text, start + length >= bytes.Length, stopping);
                if (length == 0)
                    break;
            }
        }

        /// <summary>Receives a message; null if the client has closed the connection.</summary>
        internal async Task<JsonNode?> ReceiveAsync()
        {
            using var message = new MemoryStream();
            var buffer = new byte[64 * 1024];
            ValueWebSocketReceiveResult result;
            do
            {
                result = await webSocket.ReceiveAsync(buffer.AsMemory(), stopping);
                message.Write(buffer, 0, result.Count);
            }
            while (!result.EndOfMessage);
            if (result.MessageType is WebSocketMessageType.Close)
                return null;

            var json = JsonNode.Parse(Encoding.UTF8.GetString(message.ToArray()))!;
            _received.Add(json);
            return json;
        }

        /// <summary>Receives messages up to one of a type. Returns false if the client has closed the connection before.</summary>
        internal async Task<bool> ReceiveUntilAsync(string type)
        {
            JsonNode? message;
            do
                message = await ReceiveAsync();
            while (message is not null && (string?)message["type"] != type);
            return message is not null;
        }

        internal Task CloseAsync(WebSocketCloseStatus status, string? reason = null) =>
            webSocket.CloseOutputAsync(status, reason, stopping);

        /// <summary>Resets the connection when the script has ended.</summary>
        internal void Reset() => socket.LingerState = new(true, 0);
    }
}
