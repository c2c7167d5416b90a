using System.Diagnostics;
using OpenTelemetry;

/// <summary>Prints each span when it ends.</summary>
internal sealed class SpanPrinter : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        Console.WriteLine($"{data.DisplayName} ({data.Source.Name}, {data.Duration.TotalMilliseconds:F0} ms)");
        foreach (var (name, value) in data.TagObjects)
            Console.WriteLine($"  {name} = {value}");
    }
}
