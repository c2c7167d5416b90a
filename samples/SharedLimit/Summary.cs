using Mistral.Extensions.AI.Emulator;

/// <summary>Compares the requests that the emulator received with the quota.</summary>
internal static class Summary
{
    private const double MinimumUse = 0.95;

    /// <summary>Prints the number of requests and of errors, and the used part of the quota.</summary>
    /// <returns>The exit code: 0 if no request was rejected and enough of the quota was used; otherwise 1.</returns>
    public static int Print(IReadOnlyList<RecordedRequest> requests, RateLimitQuota quota)
    {
        var rejected = requests.Count(request => request.StatusCode == 429);
        var other = requests.Count(request => request.StatusCode is not (200 or 429));
        var duration = requests[^1].ReceivedAt - requests[0].ReceivedAt;
        var allowed = quota.Requests!.Value * (duration / quota.RequestWindow);
        var use = (requests.Count - rejected - other) / allowed;
        Console.WriteLine($"{requests.Count} requests in {duration.TotalSeconds:F1} seconds; the quota of this time: {allowed:F0}");
        Console.WriteLine($"429: {rejected}, other errors: {other}, used quota: {use:P1}");
        return rejected + other == 0 && use >= MinimumUse ? 0 : 1;
    }
}
