using System.Globalization;
using System.Net;
using System.Text;
using Mistral.Extensions.AI.Benchmarks.Measuring;

namespace Mistral.Extensions.AI.Benchmarks.Reports;

/// <summary>Draws bytes and times of all workloads as multiples of the baseline, on logarithmic scales, as SVG.</summary>
internal static class PerformanceChart
{
    private const string Title = "Cost of a call as a multiple of a minimal client written by hand (less is better, logarithmic scale)";
    private const int LabelWidth = 300;
    private const int Width = 980;
    private const int Top = 78;
    private const int RowHeight = 52;
    private const int BarHeight = 12;

    private static readonly (string Implementation, string Class)[] Series =
        [(Implementation.Mistral, "mistral"), (Implementation.OpenAI, "openai"), (Implementation.Anthropic, "anthropic")];

    internal static string Create(Results results)
    {
        var bottom = Top + (results.Workloads.Count * RowHeight);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{bottom + 26}}" font-family="sans-serif" font-size="12">
            <style>
              text { fill: #1f2328 } .axis { fill: #59636e } .mistral { fill: #fa520f }
              .openai { fill: #59636e } .anthropic { fill: #a8b1bb } .grid { stroke: #d1d9e0 } .one { stroke: #1f2328 }
              @media (prefers-color-scheme: dark) {
                text { fill: #f0f6fc } .axis { fill: #9198a1 } .openai { fill: #9198a1 } .anthropic { fill: #59636e }
                .grid { stroke: #30363d } .one { stroke: #f0f6fc }
              }
            </style>
            <text x="10" y="20" font-size="14">{{Title}}</text>

            """);
        AppendLegend(svg);
        for (var row = 0; row < results.Workloads.Count; row++)
        {
            var name = WebUtility.HtmlEncode(results.Workloads[row].Workload.Name);
            svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{LabelWidth - 10}" y="{Top + (row * RowHeight) + 27}" text-anchor="end">{name}</text>

                """);
        }

        AppendPanel(svg, results, new(LabelWidth, 340, 0.1, 100_000), bottom, "allocated bytes", result => result.BytesRatio);
        AppendPanel(svg, results, new(LabelWidth + 390, 240, 0.1, 1000), bottom, "CPU time", result => result.Time!.Ratio);
        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendLegend(StringBuilder svg)
    {
        var x = 10;
        foreach (var (name, style) in Series)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <rect class="{style}" x="{x}" y="34" width="11" height="11"/><text x="{x + 16}" y="44">{name}</text>

                """);
            x += 40 + (name.Length * 7);
        }
    }

    private static void AppendPanel(
        StringBuilder svg, Results results, LogarithmicScale scale, int bottom, string title, Func<Measurement, double> getRatio)
    {
        svg.Append(CultureInfo.InvariantCulture, $"""
            <text x="{scale.Left}" y="{Top - 12}" font-weight="bold">{title}</text>

            """);
        foreach (var tick in scale.Ticks)
            AppendTick(svg, tick, scale.GetX(tick), bottom);
        for (var row = 0; row < results.Workloads.Count; row++)
        {
            var y = Top + (row * RowHeight) + 5;
            foreach (var (name, style) in Series)
            {
                if (results.Workloads[row].Measurements.FirstOrDefault(result => result.Implementation == name) is { } measurement)
                    AppendBar(svg, style, scale, y, getRatio(measurement));
                y += BarHeight + 1;
            }
        }
    }

    private static void AppendTick(StringBuilder svg, double tick, double x, int bottom) => svg.Append(CultureInfo.InvariantCulture, $"""
        <line class="{(tick == 1 ? "one" : "grid")}" x1="{x:F1}" y1="{Top}" x2="{x:F1}" y2="{bottom}"/>
        <text class="axis" x="{x:F1}" y="{bottom + 16}" text-anchor="middle">{tick.ToString("#,0.#", CultureInfo.InvariantCulture)}</text>

        """);

    // A bar starts at the baseline. One that is shorter than the baseline has its number on the other side.
    private static void AppendBar(StringBuilder svg, string style, LogarithmicScale scale, int y, double ratio)
    {
        var (one, end) = (scale.GetX(1), scale.GetX(ratio));
        var number = ratio.ToString(ratio < 10 ? "N2" : "N0", CultureInfo.InvariantCulture);
        svg.Append(CultureInfo.InvariantCulture, $"""
            <rect class="{style}" x="{Math.Min(one, end):F1}" y="{y}" width="{Math.Abs(end - one):F1}" height="{BarHeight}"/>
            <text x="{Math.Max(one, end) + 4:F1}" y="{y + 10}" font-size="11">{number}</text>

            """);
    }

    private sealed record LogarithmicScale(int Left, int Width, double Min, double Max)
    {
        internal IEnumerable<double> Ticks
        {
            get
            {
                for (var tick = Min; tick <= Max; tick *= 10)
                    yield return Math.Round(tick, 3);
            }
        }

        internal double GetX(double value) => Left + (Width * Math.Log10(Math.Clamp(value, Min, Max) / Min) / Math.Log10(Max / Min));
    }
}
