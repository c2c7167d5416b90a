using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Counts the requests and tokens of one model in the latest window. Thread-safe.</summary>
/// <param name="quota">The limits.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class ModelQuota(RateLimitQuota quota, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly Queue<Use> _uses = [];
    private long _requests;
    private long _tokens;

    private sealed record Use(long Timestamp, long Requests, long Tokens);

    /// <summary>Counts a request.</summary>
    /// <exception cref="ApiError">The requests or the tokens of the window are used up. The request does not count.</exception>
    public void AddRequest()
    {
        lock (_lock)
        {
            RemoveOld();
            if (_requests >= quota.Requests)
                throw CreateError("req", quota.Requests.Value, _requests, use => use.Requests);
            if (_tokens >= quota.Tokens)
                throw CreateError("tokens", quota.Tokens.Value, _tokens, use => use.Tokens);
            Add(requests: 1, tokens: 0);
        }
    }

    /// <summary>Counts the tokens of a stream.</summary>
    public void AddTokens(int tokens)
    {
        lock (_lock)
            Add(requests: 0, tokens);
    }

    /// <summary>Counts the tokens of a response, and adds the rate-limit headers, which the API does not send with streams.</summary>
    public void AddResponse(IHeaderDictionary headers, ApiResponse response)
    {
        lock (_lock)
        {
            RemoveOld();
            if (response.TokenCost > 0)
                Add(requests: 0, response.TokenCost);
            if (response.IsStream)
                return;
            SetLimit("req", quota.Requests, _requests);
            SetLimit("tokens", quota.Tokens, _tokens);
            headers["x-ratelimit-tokens-query-cost"] = Format(response.TokenCost);
        }

        void SetLimit(string unit, long? limit, long used)
        {
            foreach (var (name, value) in CreateHeaders(unit, limit, used))
                headers[name] = value;
        }
    }

    /// <summary>
    /// Creates the error. As recorded in August 2026, it has the headers of the limit that is used up and not those of the other one.
    /// </summary>
    private ApiError CreateError(string unit, long limit, long used, Func<Use, long> getCount)
    {
        var headers = CreateHeaders(unit, limit, used);
        if (quota.SendRetryAfter && limit > 0)
            headers["retry-after"] = Format((long)Math.Ceiling(GetTimeUntilFree(limit, used, getCount).TotalSeconds));
        return ApiError.RateLimited(headers);
    }

    /// <summary>Returns the time after which so many uses have left the window that the limit is not used up.</summary>
    private TimeSpan GetTimeUntilFree(long limit, long used, Func<Use, long> getCount)
    {
        var last = _uses.First(use => (used -= getCount(use)) < limit);
        return quota.Window - timeProvider.GetElapsedTime(last.Timestamp);
    }

    private static Dictionary<string, string> CreateHeaders(string unit, long? limit, long used) => limit is not { } value ? [] : new()
    {
        [$"x-ratelimit-limit-{unit}-minute"] = Format(value),
        [$"x-ratelimit-remaining-{unit}-minute"] = Format(Math.Max(0, value - used)),
    };

    private static string Format(long value) => value.ToString(CultureInfo.InvariantCulture);

    private void Add(long requests, long tokens)
    {
        _uses.Enqueue(new Use(timeProvider.GetTimestamp(), requests, tokens));
        _requests += requests;
        _tokens += tokens;
    }

    private void RemoveOld()
    {
        while (_uses.TryPeek(out var use) && timeProvider.GetElapsedTime(use.Timestamp) >= quota.Window)
        {
            _uses.Dequeue();
            _requests -= use.Requests;
            _tokens -= use.Tokens;
        }
    }
}
