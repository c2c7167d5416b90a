namespace Mistral.Extensions.AI.Http.Content;

/// <summary>The content of a request of the library.</summary>
internal abstract class RequestContent : HttpContent
{
    /// <summary>Whether the content can be sent a second time.</summary>
    internal abstract bool CanSendAgain { get; }

    internal bool IsDisposed { get; private set; }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
