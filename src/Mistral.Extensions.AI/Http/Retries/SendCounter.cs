namespace Mistral.Extensions.AI.Http.Retries;

/// <summary>Stands last in a pipeline, before the network, and counts: who stands before it can see whether somebody else has repeated a request.</summary>
internal sealed class SendCounter : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestContext.Get(request)?.CountSend();
        return base.SendAsync(request, cancellationToken);
    }
}
