using System.Net;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Retries;

namespace Mistral.Extensions.AI.Http;

/// <summary>The way a request takes when the caller brought none.</summary>
internal static class HttpPipeline
{
    internal static HttpClient Create(int maxRetries, TimeProvider timeProvider, ILogger logger)
    {
        var transport = CreateTransport();
        return new(maxRetries > 0 ? new RetryHandler(maxRetries, timeProvider, logger) { InnerHandler = transport } : transport)
        {
            // Its 100 seconds kill long answers; MistralConnection has limits that know the first byte from the last.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

#if NET8_0_OR_GREATER
    // Connections are made anew now and then, so that a client that lives as long as the program sees changes of DNS.
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
