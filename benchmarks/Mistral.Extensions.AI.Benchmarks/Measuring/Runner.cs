using System.Diagnostics;
using System.Runtime;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>Measures the implementations of a workload alternately, so that a temporarily slow machine affects all of them.</summary>
internal static class Runner
{
    /// <summary>Measures a workload.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="rounds">The number of timed rounds; 0 measures only bytes.</param>
    /// <exception cref="InvalidOperationException">
    /// An implementation does not send the same request as the baseline, or does not return the same result.
    /// </exception>
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
        return
        [
            .. workload.Implementations.Select((implementation, i) => new Measurement(
                implementation.Name, bytes[i], (double)bytes[i] / bytes[0], rounds == 0 ? null : CompareTimes(times[i], times[0]))),
        ];
    }

    private static async Task VerifyAsync(Workload workload)
    {
        string? expected = null;
        foreach (var implementation in workload.Implementations)
        {
            implementation.Server.KeepsRequest = true;
            var result = implementation.Describe(await implementation.RunAsync());
            var description = $"{RequestDescription.Create(implementation.Server.LastRequest!)}\nresult: {result}";
            implementation.Server.KeepsRequest = false;
            expected ??= description;
            if (description != expected)
            {
                throw new InvalidOperationException(
                    $"{workload.Name}: the request or the result of {implementation.Name} differs.\n{description}\nExpected:\n{expected}");
            }
        }
    }

    // Runs until the runtime does not replace code by optimized code any more. A fixed time is too short if other programs use the machine:
    // the runtime compiles on another thread. Returns the number of runs that take about 50 ms, so that the clock resolution and a garbage
    // collection have little influence.
    private static async Task<int> WarmUpAsync(Implementation implementation)
    {
        var timeLimit = Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency);
        var runs = 20;
        for (var quietPasses = 0; quietPasses < 4 && Stopwatch.GetTimestamp() < timeLimit;)
        {
            var methods = JitInfo.GetCompiledMethodCount();
            var start = Stopwatch.GetTimestamp();
            for (var run = 0; run < runs; run++)
                await implementation.RunAsync();
            quietPasses = JitInfo.GetCompiledMethodCount() == methods ? quietPasses + 1 : 0;
            runs = (int)Math.Clamp(runs * (TimeSpan.FromMilliseconds(50) / Stopwatch.GetElapsedTime(start)), 1, 10_000);
        }

        return runs;
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
            foreach (var i in GetOrder(round, runs.Length))
            {
                GC.Collect();
                // Not the elapsed time: other programs may use the machine as well.
                var start = Environment.CpuUsage.TotalTime;
                for (var run = 0; run < runs[i]; run++)
                    await workload.Implementations[i].RunAsync();
                times[i][round] = (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / runs[i];
            }
        }

        return times;
    }

    // Every second round has the opposite order, and each round starts with another implementation, so that none has a fixed predecessor.
    private static IEnumerable<int> GetOrder(int round, int count)
    {
        var order = Enumerable.Range(0, count).Select(turn => (round + turn) % count);
        return round % 2 == 0 ? order : order.Reverse();
    }

    private static TimeMeasurement CompareTimes(double[] times, double[] baseline)
    {
        var ratios = times.Zip(baseline, (time, other) => time / other).Order().ToArray();
        return new(
            TimeSpan.FromMicroseconds(Quantile([.. times.Order()], 0.5)),
            Quantile(ratios, 0.5),
            Quantile(ratios, 0.25),
            Quantile(ratios, 0.75));
    }

    private static double Quantile(double[] sorted, double quantile) => sorted[(int)(quantile * (sorted.Length - 1))];
}
