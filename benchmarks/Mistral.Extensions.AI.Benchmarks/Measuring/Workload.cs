namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>A task that each implementation runs, so that their cost can be compared.</summary>
/// <param name="Name">The name in the result table.</param>
/// <param name="Unit">What <paramref name="Units"/> counts, for example <c>chunk</c>.</param>
/// <param name="Units">The number of units in one run.</param>
/// <param name="MaxBytes">The goal for the bytes that this library allocates, as a multiple of the bytes of the baseline.</param>
/// <param name="MaxTime">The goal for the time of this library on a quiet machine, as a multiple of the time of the baseline.</param>
internal sealed record Workload(string Name, string Unit, int Units, double MaxBytes, double MaxTime)
{
    /// <summary>The implementations. The first one is the baseline, the second one is this library.</summary>
    internal required IReadOnlyList<Implementation> Implementations { get; init; }

    // The ratios of the goals have two digits.
    internal bool MissesBytes(Measurement measurement) => Math.Round(measurement.BytesRatio, 2) > MaxBytes;

    internal bool MissesTime(Measurement measurement) => measurement.Time is { } time && Math.Round(time.Ratio, 2) > MaxTime;
}
