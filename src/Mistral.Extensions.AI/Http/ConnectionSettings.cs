using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Http;

/// <summary>What every request needs to know, checked once.</summary>
/// <param name="Endpoint">The root of the API, with <c>/v1/</c> and the slash at its end.</param>
/// <param name="ApiKey">The key, or null for a server that wants none or a pipeline that adds its own.</param>
internal sealed record ConnectionSettings(
    Uri Endpoint, string? ApiKey, TimeSpan Timeout, TimeSpan StreamIdleTimeout, long MaxResponseSize, TimeProvider TimeProvider, string UserAgent, ILogger Logger);
