namespace Mistral.Extensions.AI.Http;

/// <summary>
/// Calls <c>MistralClientOptions.OnResponse</c> for the response of each attempt. It comes after all handlers that repeat requests.
/// </summary>
internal sealed class ResponseCallbackHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        RequestContext.Get(request) is ObservedRequestContext { PerAttempt: true } context
            ? context.SendAsync(request, base.SendAsync, cancellationToken)
            : base.SendAsync(request, cancellationToken);
}
