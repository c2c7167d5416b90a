using Mistral.Extensions.AI.Benchmarks.Measuring;

namespace Mistral.Extensions.AI.Benchmarks.Reports;

/// <summary>Everything that one run of the program measured.</summary>
internal sealed record Results(
    IReadOnlyList<(Workload Workload, IReadOnlyList<Measurement> Measurements)> Workloads, IReadOnlyList<Growth> Growth)
{
    internal IReadOnlyList<ProcessMeasurement> Processes { get; init; } = [];

    /// <summary>The missed goals for bytes and memory, as sentences. Times are not among them: they depend on the machine.</summary>
    internal IEnumerable<string> GetMissedMemoryGoals()
    {
        foreach (var (workload, measurements) in Workloads)
        {
            var ratio = measurements[1].BytesRatio;
            if (workload.MissesBytes(measurements[1]))
                yield return $"{workload.Name}: {ratio:F2} times the bytes of the baseline, the goal is {workload.MaxBytes}.";
        }

        foreach (var process in Processes.Where(process => process.MissesGoal))
            yield return $"{process.Number.Name}: {process.Value:F2} {process.Number.Unit}, the goal is {process.Number.Max:F2}.";

        foreach (var (workload, small, large, _, _) in Growth.Where(growth => !growth.IsLinear))
            yield return $"{workload.Name}: {large:F0} bytes per {workload.Unit} instead of {small:F0}.";
    }
}
