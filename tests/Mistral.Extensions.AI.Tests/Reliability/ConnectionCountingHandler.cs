using System.Net.Sockets;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>A message handler that counts open connections and records the request bodies.</summary>
internal sealed class ConnectionCountingHandler : DelegatingHandler
{
    private readonly Lock _lock = new();
    private readonly List<HttpContent> _bodies = [];
    private readonly TaskCompletionSource _allClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private bool _isClosing;

    internal ConnectionCountingHandler() => InnerHandler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };

    /// <summary>The highest number of connections that were open at the same time.</summary>
    internal int PeakConnections { get; private set; }

    internal IReadOnlyList<HttpContent> RequestBodies => _bodies;

    /// <summary>Closes the idle connections of the pool, and waits until no connection is open.</summary>
    internal Task CloseAllAsync()
    {
        InnerHandler!.Dispose();
        lock (_lock)
        {
            _isClosing = true;
            if (_open == 0)
                _allClosed.TrySetResult();
        }

        return _allClosed.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
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

        UpdateOpenCount(1);
        return new CountedConnectionStream(socket, () => UpdateOpenCount(-1));
    }

    private void UpdateOpenCount(int change)
    {
        lock (_lock)
        {
            _open += change;
            PeakConnections = Math.Max(PeakConnections, _open);
            if (_isClosing && _open == 0)
                _allClosed.TrySetResult();
        }
    }

    private sealed class CountedConnectionStream(Socket socket, Action onClosed) : NetworkStream(socket, ownsSocket: true)
    {
        private int _isClosed;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
                onClosed();
        }
    }
}
