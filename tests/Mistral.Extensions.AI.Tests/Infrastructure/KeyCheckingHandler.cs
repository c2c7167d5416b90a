using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// Rejects each request without the accepted API key with status 401, and sends the others to a stub server. Like some custom handlers, it
/// adds a header.
/// </summary>
internal sealed class KeyCheckingHandler(StubServer server, string? acceptedKey) : DelegatingHandler(server)
{
    internal const string AddedHeader = "X-Handler";

    private int _rejected;

    /// <summary>The only key that is accepted; null accepts every key.</summary>
    internal string? AcceptedKey { get; set; } = acceptedKey;

    /// <summary>A key that is rejected although every key is accepted, because it was revoked; null for none.</summary>
    internal string? RevokedKey { get; set; }

    internal int RejectedCount => _rejected;

    /// <summary>The keys of all requests.</summary>
    internal ConcurrentQueue<string?> SentKeys { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        request.Headers.Add(AddedHeader, "1");
        var key = request.Headers.Authorization?.Parameter;
        SentKeys.Enqueue(key);
        if (AcceptedKey is null ? key != RevokedKey : key == AcceptedKey)
            return await base.SendAsync(request, cancellationToken);

        Interlocked.Increment(ref _rejected);
        if (request.Content is not null)
            await request.Content.CopyToAsync(Stream.Null, cancellationToken);
        var body = $$"""{"message":"Invalid API key {{key}}","type":"invalid_key"}""";
        return new(HttpStatusCode.Unauthorized)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            RequestMessage = request,
        };
    }
}
