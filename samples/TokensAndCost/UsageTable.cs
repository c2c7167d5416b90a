using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;

/// <summary>Prints the recorded tokens and costs as a table, with a row for each operation and model.</summary>
internal sealed class UsageTable : BaseExporter<Metric>
{
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var rows = new SortedDictionary<(string? Operation, string? Model), Row>();
        foreach (var metric in batch)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = ReadTags(point);
                var key = (tags.GetValueOrDefault("gen_ai.operation.name"), tags.GetValueOrDefault("gen_ai.response.model"));
                var row = rows.GetValueOrDefault(key) ?? new();
                rows[key] = metric.Name == UsageMetrics.Cost
                    ? row with { Cost = point.GetSumDouble() }
                    : tags["gen_ai.token.type"] == "input"
                        ? row with { Calls = point.GetHistogramCount(), Input = point.GetHistogramSum() }
                        : row with { Output = point.GetHistogramSum() };
            }
        }

        if (rows.Count > 0)
            Print(rows);
        return ExportResult.Success;
    }

    private static void Print(IReadOnlyDictionary<(string? Operation, string? Model), Row> rows)
    {
        Console.WriteLine($"\n{"Operation",-12}{"Model",-24}{"Calls",10}{"Input",10}{"Output",10}{"Dollars",12}");
        foreach (var ((operation, model), row) in rows)
        {
            var cost = row.Cost?.ToString("F6", CultureInfo.InvariantCulture) ?? "no price";
            Console.WriteLine($"{operation,-12}{model,-24}{row.Calls,10:N0}{row.Input,10:N0}{row.Output,10:N0}{cost,12}");
        }

        var total = rows.Values.Sum(row => row.Cost ?? 0).ToString("F6", CultureInfo.InvariantCulture);
        Console.WriteLine($"{"Total",-66}{total,12}");
    }

    private static Dictionary<string, string?> ReadTags(in MetricPoint point)
    {
        var tags = new Dictionary<string, string?>();
        foreach (var tag in point.Tags)
            tags[tag.Key] = tag.Value?.ToString();
        return tags;
    }

    private sealed record Row(long Calls = 0, double Input = 0, double Output = 0, double? Cost = null);
}
