namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Checks the options before an emulator starts.</summary>
internal static class EmulatorOptionsValidator
{
    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number or a time is out of range.</exception>
    /// <exception cref="ArgumentException">The origin is not valid, or the shares of the faults are more than 1 together.</exception>
    public static void Validate(MistralEmulatorOptions options)
    {
        RequireInRange(options.Port is >= 0 and <= ushort.MaxValue, nameof(options.Port), options.Port, "between 0 and 65535");
        RequirePositiveOrZero(options.MaxRecordedRequests, nameof(options.MaxRecordedRequests));
        RequirePositiveOrZero(options.MaxRecordedBytes, nameof(options.MaxRecordedBytes));
        if (options.Quota is { } quota)
            Validate(quota);
        Validate(options.Timing);
        Validate(options.RandomFaults);
        if (options.CorsOrigin is { } origin && !CorsPolicy.IsOrigin(origin))
            throw new ArgumentException(
                $"CorsOrigin must be an origin such as http://localhost:3000, * or null, but was \"{origin}\".", nameof(options));
    }

    private static void Validate(RateLimitQuota quota)
    {
        RequirePositiveOrZero(quota.Requests ?? 0, nameof(quota.Requests));
        RequirePositiveOrZero(quota.Tokens ?? 0, nameof(quota.Tokens));
        RequireInRange(quota.RequestWindow > TimeSpan.Zero, nameof(quota.RequestWindow), quota.RequestWindow, "positive");
        RequireInRange(quota.TokenWindow > TimeSpan.Zero, nameof(quota.TokenWindow), quota.TokenWindow, "positive");
    }

    private static void Validate(ResponseTiming timing)
    {
        RequireInRange(timing.Latency >= TimeSpan.Zero, nameof(timing.Latency), timing.Latency, "zero or more");
        RequireInRange(
            timing.TimeToFirstToken >= TimeSpan.Zero, nameof(timing.TimeToFirstToken), timing.TimeToFirstToken, "zero or more");
        RequireInRange(
            timing.TokensPerSecond is null or (> 0 and < double.PositiveInfinity),
            nameof(timing.TokensPerSecond), timing.TokensPerSecond, "more than 0");
        RequireInRange(timing.Jitter is >= 0 and <= 1, nameof(timing.Jitter), timing.Jitter, "between 0 and 1");
    }

    private static void Validate(IReadOnlyList<RandomFault> faults)
    {
        foreach (var fault in faults)
        {
            RequireInRange(fault.StatusCode is >= 400 and <= 599, nameof(fault.StatusCode), fault.StatusCode, "between 400 and 599");
            RequireInRange(fault.Share is >= 0 and <= 1, nameof(fault.Share), fault.Share, "between 0 and 1");
        }
        // The shares are binary fractions, whose sum can be slightly more than 1.
        if (faults.Sum(fault => fault.Share) > 1 + 1e-9)
            throw new ArgumentException("The shares of RandomFaults must be at most 1 together.", nameof(faults));
    }

    private static void RequirePositiveOrZero(long value, string name) => RequireInRange(value >= 0, name, value, "zero or more");

    private static void RequireInRange(bool isInRange, string name, object? value, string range)
    {
        if (!isInRange)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}, but was {value}.");
    }
}
