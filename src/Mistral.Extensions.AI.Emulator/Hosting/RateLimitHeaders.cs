using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// Adds the rate-limit headers to responses that are not streams. The remaining requests and tokens decrease as on the server, but no
/// request is rejected: when a limit is used up, the count starts again.
/// </summary>
internal sealed class RateLimitHeaders
{
    private const int RequestsPerMinute = 2_000;
    private const int TokensPerMinute = 2_000_000;

    private int _requestCount;
    private int _tokenCount;

    /// <summary>Counts the tokens of a stream.</summary>
    public void AddTokens(int tokens) => Interlocked.Add(ref _tokenCount, tokens);

    /// <summary>Counts one request and its tokens, and adds the headers. The API sends none with streams.</summary>
    public void Count(IHeaderDictionary headers, ApiResponse response)
    {
        // The counts overflow after 2^31 tokens. The remainder must not be negative even then.
        var requests = (uint)Interlocked.Increment(ref _requestCount) % RequestsPerMinute;
        var tokens = (uint)Interlocked.Add(ref _tokenCount, response.TokenCost) % TokensPerMinute;
        if (response.IsStream)
            return;
        Set("limit-req-minute", RequestsPerMinute);
        Set("remaining-req-minute", RequestsPerMinute - requests);
        Set("limit-tokens-minute", TokensPerMinute);
        Set("remaining-tokens-minute", TokensPerMinute - tokens);
        Set("tokens-query-cost", response.TokenCost);

        void Set(string name, long value) => headers[$"x-ratelimit-{name}"] = value.ToString(CultureInfo.InvariantCulture);
    }
}
