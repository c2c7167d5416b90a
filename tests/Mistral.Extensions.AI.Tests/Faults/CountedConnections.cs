using System.Net.Sockets;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>Connections that are counted as they open and close, and the request bodies that go through them.</summary>
internal sealed class CountedConnections : DelegatingHandler
{
    private readonly Lock _gate = new();
    private readonly List<HttpContent> _bodies = [];
    private readonly TaskCompletionSource _allClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private bool _isClosing;

    internal CountedConnections() => InnerHandler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };

    /// <summary>The most that were open at a time.</summary>
    internal int Peak { get; private set; }

    internal IReadOnlyList<HttpContent> Bodies => _bodies;

    /// <summary>Closes what waits to be used again. Ends when nothing is open any more.</summary>
    internal Task CloseAsync()
    {
        InnerHandler!.Dispose();
        lock (_gate)
        {
            _isClosing = true;
            if (_open == 0)
                _allClosed.TrySetResult();
        }

        return _allClosed.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_gate)
            _bodies.Add(request.Content!);
        return base.SendAsync(request, cancellationToken);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        Count(1);
        return new Connection(socket, () => Count(-1));
    }

    private void Count(int change)
    {
        lock (_gate)
        {
            _open += change;
            Peak = Math.Max(Peak, _open);
            if (_isClosing && _open == 0)
                _allClosed.TrySetResult();
        }
    }

    private sealed class Connection(Socket socket, Action closed) : NetworkStream(socket, ownsSocket: true)
    {
        private int _isClosed;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
                closed();
        }
    }
}
