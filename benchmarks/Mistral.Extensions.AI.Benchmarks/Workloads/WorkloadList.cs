using Mistral.Extensions.AI.Benchmarks.Measuring;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>All workloads, in the order of the result table. Each is created when it is measured, because some need much memory.</summary>
internal static class WorkloadList
{
    internal static readonly Func<Workload>[] All =
    [
        ChatWorkloads.ShortChat,
        StreamWorkloads.AllBytesAvailable,
        StreamWorkloads.OneEventPerRead,
        ChatWorkloads.ToolCalls,
        () => EmbeddingWorkloads.Create(base64: false),
        () => EmbeddingWorkloads.Create(base64: true),
        ChatWorkloads.History,
        ChatWorkloads.Image,
    ];
}
