namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>The limits of one model, learned from responses. Times are measured from any fixed time.</summary>
internal sealed class ModelLimits
{
    private readonly SlidingQuota _requests = new();
    private readonly SlidingQuota _tokens = new();
    private TimeSpan _blockedUntil;

    // The tokens that requests cost, divided by their estimates; null until a response has reported them.
    private double? _costPerEstimate;
    private double _lastReport;

    /// <summary>Whether a limit is known.</summary>
    internal bool IsKnown => _requests.IsKnown || _tokens.IsKnown;

    /// <summary>Whether responses are awaited.</summary>
    internal bool IsInUse => _requests.InFlight > 0;

    /// <summary>The estimated number of requests that can be sent now; null if the limit is not known.</summary>
    internal double? AvailableRequests => _requests.IsKnown ? _requests.Available : null;

    /// <summary>Gets the time that the server has asked to wait; zero or less for none.</summary>
    internal TimeSpan GetBlockedTime(TimeSpan now) => _blockedUntil - now;

    /// <summary>Gets the time until the quota allows a request; zero or less for now.</summary>
    internal TimeSpan GetDelay(TimeSpan now, double requests, double estimatedTokens)
    {
        var (first, second) = (_requests.GetDelay(now, requests), _tokens.GetDelay(now, GetCost(estimatedTokens)));
        return first > second ? first : second;
    }

    /// <summary>Counts a request that is sent now.</summary>
    internal ModelUse Send(TimeSpan now, double requests, double estimatedTokens)
    {
        var tokens = GetCost(estimatedTokens);
        _requests.Send(now, requests);
        _tokens.Send(now, tokens);
        return new(requests, estimatedTokens, tokens, _requests.TotalSent);
    }

    /// <summary>Ends a request without a response. The server may have counted it.</summary>
    internal void Complete(TimeSpan now, ModelUse use)
    {
        _requests.Complete(now, use.Requests, use.Requests);
        _tokens.Complete(now, use.Tokens, use.Tokens);
    }

    /// <summary>Ends a request and learns from the response.</summary>
    internal void Complete(TimeSpan now, ModelUse use, HttpResponseMessage response, TimeProvider timeProvider)
    {
        var limit = ResponseHeaders.GetRateLimit(response);
        // A request that is rejected because of a rate limit does not count.
        var isRejected = (int)response.StatusCode is 429;
        var tokens = isRejected ? 0 : limit?.QueryCost ?? (response.IsSuccessStatusCode ? use.Tokens : 0);
        _requests.Complete(now, use.Requests, isRejected ? 0 : use.Requests);
        _tokens.Complete(now, use.Tokens, tokens);

        if (limit?.QueryCost > 0 && use.EstimatedTokens > 0)
            LearnCost(tokens / use.EstimatedTokens);
        if (limit is not null)
            Report(now, use, limit);
        if (isRejected && ResponseHeaders.GetRetryAfter(response, timeProvider) is { } delay && now + delay > _blockedUntil)
            _blockedUntil = now + delay;
    }

    private double GetCost(double estimatedTokens) => estimatedTokens * (_costPerEstimate ?? 1);

    private void LearnCost(double costPerEstimate) =>
        _costPerEstimate = _costPerEstimate is { } average ? average + (costPerEstimate - average) / 5 : costPerEstimate;

    private void Report(TimeSpan now, ModelUse use, MistralRateLimit limit)
    {
        // Responses may be received in another order. The server counts requests when it receives them, and tokens when it responds.
        if (limit is { RequestsPerMinute: { } requests, RemainingRequests: { } remaining } && use.Position >= _lastReport)
        {
            _lastReport = use.Position;
            _requests.Report(now, requests, remaining, _requests.TotalSent - use.Position);
        }

        if (limit is { TokensPerMinute: { } tokens, RemainingTokens: { } remainingTokens })
            _tokens.Report(now, tokens, remainingTokens, _tokens.InFlight);
    }
}
