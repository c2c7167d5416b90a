using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Server;

/// <summary>
/// The rate-limit headers of every answer. They count down as the server's do, but nothing is ever refused by them: a
/// new minute begins when one is used up.
/// </summary>
internal sealed class RateMeter
{
    private const int RequestsPerMinute = 2_000;
    private const int TokensPerMinute = 2_000_000;

    private int _requests;
    private int _tokens;

    public void Write(IHeaderDictionary headers, int tokenCost)
    {
        var requests = Interlocked.Increment(ref _requests) % RequestsPerMinute;
        var tokens = Interlocked.Add(ref _tokens, tokenCost) % TokensPerMinute;
        Set("limit-req-minute", RequestsPerMinute);
        Set("remaining-req-minute", RequestsPerMinute - requests);
        Set("limit-tokens-minute", TokensPerMinute);
        Set("remaining-tokens-minute", TokensPerMinute - tokens);
        Set("tokens-query-cost", tokenCost);

        void Set(string name, int value) => headers[$"x-ratelimit-{name}"] = value.ToString(CultureInfo.InvariantCulture);
    }
}
