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
            var ratio = Math.Round(measurements[1].BytesRatio, 2);
            if (ratio > workload.MaxBytes)
                yield return $"{workload.Name}: {ratio:F2} times the bytes of the baseline, the goal is {workload.MaxBytes}.";
        }

        foreach (var (workload, small, large, _, _) in Growth.Where(growth => !growth.IsLinear))
            yield return $"{workload.Name}: {large:F0} bytes per {workload.Unit} instead of {small:F0}.";
    }
}
