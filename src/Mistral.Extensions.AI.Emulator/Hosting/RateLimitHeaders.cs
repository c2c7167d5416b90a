using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// The rate-limit headers of every answer. They count down as the server's do, but nothing is ever refused by them: a
/// new minute begins when one is used up.
/// </summary>
internal sealed class RateLimitHeaders
{
    private const int RequestsPerMinute = 2_000;
    private const int TokensPerMinute = 2_000_000;

    private int _requestCount;
    private int _tokenCount;

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
