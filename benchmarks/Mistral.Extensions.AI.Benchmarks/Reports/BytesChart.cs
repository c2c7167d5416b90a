using System.Globalization;
using System.Net;
using System.Text;

namespace Mistral.Extensions.AI.Benchmarks.Reports;

/// <summary>Draws the allocated bytes of all workloads as multiples of the baseline, on a logarithmic scale, as SVG.</summary>
internal static class BytesChart
{
    private const int LabelWidth = 300;
    private const int ChartWidth = 420;
    private const int RowHeight = 44;
    private const int Top = 50;
    private const double MinRatio = 0.1;
    private const double MaxRatio = 10_000;

    internal static string Create(Results results)
    {
        var height = Top + (results.Workloads.Count * RowHeight) + 20;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{LabelWidth + ChartWidth + 80}} {{height}}"
                 font-family="sans-serif" font-size="13">
            <style>
              text { fill: #1f2328 } .mistral { fill: #fa520f } .openai { fill: #8c959f } line { stroke: #8c959f }
              @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
            </style>
            <text x="10" y="20">Allocated bytes as a multiple of a hand-written client (logarithmic scale)</text>
            <rect class="mistral" x="10" y="30" width="10" height="10"/><text x="26" y="40">Mistral.Extensions.AI</text>
            <rect class="openai" x="190" y="30" width="10" height="10"/><text x="206" y="40">OpenAI</text>

            """);
        for (var row = 0; row < results.Workloads.Count; row++)
            AppendRow(svg, results, row);
        var one = LabelWidth + Scale(1);
        svg.Append(
            CultureInfo.InvariantCulture, $"""<line x1="{one:F1}" y1="{Top}" x2="{one:F1}" y2="{height - 15}" stroke-dasharray="3 3"/>""");
        return svg.Append("\n</svg>\n").ToString();
    }

    private static void AppendRow(StringBuilder svg, Results results, int row)
    {
        var (workload, measurements) = results.Workloads[row];
        var y = Top + (row * RowHeight);
        var name = WebUtility.HtmlEncode(workload.Name);
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{LabelWidth - 8}" y="{y + 24}" text-anchor="end">{name}</text>""");
        AppendBar(svg, "mistral", y + 4, measurements[1].BytesRatio);
        AppendBar(svg, "openai", y + 22, measurements[2].BytesRatio);
    }

    private static void AppendBar(StringBuilder svg, string name, int y, double ratio)
    {
        var width = Scale(ratio);
        svg.Append(CultureInfo.InvariantCulture, $"""<rect class="{name}" x="{LabelWidth}" y="{y}" width="{width:F1}" height="14"/>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{LabelWidth + width + 5:F1}" y="{y + 12}">{ratio:N2}</text>""").Append('\n');
    }

    private static double Scale(double ratio) =>
        ChartWidth * Math.Log10(Math.Clamp(ratio, MinRatio, MaxRatio) / MinRatio) / Math.Log10(MaxRatio / MinRatio);
}
