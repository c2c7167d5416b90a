namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Sends requests over the network, and lets a test count, replace or fail some of them.</summary>
/// <param name="intercept">Receives each request, and the function that sends it.</param>
internal sealed class InterceptingHandler(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> intercept)
    : DelegatingHandler(new SocketsHttpHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        intercept(request, () => base.SendAsync(request, cancellationToken));
}
