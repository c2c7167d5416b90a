using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Counts the requests and tokens of one model in the latest windows. Thread-safe.</summary>
/// <param name="quota">The limits.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class ModelQuota(RateLimitQuota quota, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly SlidingWindow _requests = new(quota.RequestWindow, timeProvider);
    private readonly SlidingWindow _tokens = new(quota.TokenWindow, timeProvider);

    /// <summary>Counts a request.</summary>
    /// <exception cref="ApiError">The requests or the tokens of the window are used up. The request does not count.</exception>
    public void AddRequest()
    {
        lock (_lock)
        {
            if (_requests.GetUsed() >= quota.Requests)
                throw CreateError("req", quota.Requests.Value, _requests);
            if (_tokens.GetUsed() >= quota.Tokens)
                throw CreateError("tokens", quota.Tokens.Value, _tokens);
            _requests.Add(1);
        }
    }

    /// <summary>Counts the tokens of a stream.</summary>
    public void AddTokens(int tokens)
    {
        lock (_lock)
            _tokens.Add(tokens);
    }

    /// <summary>Counts the tokens of a response, and adds the rate-limit headers, which the API does not send with streams.</summary>
    public void AddResponse(IHeaderDictionary headers, ApiResponse response)
    {
        lock (_lock)
        {
            if (response.TokenCost > 0)
                _tokens.Add(response.TokenCost);
            if (response.IsStream)
                return;
            SetLimit("req", quota.Requests, _requests);
            SetLimit("tokens", quota.Tokens, _tokens);
            headers["x-ratelimit-tokens-query-cost"] = Format(response.TokenCost);
        }

        void SetLimit(string unit, long? limit, SlidingWindow window)
        {
            foreach (var (name, value) in CreateHeaders(unit, limit, window))
                headers[name] = value;
        }
    }

    /// <summary>
    /// Creates the error. As recorded in August 2026, it has the headers of the limit that is used up and not those of the other one.
    /// </summary>
    private ApiError CreateError(string unit, long limit, SlidingWindow window)
    {
        var headers = CreateHeaders(unit, limit, window);
        if (quota.SendRetryAfter && limit > 0)
            headers["retry-after"] = Format((long)Math.Ceiling(window.GetTimeUntilBelow(limit).TotalSeconds));
        return ApiError.RateLimited(headers);
    }

    private static Dictionary<string, string> CreateHeaders(string unit, long? limit, SlidingWindow window) =>
        limit is not { } value ? [] : new()
        {
            [$"x-ratelimit-limit-{unit}-minute"] = Format(value),
            [$"x-ratelimit-remaining-{unit}-minute"] = Format(Math.Max(0, value - window.GetUsed())),
        };

    private static string Format(long value) => value.ToString(CultureInfo.InvariantCulture);
}
