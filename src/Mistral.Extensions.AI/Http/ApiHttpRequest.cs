namespace Mistral.Extensions.AI.Http;

/// <summary>An HTTP request of the library, which is disposed when its call has ended.</summary>
internal sealed class ApiHttpRequest : HttpRequestMessage
{
    private const string EventStream = "text/event-stream";

    private readonly string _accept;

    private readonly HttpRequestMessage? _handshake;

    /// <summary>Creates a request with the method and the expected response of another one.</summary>
    internal ApiHttpRequest(ApiHttpRequest request, Uri uri)
        : this(request.Method, uri, request._accept)
    {
        if (request._handshake is { } handshake)
            CopyHandshake(_handshake = handshake);
    }

    /// <summary>Creates a request that opens a WebSocket.</summary>
    /// <param name="uri">The URI, with https or http.</param>
    /// <param name="handshake">The request of a <see cref="System.Net.WebSockets.ClientWebSocket"/> with its headers.</param>
    internal ApiHttpRequest(Uri uri, HttpRequestMessage handshake)
        : this(handshake.Method, uri, "application/json") => CopyHandshake(_handshake = handshake);

    internal ApiHttpRequest(HttpMethod method, Uri uri, string accept)
        : base(method, uri)
    {
        _accept = accept;
        // Without validation, the header needs no object of its own.
        Headers.TryAddWithoutValidation("Accept", accept);
    }

    /// <summary>The body that the content was created from, or null.</summary>
    internal IRequestBody? Body { get; init; }

    /// <summary>Whether the response is a stream of events.</summary>
    internal bool IsStreaming => _accept is EventStream;

    /// <summary>Whether the request opens a WebSocket and has the HTTP version that this needs.</summary>
    internal bool IsHandshake => _handshake is not null;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            RequestContext.Get(this)?.RateLimit?.End();
    }

    private void CopyHandshake(HttpRequestMessage handshake)
    {
        Version = handshake.Version;
#if NET8_0_OR_GREATER
        VersionPolicy = handshake.VersionPolicy;
#endif
        foreach (var header in handshake.Headers)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }
}
