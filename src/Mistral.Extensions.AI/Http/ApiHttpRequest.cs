namespace Mistral.Extensions.AI.Http;

/// <summary>An HTTP request of the library, which is disposed when its call has ended.</summary>
internal sealed class ApiHttpRequest : HttpRequestMessage
{
    private const string EventStream = "text/event-stream";

    private readonly string _accept;

    /// <summary>Creates a request with the method and the expected response of another one.</summary>
    internal ApiHttpRequest(ApiHttpRequest request, Uri uri)
        : this(request.Method, uri, request._accept)
    {
    }

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

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            RequestContext.Get(this)?.RateLimit?.End();
    }
}
