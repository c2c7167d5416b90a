using System.Net;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Retries;

namespace Mistral.Extensions.AI.Http;

/// <summary>Creates the HTTP client of a <see cref="MistralConnection"/> if the caller does not pass one.</summary>
internal static class HttpPipeline
{
    internal static HttpClient Create(int maxRetries, TimeProvider timeProvider, ILogger logger)
    {
        var transport = CreateTransport();
        return new(maxRetries > 0 ? new RetryHandler(maxRetries, timeProvider, logger) { InnerHandler = transport } : transport)
        {
            // The default of 100 seconds would cancel long responses. MistralConnection has a timeout for the first byte and one for idle
            // streams.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

#if NET8_0_OR_GREATER
    // Connections are renewed regularly, so that a long-lived client notices DNS changes.
    internal static HttpMessageHandler CreateTransport() => new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = DecompressionMethods.All,
        AllowAutoRedirect = false,
    };
#else
    internal static HttpMessageHandler CreateTransport() => new HttpClientHandler
    {
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        AllowAutoRedirect = false,
    };
#endif
}
