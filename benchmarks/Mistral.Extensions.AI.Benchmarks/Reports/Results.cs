using Mistral.Extensions.AI.Benchmarks.Measuring;

namespace Mistral.Extensions.AI.Benchmarks.Reports;

/// <summary>Everything that one run of the program measured.</summary>
internal sealed record Results(
    IReadOnlyList<(Workload Workload, IReadOnlyList<Measurement> Measurements)> Workloads,
    IReadOnlyList<ProcessMeasurement> Processes,
    IReadOnlyList<Growth> Growth)
{
    /// <summary>The goals for bytes that are missed, as sentences.</summary>
    internal IEnumerable<string> GetMissedGoals()
    {
        foreach (var (workload, measurements) in Workloads)
        {
            // The ratios of the goals have two digits.
            if (Math.Round(measurements[1].BytesRatio, 2) > workload.MaxBytes)
                yield return $"{workload.Name}: {measurements[1].BytesRatio:F2} times the bytes of the floor, the goal is {workload.MaxBytes}.";
        }

        foreach (var growth in Growth.Where(growth => !growth.IsLinear))
            yield return $"{growth.Workload.Name}: {growth.LargeBytes:F0} bytes per {growth.Workload.Unit} instead of {growth.SmallBytes:F0}.";
    }
}
