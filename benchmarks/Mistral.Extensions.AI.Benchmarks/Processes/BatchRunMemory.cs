using System.Diagnostics;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>The memory of <see cref="BatchApi.RunAsync"/> for several numbers of requests. The emulator is in another process.</summary>
internal static class BatchRunMemory
{
    private const double Megabyte = 1024 * 1024;

    private static readonly int[] Counts = [10_000, 100_000, 1_000_000];

    /// <summary>Prints a table. Each run is in a new process.</summary>
    internal static async Task MeasureAsync()
    {
        var (emulator, port) = await ChildProcess.StartServerAsync("emulator");
        Console.WriteLine("| Requests | Peak memory | Managed heap |\n|--:|--:|--:|");
        foreach (var count in Counts)
        {
            var numbers = await ChildProcess.MeasureAsync("batch-run", port, $"{count}");
            Console.WriteLine($"| {count:N0} | {numbers[0]:N0} MB | {numbers[1]:N0} MB |");
        }

        emulator.StandardInput.Close();
        await emulator.WaitForExitAsync();
        emulator.Dispose();
    }

    /// <summary>Starts the emulator, prints its port and runs until the standard input ends.</summary>
    internal static async Task RunEmulatorAsync()
    {
        await using var emulator = await MistralEmulator.StartAsync(new() { MaxRecordedRequests = 0 });
        Console.WriteLine(emulator.Endpoint.Port);
        await Console.In.ReadToEndAsync();
    }

    /// <summary>
    /// Runs requests. Prints the peak of the resident memory, and the managed heap after a garbage collection when 90 % of the results were
    /// read, in MB.
    /// </summary>
    internal static async Task RunAsync(string port, int count)
    {
        using var client = new MistralClient(new MistralClientOptions { Endpoint = new($"http://127.0.0.1:{port}"), ApiKey = "key" });
        var options = new BatchRunOptions { RunId = $"{count}" };
        var (results, heap) = (0, 0L);
        await foreach (var result in client.Batch.RunAsync(BatchEndpoints.Embeddings, CreateRequests(count).ToAsyncEnumerable(), options))
        {
            result.GetResponse();
            // Only once: each forced garbage collection lowers the peak.
            if (++results == count / 10 * 9)
                heap = GC.GetTotalMemory(forceFullCollection: true);
        }

        if (results != count)
            throw new InvalidOperationException($"{count} requests have {results} results.");

        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Console.WriteLine($"{peak / Megabyte} {heap / Megabyte}");
    }

    // Few dimensions: with 1024, the files of the emulator would need 12 GB.
    private static IEnumerable<(string Id, EmbeddingRequest Request)> CreateRequests(int count) => Enumerable.Range(0, count).Select(
        i => ($"document-{i}", new EmbeddingRequest { Model = "codestral-embed", OutputDimension = 8, Input = [$"Text {i}"] }));
}
