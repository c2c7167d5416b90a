using System.Globalization;
using System.Text;
using Mistral.Extensions.AI.Benchmarks.Measuring;

namespace Mistral.Extensions.AI.Benchmarks.Reports;

/// <summary>Writes the results as Markdown tables.</summary>
internal static class MarkdownReport
{
    private static readonly string[] ProcessImplementations =
        [Implementation.Baseline, Implementation.Mistral, Implementation.OpenAI, Implementation.Anthropic];

    internal static string Create(Results results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Results of the benchmarks

            {DateTime.UtcNow:yyyy-MM-dd}, {Machine.Describe()}.

            [docs/performance.md](../docs/performance.md) says what is measured. "x baseline" is a multiple of the baseline, a minimal
            client written by hand. Bytes are exact. Times are CPU times: medians of rounds in which all implementations run, and the
            quartiles of the ratios. "first call of a process" is elapsed time.


            """);
        AppendWorkloads(text, results);
        AppendProcesses(text, results);
        AppendGrowth(text, results);
        return text.ToString();
    }

    private static void AppendWorkloads(StringBuilder text, Results results)
    {
        var hasTimes = results.Workloads.Any(workload => workload.Measurements.Any(measurement => measurement.Time is not null));
        string[] bytes = ["bytes", "bytes / unit", "x baseline", "goal"];
        string[] times = ["CPU time", "CPU time / unit", "x baseline", "goal"];
        AppendHeader(text, ["workload", "implementation"], hasTimes ? [.. bytes, .. times] : bytes);
        foreach (var (workload, measurements) in results.Workloads)
        {
            foreach (var result in measurements)
            {
                string[] row =
                [
                    workload.Name,
                    result.Implementation,
                    $"{result.Bytes:N0}",
                    $"{result.Bytes / (double)workload.Units:N0} / {workload.Unit}",
                    $"{result.BytesRatio:N2}",
                    result == measurements[1] ? CreateGoal(workload.MaxBytes, workload.MissesBytes(result)) : "",
                ];
                AppendRow(text, result.Time is { } time ? [.. row, .. CreateTimes(workload, time, measurements[1])] : row);
            }
        }
    }

    private static string[] CreateTimes(Workload workload, TimeMeasurement time, Measurement mistral) =>
    [
        $"{time.Median.TotalMicroseconds:N1} µs",
        $"{time.Median.TotalMicroseconds / workload.Units:N2} µs",
        $"{time.Ratio:N2} ({time.LowRatio:N2} to {time.HighRatio:N2})",
        time == mistral.Time ? CreateGoal(workload.MaxTime, workload.MissesTime(mistral)) : "",
    ];

    private static void AppendProcesses(StringBuilder text, Results results)
    {
        if (results.Processes.Count == 0)
            return;

        text.AppendLine();
        var measured = ProcessImplementations.Where(name => results.Processes.Any(process => process.Values.ContainsKey(name))).ToList();
        AppendHeader(text, ["in separate processes"], [.. measured, "goal"]);
        foreach (var process in results.Processes)
            AppendRow(text, [process.Number.Name, .. measured.Select(name => CreateCell(process, name)), CreateGoal(process)]);
    }

    private static string CreateCell(ProcessMeasurement process, string implementation)
    {
        if (!process.Values.TryGetValue(implementation, out var value))
            return "";

        var ratio = implementation == Implementation.Baseline ? null : process.Ratio(implementation);
        return $"{value:N2} {process.Number.Unit}{(ratio is null ? "" : $" ({ratio:N2} x)")}";
    }

    private static string CreateGoal(ProcessMeasurement process) => process.Number switch
    {
        { Max: null } => "",
        { Max: { } max, Limit: Limit.MultipleOfBaseline } => CreateGoal(max, process.MissesGoal, " x"),
        { Max: { } max, Unit: var unit } => CreateGoal(max, process.MissesGoal, $" {unit}"),
    };

    private static string CreateGoal(double max, bool misses, string unit = "") => $"≤ {max:N2}{unit}{(misses ? ", missed" : "")}";

    private static void AppendGrowth(StringBuilder text, Results results)
    {
        if (results.Growth.Count == 0)
            return;

        text.AppendLine();
        AppendHeader(text, ["growth, only this library"], ["size", "bytes / unit", "CPU time / unit"]);
        foreach (var growth in results.Growth)
        {
            var ((name, unit, small, large, _), smallBytes, largeBytes, smallTime, largeTime) = growth;
            AppendRow(text, name, $"{small:N0} {unit}s", $"{smallBytes:N0}", $"{smallTime:N2} µs");
            AppendRow(text, "", $"{large:N0} {unit}s", $"{largeBytes:N0}", $"{largeTime:N2} µs");
        }
    }

    private static void AppendHeader(StringBuilder text, string[] names, string[] numbers)
    {
        AppendRow(text, [.. names, .. numbers]);
        AppendRow(text, [.. names.Select(_ => "---"), .. numbers.Select(_ => "--:")]);
    }

    private static void AppendRow(StringBuilder text, params string[] cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
