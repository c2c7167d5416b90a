using System.Globalization;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Workloads;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var check = args.Contains("--check");
Func<Workload>[] workloads =
[
    ChatWorkloads.ShortChat,
    () => ChatWorkloads.Stream(1000, oneEventPerRead: false),
    () => ChatWorkloads.Stream(1000, oneEventPerRead: true),
    ChatWorkloads.ToolCalls,
    () => EmbeddingWorkloads.Create(base64: false),
    () => EmbeddingWorkloads.Create(base64: true),
    ChatWorkloads.History,
    ChatWorkloads.Image,
];
foreach (var create in workloads)
{
    var workload = create();
    Console.WriteLine($"{workload.Name} (goal: bytes {workload.MaxBytes}, time {workload.MaxTime})");
    foreach (var result in await Runner.MeasureAsync(workload, check ? 0 : 15))
        Console.WriteLine($"  {result.Contestant,-24} {result.Bytes,12:N0} B  {result.BytesRatio,8:F2}  {result.Time.TotalMicroseconds,10:F1} us {result.TimeRatio,6:F2} [{result.LowRatio:F2}-{result.HighRatio:F2}]");
}
