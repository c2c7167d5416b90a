using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>
/// The far end of a socket, for faults that no HTTP server would commit: it reads a request, and then does with the connection what the
/// test says, one deed for each connection (the last again and again).
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Queue<Func<Socket, CancellationToken, Task>> _deeds;
    private readonly Task _work;

    internal RawServer(params IEnumerable<Func<Socket, CancellationToken, Task>> deeds)
    {
        _deeds = new(deeds);
        _listener.Start();
        _work = RunAsync();
    }

    internal Uri Endpoint => new($"http://{_listener.LocalEndpoint}/v1");

    /// <summary>The heads and bodies of the requests so far.</summary>
    internal IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Sends these bytes and closes the connection.</summary>
    internal static Func<Socket, CancellationToken, Task> Saying(string text) =>
        async (socket, stopping) => await socket.SendAsync(Encoding.UTF8.GetBytes(text), stopping);

    /// <summary>Sends these bytes and breaks the connection off: the other side sees a reset.</summary>
    internal static Func<Socket, CancellationToken, Task> Resetting(string text = "") => async (socket, stopping) =>
    {
        if (text.Length > 0)
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), stopping);
        socket.LingerState = new(true, 0);
    };

    /// <summary>Sends these bytes and then nothing more, until the other side hangs up.</summary>
    internal static Func<Socket, CancellationToken, Task> Stalling(string text = "") => async (socket, stopping) =>
    {
        if (text.Length > 0)
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), stopping);
        await HangUpAsync(socket, stopping);
    };

    /// <summary>Sends these bytes, one in a packet.</summary>
    internal static Func<Socket, CancellationToken, Task> Dripping(string text) => async (socket, stopping) =>
    {
        socket.NoDelay = true;
        foreach (var letter in Encoding.UTF8.GetBytes(text))
            await socket.SendAsync(new[] { letter }, stopping);
    };

    internal MistralClient Client(Action<MistralClientOptions>? configure = null)
    {
        var options = new MistralClientOptions { ApiKey = "test-key", Endpoint = Endpoint, MaxRetries = 0 };
        configure?.Invoke(options);
        return new(options);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _work;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                _requests.Enqueue(await ReadAsync(socket, _stopping.Token));
                await (_deeds.Count > 1 ? _deeds.Dequeue() : _deeds.Peek())(socket, _stopping.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or SocketException)
        {
            // The test is over.
        }
    }

    /// <summary>A whole request, so that closing the connection afterwards is no reset by accident.</summary>
    private static async Task<string> ReadAsync(Socket socket, CancellationToken stopping)
    {
        var text = "";
        var buffer = new byte[64 * 1024];
        while (!IsWhole(text))
        {
            var read = await socket.ReceiveAsync(buffer, stopping);
            if (read == 0)
                break;
            text += Encoding.UTF8.GetString(buffer, 0, read);
        }

        return text;
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;

        var length = request[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        return request.Length - end - 4 >= int.Parse(length?["Content-Length: ".Length..] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task HangUpAsync(Socket socket, CancellationToken stopping)
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
