using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// A TCP server for failures that an HTTP server cannot produce. For each connection it reads a request and runs the next connection
/// handler (the last one repeatedly), then closes the connection.
/// </summary>
internal sealed class RawTcpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Queue<Func<Socket, CancellationToken, Task>> _connectionHandlers;
    private readonly Task _acceptLoop;

    internal RawTcpServer(params IEnumerable<Func<Socket, CancellationToken, Task>> connectionHandlers)
    {
        _connectionHandlers = new(connectionHandlers);
        _listener.Start();
        _acceptLoop = AcceptConnectionsAsync();
    }

    internal Uri Endpoint => new($"http://{_listener.LocalEndpoint}/v1");

    /// <summary>The requests, each with its headers and body as text.</summary>
    internal IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Creates a connection handler that sends this response and closes the connection.</summary>
    internal static Func<Socket, CancellationToken, Task> RespondWith(string response) =>
        async (socket, stopping) => await socket.SendAsync(Encoding.UTF8.GetBytes(response), stopping);

    /// <summary>Creates a connection handler that sends this response and resets the connection.</summary>
    internal static Func<Socket, CancellationToken, Task> ResetAfter(string response = "") => async (socket, stopping) =>
    {
        if (response.Length > 0)
            await socket.SendAsync(Encoding.UTF8.GetBytes(response), stopping);
        socket.LingerState = new(true, 0);
    };

    /// <summary>Creates a connection handler that sends this response and then waits until the client disconnects.</summary>
    internal static Func<Socket, CancellationToken, Task> StallAfter(string response = "") => async (socket, stopping) =>
    {
        if (response.Length > 0)
            await socket.SendAsync(Encoding.UTF8.GetBytes(response), stopping);
        await WaitForDisconnectAsync(socket, stopping);
    };

    /// <summary>Creates a connection handler that sends this response in packets of one byte.</summary>
    internal static Func<Socket, CancellationToken, Task> RespondByteByByte(string response) => async (socket, stopping) =>
    {
        socket.NoDelay = true;
        foreach (var value in Encoding.UTF8.GetBytes(response))
            await socket.SendAsync(new[] { value }, stopping);
    };

    internal MistralClient CreateClient(Action<MistralClientOptions>? configure = null)
    {
        var options = new MistralClientOptions { ApiKey = "test-key", Endpoint = Endpoint, MaxRetries = 0 };
        configure?.Invoke(options);
        return new(options);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _acceptLoop;
        _stopping.Dispose();
    }

    private async Task AcceptConnectionsAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                _requests.Enqueue(await ReadRequestAsync(socket, _stopping.Token));
                await (_connectionHandlers.Count > 1 ? _connectionHandlers.Dequeue() : _connectionHandlers.Peek())(socket, _stopping.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or SocketException)
        {
            // The server was disposed: the test is over.
        }
    }

    /// <summary>Reads a whole request: closing a socket with unread data would reset the connection.</summary>
    private static async Task<string> ReadRequestAsync(Socket socket, CancellationToken stopping)
    {
        var text = "";
        var buffer = new byte[64 * 1024];
        while (!IsCompleteRequest(text))
        {
            var read = await socket.ReceiveAsync(buffer, stopping);
            if (read == 0)
                break;
            text += Encoding.UTF8.GetString(buffer, 0, read);
        }

        return text;
    }

    private static bool IsCompleteRequest(string request)
    {
        const string ContentLength = "Content-Length: ";
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;

        var header = request[..end].Split("\r\n")
            .FirstOrDefault(line => line.StartsWith(ContentLength, StringComparison.OrdinalIgnoreCase));
        var length = header is null ? 0 : int.Parse(header[ContentLength.Length..], CultureInfo.InvariantCulture);
        return request.Length - end - 4 >= length;
    }

    private static async Task WaitForDisconnectAsync(Socket socket, CancellationToken stopping)
    {
        try
        {
            while (await socket.ReceiveAsync(new byte[1024], stopping) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The client disconnected with a reset.
        }
    }
}
