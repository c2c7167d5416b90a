using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// The far end of a socket, for faults that no HTTP server would commit: it reads a request, and then does with the connection what the
/// test says, one deed for each connection (the last again and again).
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

    /// <summary>The heads and bodies of the requests so far.</summary>
    internal IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Sends these bytes and closes the connection.</summary>
    internal static Func<Socket, CancellationToken, Task> RespondWith(string response) =>
        async (socket, stopping) => await socket.SendAsync(Encoding.UTF8.GetBytes(response), stopping);

    /// <summary>Sends these bytes and breaks the connection off: the other side sees a reset.</summary>
    internal static Func<Socket, CancellationToken, Task> ResetAfter(string response = "") => async (socket, stopping) =>
    {
        if (response.Length > 0)
            await socket.SendAsync(Encoding.UTF8.GetBytes(response), stopping);
        socket.LingerState = new(true, 0);
    };

    /// <summary>Sends these bytes and then nothing more, until the other side hangs up.</summary>
    internal static Func<Socket, CancellationToken, Task> StallAfter(string response = "") => async (socket, stopping) =>
    {
        if (response.Length > 0)
            await socket.SendAsync(Encoding.UTF8.GetBytes(response), stopping);
        await WaitForDisconnectAsync(socket, stopping);
    };

    /// <summary>Sends these bytes, one in a packet.</summary>
    internal static Func<Socket, CancellationToken, Task> RespondByteByByte(string response) => async (socket, stopping) =>
    {
        socket.NoDelay = true;
        foreach (var letter in Encoding.UTF8.GetBytes(response))
            await socket.SendAsync(new[] { letter }, stopping);
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
            // The test is over.
        }
    }

    /// <summary>A whole request, so that closing the connection afterwards is no reset by accident.</summary>
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
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;

        var length = request[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        return request.Length - end - 4 >= int.Parse(length?["Content-Length: ".Length..] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
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
            // A reset is a way to hang up.
        }
    }
}
