using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// Adds the rate-limit headers to every response. The remaining requests and tokens decrease as on the server, but no request is
/// rejected: when a limit is used up, the count starts again.
/// </summary>
internal sealed class RateLimitHeaders
{
    private const int RequestsPerMinute = 2_000;
    private const int TokensPerMinute = 2_000_000;

    private int _requestCount;
    private int _tokenCount;

    /// <summary>Counts one request and its tokens, and adds the headers.</summary>
    public void AppendTo(IHeaderDictionary headers, int tokenCost)
    {
        var requests = Interlocked.Increment(ref _requestCount) % RequestsPerMinute;
        var tokens = Interlocked.Add(ref _tokenCount, tokenCost) % TokensPerMinute;
        Set("limit-req-minute", RequestsPerMinute);
        Set("remaining-req-minute", RequestsPerMinute - requests);
        Set("limit-tokens-minute", TokensPerMinute);
        Set("remaining-tokens-minute", TokensPerMinute - tokens);
        Set("tokens-query-cost", tokenCost);

        void Set(string name, int value) => headers[$"x-ratelimit-{name}"] = value.ToString(CultureInfo.InvariantCulture);
    }
}
