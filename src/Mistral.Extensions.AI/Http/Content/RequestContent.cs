namespace Mistral.Extensions.AI.Http.Content;

/// <summary>The content of a request of the library.</summary>
internal abstract class RequestContent : HttpContent
{
    /// <summary>Whether the content can be sent a second time.</summary>
    internal abstract bool CanSendAgain { get; }

    /// <summary>The size of the JSON in bytes, without the files in it; 0 for content that is not JSON.</summary>
    internal virtual long TextLength => 0;

    /// <summary>Whether the request is retried only if the server rejected it (429), and not if the server may have processed it.</summary>
    internal bool RetryOnlyIfRejected { get; set; }

    internal bool IsDisposed { get; private set; }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
