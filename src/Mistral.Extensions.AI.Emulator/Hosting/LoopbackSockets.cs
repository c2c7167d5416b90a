using System.Net;
using System.Net.Sockets;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// Binds sockets of both loopback addresses to the same port: clients resolve "localhost" to 127.0.0.1 or to [::1]. Kestrel cannot select
/// a free port for both.
/// </summary>
internal static class LoopbackSockets
{
    /// <summary>Returns a socket for 127.0.0.1 and, where IPv6 is available, one for [::1].</summary>
    /// <param name="port">The port; 0 for any free port.</param>
    /// <exception cref="ArgumentOutOfRangeException">The port is not between 0 and 65535.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static OrderedDictionary<EndPoint, Socket> Bind(int port)
    {
        const int MaxAttempts = 20;
        for (var attempt = 1; ; attempt++)
        {
            var ipv4 = Bind(IPAddress.Loopback, port);
            var sockets = new OrderedDictionary<EndPoint, Socket> { [ipv4.LocalEndPoint!] = ipv4 };
            try
            {
                if (TryBindIPv6(((IPEndPoint)ipv4.LocalEndPoint!).Port) is { } ipv6)
                    sockets[ipv6.LocalEndPoint!] = ipv6;
                return sockets;
            }
            catch (IOException) when (port == 0 && attempt < MaxAttempts)
            {
                // The port that is free on 127.0.0.1 is in use on [::1].
                ipv4.Dispose();
            }
            catch
            {
                ipv4.Dispose();
                throw;
            }
        }
    }

    private static Socket? TryBindIPv6(int port)
    {
        try
        {
            return Socket.OSSupportsIPv6 ? Bind(IPAddress.IPv6Loopback, port) : null;
        }
        catch (SocketException)
        {
            // The operating system supports IPv6, but has no loopback interface for it.
            return null;
        }
    }

    private static Socket Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            // A socket that does not listen yet does not reserve its port on Linux.
            socket.Listen();
            return socket;
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            socket.Dispose();
            throw new IOException($"Cannot listen on {new IPEndPoint(address, port)}: {error.Message}.", error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
