using System.Diagnostics;

namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>Measures the implementations of a workload alternately, so that a temporarily slow machine affects all of them.</summary>
internal static class Runner
{
    /// <summary>Measures a workload.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="rounds">The number of timed rounds; 0 measures only bytes.</param>
    /// <exception cref="InvalidOperationException">An implementation does not return the same result as the baseline.</exception>
    internal static async Task<IReadOnlyList<Measurement>> MeasureAsync(Workload workload, int rounds)
    {
        await VerifyAsync(workload);
        var runs = new int[workload.Implementations.Count];
        var bytes = new long[workload.Implementations.Count];
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = await WarmUpAsync(workload.Implementations[i]);
            bytes[i] = await CountBytesAsync(workload.Implementations[i]);
        }

        var times = await MeasureTimesAsync(workload, runs, rounds);
        return [.. workload.Implementations.Select((implementation, i) => CreateMeasurement(implementation.Name, i, bytes, times))];
    }

    private static async Task VerifyAsync(Workload workload)
    {
        string? expected = null;
        foreach (var implementation in workload.Implementations)
        {
            var description = implementation.Describe(await implementation.RunAsync());
            expected ??= description;
            if (description != expected)
                throw new InvalidOperationException(
                    $"{implementation.Name} returns another result for {workload.Name}: \"{description}\" instead of \"{expected}\".");
        }
    }

    // Returns the number of runs that take about 20 ms, so that the clock resolution and a garbage collection have little influence.
    private static async Task<int> WarmUpAsync(Implementation implementation)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        for (; count < 40 || (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(600) && count < 20_000); count++)
            await implementation.RunAsync();

        start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 10; i++)
            await implementation.RunAsync();
        return (int)Math.Clamp(TimeSpan.FromMilliseconds(20) / (Stopwatch.GetElapsedTime(start) / 10), 1, 5000);
    }

    // The minimum of several samples: background work of the runtime, such as compilation, only adds bytes.
    private static async Task<long> CountBytesAsync(Implementation implementation)
    {
        var minimum = long.MaxValue;
        for (var sample = 0; sample < 7; sample++)
        {
            const int Runs = 10;
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Runs; i++)
                await implementation.RunAsync();
            minimum = Math.Min(minimum, (GC.GetTotalAllocatedBytes(precise: true) - before) / Runs);
        }

        return minimum;
    }

    private static async Task<double[][]> MeasureTimesAsync(Workload workload, int[] runs, int rounds)
    {
        var times = workload.Implementations.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < runs.Length; turn++)
            {
                // Each round starts with a different implementation.
                var i = (round + turn) % runs.Length;
                GC.Collect();
                var start = Stopwatch.GetTimestamp();
                for (var run = 0; run < runs[i]; run++)
                    await workload.Implementations[i].RunAsync();
                times[i][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / runs[i];
            }
        }

        return times;
    }

    private static Measurement CreateMeasurement(string name, int index, long[] bytes, double[][] times)
    {
        var ratios = times[index].Zip(times[0], (time, baseline) => time / baseline).Order().ToArray();
        return new(
            name,
            bytes[index],
            (double)bytes[index] / bytes[0],
            TimeSpan.FromMicroseconds(Quantile([.. times[index].Order()], 0.5)),
            Quantile(ratios, 0.5),
            Quantile(ratios, 0.25),
            Quantile(ratios, 0.75));
    }

    private static double Quantile(double[] sorted, double quantile) =>
        sorted.Length == 0 ? 0 : sorted[(int)(quantile * (sorted.Length - 1))];
}
