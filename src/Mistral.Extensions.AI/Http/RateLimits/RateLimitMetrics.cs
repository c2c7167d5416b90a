using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>
/// The metrics of rate limits, named as those of ASP.NET Core's rate limiting and OpenTelemetry's conventions for generative AI. Without a
/// listener, nothing is measured.
/// </summary>
internal static class RateLimitMetrics
{
    internal const string Acquired = "acquired";
    internal const string Canceled = "canceled";
    internal const string Failed = "failed";
    internal const string Rejected = "rejected";

    private static readonly Meter Meter = new("Mistral.Extensions.AI");

    private static readonly Histogram<double> TimeInQueue = Meter.CreateHistogram(
        "mistral.rate_limiting.request.time_in_queue",
        "s",
        "The time that requests waited for a lease of the rate limiter.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300] });

    private static readonly UpDownCounter<long> QueuedRequests = Meter.CreateUpDownCounter<long>(
        "mistral.rate_limiting.queued_requests", "{request}", "The number of requests that wait for a lease of the rate limiter.");

    private static readonly Counter<long> RejectedRequests = Meter.CreateCounter<long>(
        "mistral.rate_limiting.rejected_requests", "{request}", "The number of requests that the rate limiter rejected.");

    private static readonly Gauge<long> RemainingRequests = Meter.CreateGauge<long>(
        "mistral.rate_limit.remaining_requests", "{request}", "The number of requests that remain in the current minute.");

    private static readonly Gauge<long> RemainingTokens = Meter.CreateGauge<long>(
        "mistral.rate_limit.remaining_tokens", "{token}", "The number of tokens that remain in the current minute.");

    /// <summary>Counts a request that waits. Returns whether it was counted: a listener may start at any time.</summary>
    internal static bool EnterQueue(HttpRequestMessage request, string? model)
    {
        if (!QueuedRequests.Enabled)
            return false;

        QueuedRequests.Add(1, CreateTags(request, model));
        return true;
    }

    /// <summary>Counts a request that no longer waits.</summary>
    internal static void LeaveQueue(HttpRequestMessage request, string? model, bool wasCounted, TimeSpan wait, string result)
    {
        if (wasCounted)
            QueuedRequests.Add(-1, CreateTags(request, model));
        if (result is Rejected && RejectedRequests.Enabled)
            RejectedRequests.Add(1, CreateTags(request, model));
        if (!TimeInQueue.Enabled)
            return;

        var tags = CreateTags(request, model);
        tags.Add("mistral.rate_limiting.result", result);
        TimeInQueue.Record(wait.TotalSeconds, tags);
    }

    /// <summary>Records the remaining quota that the server reports.</summary>
    internal static void RecordQuota(HttpRequestMessage request, string? model, HttpResponseMessage response)
    {
        if ((!RemainingRequests.Enabled && !RemainingTokens.Enabled) || ResponseHeaders.GetRateLimit(response) is not { } limit)
            return;

        if (limit.RemainingRequests is { } requests)
            RemainingRequests.Record(requests, CreateTags(request, model));
        if (limit.RemainingTokens is { } tokens)
            RemainingTokens.Record(tokens, CreateTags(request, model));
    }

    private static TagList CreateTags(HttpRequestMessage request, string? model)
    {
        var tags = new TagList { { "server.address", request.RequestUri!.Host } };
        if (model is not null)
            tags.Add("gen_ai.request.model", model);
        return tags;
    }
}
