namespace Mistral.Extensions.AI.Http;

/// <summary>An HTTP request of the library, which is disposed when its call has ended.</summary>
internal sealed class ApiHttpRequest : HttpRequestMessage
{
    private const string EventStream = "text/event-stream";

    internal ApiHttpRequest(HttpMethod method, Uri uri, string accept)
        : base(method, uri)
    {
        IsStreaming = accept is EventStream;
        // Without validation, the header needs no object of its own.
        Headers.TryAddWithoutValidation("Accept", accept);
    }

    /// <summary>The body that the content was created from, or null.</summary>
    internal IRequestBody? Body { get; init; }

    /// <summary>Whether the response is a stream of events.</summary>
    internal bool IsStreaming { get; }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            RequestContext.Get(this)?.RateLimit?.End();
    }
}
