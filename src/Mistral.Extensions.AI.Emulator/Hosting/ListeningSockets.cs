using System.Net;
using System.Net.Sockets;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// The sockets on which an emulator listens. By default, these are sockets of both loopback addresses with the same port: clients resolve
/// "localhost" to 127.0.0.1 or to [::1]. Kestrel cannot select a free port for both.
/// </summary>
internal sealed class ListeningSockets : IDisposable
{
    private readonly List<Socket> _sockets = [];

    private ListeningSockets(Socket first) => _sockets.Add(first);

    /// <summary>The address and the port of each socket; first that of 127.0.0.1.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _sockets.Select(GetEndPoint)];

    /// <summary>The start of all URLs of the emulator, for clients on the same machine.</summary>
    public Uri Url => new($"http://{new IPEndPoint(GetLocalAddress(EndPoints[0].Address), EndPoints[0].Port)}");

    /// <summary>Binds a socket to an address or, without one, to 127.0.0.1 and, where IPv6 is available, [::1].</summary>
    /// <param name="address">The address; null for the loopback addresses.</param>
    /// <param name="port">The port; 0 for any free port.</param>
    /// <exception cref="ArgumentOutOfRangeException">The port is not between 0 and 65535.</exception>
    /// <exception cref="IOException">The port is in use, or the machine does not have the address.</exception>
    public static ListeningSockets Bind(IPAddress? address, int port) =>
        address is null ? BindLoopback(port) : new ListeningSockets(BindSocket(address, port));

    /// <summary>Returns the socket that is bound to an address.</summary>
    public Socket Get(EndPoint endPoint) => _sockets.Single(socket => GetEndPoint(socket).Equals(endPoint));

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private static IPAddress GetLocalAddress(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : address;

    private static IPEndPoint GetEndPoint(Socket socket) => (IPEndPoint)socket.LocalEndPoint!;

    private static ListeningSockets BindLoopback(int port)
    {
        const int MaxAttempts = 20;
        for (var attempt = 1; ; attempt++)
        {
            var sockets = new ListeningSockets(BindSocket(IPAddress.Loopback, port));
            try
            {
                if (TryBindIPv6(sockets.EndPoints[0].Port) is { } ipv6)
                    sockets._sockets.Add(ipv6);
                return sockets;
            }
            catch (IOException) when (port == 0 && attempt < MaxAttempts)
            {
                // The port that is free on 127.0.0.1 is in use on [::1].
                sockets.Dispose();
            }
            catch
            {
                sockets.Dispose();
                throw;
            }
        }
    }

    private static Socket? TryBindIPv6(int port)
    {
        try
        {
            return Socket.OSSupportsIPv6 ? BindSocket(IPAddress.IPv6Loopback, port) : null;
        }
        catch (SocketException)
        {
            // The operating system supports IPv6, but has no loopback interface for it.
            return null;
        }
    }

    private static Socket BindSocket(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // [::] also accepts IPv4.
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            // A socket that does not listen yet does not reserve its port on Linux.
            socket.Listen();
            return socket;
        }
        catch (SocketException error) when (
            error.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied
            || (error.SocketErrorCode is SocketError.AddressNotAvailable && !IPAddress.IsLoopback(address)))
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
