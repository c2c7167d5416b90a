using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Mistral.Extensions.AI.Emulator.Scripts;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Records the latest requests in the order of their arrival, without API keys.</summary>
/// <param name="maxCount">The maximum number of requests.</param>
/// <param name="maxBytes">The maximum size of all requests together. The newest request is kept even if it is larger.</param>
/// <param name="redact">Removes API keys from the path and the body of a request; null if these are recorded as they are.</param>
internal sealed class RequestLog(int maxCount, long maxBytes, Func<HttpRequest, RecordedRequest, RecordedRequest>? redact = null)
{
    private readonly Lock _lock = new();
    private readonly Queue<Entry> _entries = [];
    private long _bytes;
    private long _lastId;

    /// <summary>Returns a copy of the recorded requests.</summary>
    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_lock)
            return [.. _entries.Select(entry => entry.Request)];
    }

    /// <summary>Removes the recorded requests of a test, or all if <paramref name="testId"/> is null.</summary>
    public void Clear(string? testId = null)
    {
        lock (_lock)
        {
            Entry[] kept = testId is null ? [] : [.. _entries.Where(entry => entry.Request.TestId != testId)];
            _entries.Clear();
            foreach (var entry in kept)
                _entries.Enqueue(entry);
            _bytes = kept.Sum(entry => entry.Size);
        }
    }

    /// <summary>Records a request, and removes the oldest requests over the limits.</summary>
    public Entry Add(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var request = new RecordedRequest
        {
            Id = Interlocked.Increment(ref _lastId),
            TestId = TestIds.Read(context.Request.Headers),
            Method = context.Request.Method,
            Path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            Headers = context.Request.Headers.ToDictionary(
                header => header.Key, header => Redact(header.Key, header.Value.ToString()), StringComparer.OrdinalIgnoreCase),
            Body = body,
            ReceivedAt = TimeProvider.System.GetUtcNow(),
        };
        var entry = new Entry(redact?.Invoke(context.Request, request) ?? request);
        lock (_lock)
        {
            _entries.Enqueue(entry);
            _bytes += entry.Size;
            RemoveOldest();
        }
        return entry;
    }

    /// <summary>Adds a message to a recorded request that opened a WebSocket, unless its messages are larger than the limit.</summary>
    public void AddMessage(Entry entry, string message)
    {
        lock (_lock)
        {
            if (!_entries.Contains(entry) || entry.Size + message.Length > maxBytes)
                return;
            entry.AddMessage(message);
            _bytes += message.Length;
            RemoveOldest();
        }
    }

    private void RemoveOldest()
    {
        while (_entries.Count > maxCount || (_bytes > maxBytes && _entries.Count > 1))
            _bytes -= _entries.Dequeue().Size;
    }

    /// <summary>Replaces a token in the protocols of a WebSocket. Each name except that of the known protocol can be a token.</summary>
    private static string RedactToken(string protocol) => protocol == WebSocketWriter.Protocol ? protocol : "***";

    private static string Redact(string name, string value)
    {
        if (name.Equals("Sec-WebSocket-Protocol", StringComparison.OrdinalIgnoreCase))
            return string.Join(", ", value.Split(',', StringSplitOptions.TrimEntries).Select(RedactToken));
        if (!ApiKeyHeaders.Names.Contains(name) && !name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
            return value;
        return value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? "Bearer ***" : "***";
    }

    /// <summary>A recorded request, which is completed when the response starts.</summary>
    internal sealed class Entry(RecordedRequest request)
    {
        private volatile RecordedRequest _request = request;
        private ImmutableList<string> _messages = [];

        /// <summary>The request.</summary>
        public RecordedRequest Request => _request;

        /// <summary>The size of the request in bytes, with its messages.</summary>
        public long Size { get; private set; } =
            request.Body.Length + request.Path.Length + request.Headers.Sum(header => header.Key.Length + header.Value.Length);

        /// <summary>Adds a message of the client.</summary>
        public void AddMessage(string message)
        {
            Size += message.Length;
            _messages = _messages.Add(message);
            _request = _request with { Messages = _messages };
        }

        /// <summary>Adds that the client has closed the connection.</summary>
        public void Abort() => _request = _request with { IsAborted = true };

        /// <summary>Adds what is known when the response starts.</summary>
        public void Complete(string? model, int statusCode, string? error) => _request = _request with
        {
            Model = model,
            StatusCode = statusCode,
            Error = error,
            Duration = TimeProvider.System.GetUtcNow() - _request.ReceivedAt,
        };
    }
}
