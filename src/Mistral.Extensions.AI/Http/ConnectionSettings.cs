using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Credentials;
using Mistral.Extensions.AI.Http.Hosts;
using Mistral.Extensions.AI.Http.RateLimits;

namespace Mistral.Extensions.AI.Http;

/// <summary>The settings of a connection, taken from validated options.</summary>
/// <param name="Endpoint">The base address of the API. It ends with a slash.</param>
/// <param name="Credential">The API key, or null if the server needs none or the caller's pipeline adds its own.</param>
/// <param name="RateLimit">The rate limiter, or null.</param>
internal sealed record ConnectionSettings(
    Uri Endpoint,
    Credential? Credential,
    TimeSpan Timeout,
    TimeSpan StreamIdleTimeout,
    long MaxResponseSize,
    TimeProvider TimeProvider,
    string UserAgent,
    ILogger Logger,
    RateLimitSettings? RateLimit = null)
{
    /// <summary>The conventions of the host.</summary>
    internal IApiHost Host { get; init; } = MistralHost.Instance;

    /// <summary>The callback that decides about the API key, the endpoint and the headers of each request; null if there is none.</summary>
    internal Func<MistralRequestSettings, CancellationToken, ValueTask>? ConfigureRequest { get; init; }

    /// <summary>The callback for the headers of each response; null if there is none.</summary>
    internal Action<MistralResponseInfo>? OnResponse { get; init; }

    /// <summary>The callback for each event of a stream; null if there is none.</summary>
    internal Action<MistralStreamEvent>? OnStreamEvent { get; init; }

    /// <summary>Whether the pipeline of the HTTP client has the handlers of the library.</summary>
    internal bool HasHandlers { get; init; }

    /// <summary>Whether the callback may set an endpoint with http.</summary>
    internal bool AllowInsecureHttp { get; init; }

    /// <summary>Creates the URI of a request, whose URI is the path at <c>api.mistral.ai</c> after the endpoint.</summary>
    internal Uri CreateUri(ApiHttpRequest request, Uri baseAddress)
    {
        var path = request.RequestUri!.AbsoluteUri.Substring(Endpoint.AbsoluteUri.Length);
        return Host.CreateUri(baseAddress, path, (request.Body as IModelRequest)?.Model, request.IsStreaming);
    }

    /// <summary>Returns the endpoint only, so that the API key cannot appear in logs.</summary>
    public override string ToString() => $"{nameof(ConnectionSettings)} {{ {nameof(Endpoint)} = {Endpoint} }}";
}
