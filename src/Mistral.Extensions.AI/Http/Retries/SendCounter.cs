namespace Mistral.Extensions.AI.Http.Retries;

/// <summary>
/// The innermost handler of a pipeline. It counts how often a request is sent, so that the retry handler detects other handlers that repeat
/// requests.
/// </summary>
internal sealed class SendCounter : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestContext.Get(request)?.CountSend();
        return base.SendAsync(request, cancellationToken);
    }
}
