using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>The cost of one unit of a workload at two sizes.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="SmallBytes">The bytes per unit at the small size.</param>
/// <param name="LargeBytes">The bytes per unit at the large size.</param>
/// <param name="SmallTime">The CPU time in microseconds per unit at the small size.</param>
/// <param name="LargeTime">The CPU time in microseconds per unit at the large size.</param>
internal sealed record Growth(GrowthWorkload Workload, double SmallBytes, double LargeBytes, double SmallTime, double LargeTime)
{
    /// <summary>Whether the bytes per unit stay the same. The time is not checked: it depends on the machine.</summary>
    internal bool IsLinear => LargeBytes <= SmallBytes * 1.1;

    internal static async Task<Growth> MeasureAsync(GrowthWorkload workload)
    {
        var (smallBytes, smallTime) = await MeasureAsync(workload, workload.Small);
        var (largeBytes, largeTime) = await MeasureAsync(workload, workload.Large);
        return new(workload, smallBytes, largeBytes, smallTime, largeTime);
    }

    private static async Task<(double Bytes, double Time)> MeasureAsync(GrowthWorkload workload, int size)
    {
        var runAsync = workload.Create(size);
        var (bytes, time) = (double.MaxValue, double.MaxValue);
        for (var run = 0; run < 5; run++)
        {
            GC.Collect();
            var (before, start) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
            await runAsync();
            time = Math.Min(time, (Environment.CpuUsage.TotalTime - start).TotalMicroseconds);
            bytes = Math.Min(bytes, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return (bytes / size, time / size);
    }
}
