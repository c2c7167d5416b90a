using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Mistral.Extensions.AI.Benchmarks.Reports;

/// <summary>Writes the results as Markdown tables.</summary>
internal static class MarkdownReport
{
    internal static string Create(Results results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Results of the benchmarks

            {DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription},
            {RuntimeInformation.FrameworkDescription}.
            Times are medians of rounds that run all implementations, with the quartiles of the ratios. Bytes are exact.


            """);
        AppendWorkloads(text, results);
        AppendProcesses(text, results);
        AppendGrowth(text, results);
        return text.ToString();
    }

    private static void AppendWorkloads(StringBuilder text, Results results)
    {
        AppendRow(text, "workload", "implementation", "bytes", "bytes / unit", "bytes x baseline", "time", "time x baseline");
        AppendRow(text, "---", "---", "--:", "--:", "--:", "--:", "--:");
        foreach (var (workload, measurements) in results.Workloads)
        {
            foreach (var result in measurements)
            {
                AppendRow(
                    text,
                    workload.Name,
                    result.Implementation,
                    $"{result.Bytes:N0}",
                    $"{result.Bytes / (double)workload.Units:N0}",
                    $"{result.BytesRatio:N2}",
                    $"{result.Time.TotalMicroseconds:N1} µs",
                    $"{result.TimeRatio:N2} ({result.LowRatio:N2} to {result.HighRatio:N2})");
            }
        }
    }

    private static void AppendProcesses(StringBuilder text, Results results)
    {
        if (results.Processes.Count == 0)
            return;

        text.AppendLine();
        AppendRow(text, "in separate processes", "baseline", "Mistral.Extensions.AI", "OpenAI");
        AppendRow(text, "---", "--:", "--:", "--:");
        foreach (var process in results.Processes)
            AppendRow(text, [process.Name, .. process.Values.Select((value, i) => $"{value:N2} {process.Unit} ({process.Ratio(i):N2})")]);
    }

    private static void AppendGrowth(StringBuilder text, Results results)
    {
        if (results.Growth.Count == 0)
            return;

        text.AppendLine();
        AppendRow(text, "growth", "size", "bytes / unit", "time / unit");
        AppendRow(text, "---", "--:", "--:", "--:");
        foreach (var growth in results.Growth)
        {
            var ((name, _, small, large, _), smallBytes, largeBytes, smallTime, largeTime) = growth;
            AppendRow(text, name, $"{small:N0}", $"{smallBytes:N0}", $"{smallTime.TotalNanoseconds:N0} ns");
            AppendRow(text, "", $"{large:N0}", $"{largeBytes:N0}", $"{largeTime.TotalNanoseconds:N0} ns");
        }
    }

    private static void AppendRow(StringBuilder text, params string[] cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
