using System.Net;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Errors;
using Mistral.Extensions.AI.Http.RateLimits;
using Mistral.Extensions.AI.Http.Retries;

namespace Mistral.Extensions.AI.Http;

/// <summary>Creates the HTTP client of a <see cref="MistralConnection"/> if the caller does not pass one.</summary>
internal static class HttpPipeline
{
    // Connections are renewed regularly, so that a long-lived client notices DNS changes.
    internal static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    internal static HttpClient Create(int maxRetries, TimeProvider timeProvider, ILogger logger)
    {
        var transport = new RateLimitHandler
        {
            InnerHandler = new ResponseCallbackHandler { InnerHandler = new TransportErrorHandler(CreateTransport()) },
        };
        return new(maxRetries > 0 ? new RetryHandler(maxRetries, timeProvider, logger) { InnerHandler = transport } : transport)
        {
            // The default of 100 seconds would cancel long responses. MistralConnection has a timeout for the first byte and one for idle
            // streams.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

#if NET8_0_OR_GREATER
    internal static HttpMessageHandler CreateTransport() => new SocketsHttpHandler
    {
        PooledConnectionLifetime = ConnectionLifetime,
        // Without a limit, the operating system waits for minutes if a host does not respond, and no time remains for a retry.
        ConnectTimeout = TimeSpan.FromSeconds(15),
        AutomaticDecompression = DecompressionMethods.All,
        AllowAutoRedirect = false,
        // Cookies of a load balancer would be shared by all callers of a client.
        UseCookies = false,
    };
#else
    internal static HttpMessageHandler CreateTransport() => new HttpClientHandler
    {
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        AllowAutoRedirect = false,
        UseCookies = false,
    };
#endif
}
