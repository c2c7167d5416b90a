using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// Rejects each request without the accepted API key with status 401, and sends the others to a stub server. Like some custom handlers, it
/// adds a header.
/// </summary>
/// <param name="server">The stub server.</param>
/// <param name="acceptedKey">The only key that is accepted; null accepts every key except <see cref="RevokedKey"/>.</param>
internal sealed class KeyCheckingHandler(StubServer server, string? acceptedKey) : DelegatingHandler(server)
{
    internal const string AddedHeader = "X-Handler";

    private volatile string? _revokedKey;
    private int _rejected;

    /// <summary>The key that was revoked and is rejected; null for none.</summary>
    internal string? RevokedKey
    {
        get => _revokedKey;
        set => _revokedKey = value;
    }

    internal int RejectedCount => _rejected;

    /// <summary>The keys of all requests.</summary>
    internal ConcurrentQueue<string?> SentKeys { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        request.Headers.Add(AddedHeader, "1");
        var key = request.Headers.Authorization?.Parameter;
        SentKeys.Enqueue(key);
        if (acceptedKey is null ? key != RevokedKey : key == acceptedKey)
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
