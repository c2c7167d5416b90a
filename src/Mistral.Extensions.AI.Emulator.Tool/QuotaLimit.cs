namespace Mistral.Extensions.AI.Emulator.Tool;

/// <summary>A rate limit of the command line, for example <c>tokens=20000/min</c>.</summary>
/// <param name="Unit">What is limited: <c>requests</c> or <c>tokens</c>.</param>
/// <param name="Count">The number of requests or tokens.</param>
/// <param name="Window">The time in which they are counted.</param>
internal sealed record QuotaLimit(string Unit, int Count, TimeSpan Window)
{
    /// <summary>The unit of requests.</summary>
    public const string Requests = "requests";

    /// <summary>The unit of tokens.</summary>
    public const string Tokens = "tokens";

    /// <summary>Returns the error of limits that are valid one by one, but not together; null if there is none.</summary>
    public static string? FindError(QuotaLimit[] limits) =>
        limits.GroupBy(limit => limit.Unit).FirstOrDefault(group => group.Count() > 1) is { } repeated
            ? $"must have one limit of {repeated.Key}, but had {repeated.Count()}."
            : null;

    /// <summary>Creates the quota of the emulator; null if there are no limits.</summary>
    public static RateLimitQuota? CreateQuota(IReadOnlyList<QuotaLimit> limits, bool sendRetryAfter)
    {
        var quota = new RateLimitQuota { SendRetryAfter = sendRetryAfter };
        foreach (var limit in limits)
        {
            quota = limit.Unit == Requests
                ? quota with { Requests = limit.Count, RequestWindow = limit.Window }
                : quota with { Tokens = limit.Count, TokenWindow = limit.Window };
        }
        return limits.Count == 0 ? null : quota;
    }
}
