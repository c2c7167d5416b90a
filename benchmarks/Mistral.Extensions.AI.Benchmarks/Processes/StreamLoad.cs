using System.Diagnostics;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>Reads many streams at the same time over loopback.</summary>
internal static class StreamLoad
{
    internal const int Streams = 200;

    /// <summary>Streams that the server sends as fast as it can: prints the CPU time in milliseconds and the peak memory in MB.</summary>
    internal static async Task RunAsync(string implementation, string port)
    {
        var cpu = await MeasureAsync(implementation, new($"http://127.0.0.1:{port}/stream/v1/"), rounds: 3);
        Console.WriteLine($"{cpu.TotalMilliseconds} {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0}");
    }

    /// <summary>
    /// Streams with the speed of a fast model: prints the CPU time of a chunk in microseconds, and the number of such streams for which one
    /// core has the time. Each chunk arrives alone, so that the time includes the work of <see cref="HttpClient"/> and of the kernel.
    /// </summary>
    internal static async Task RunPacedAsync(string implementation, string port)
    {
        var cpu = await MeasureAsync(implementation, new($"http://127.0.0.1:{port}/paced/v1/"), rounds: 1);
        var chunkTime = cpu / (Streams * StreamServer.Chunks);
        Console.WriteLine($"{chunkTime.TotalMicroseconds} {1 / (StreamServer.ChunksPerSecond * chunkTime.TotalSeconds)}");
    }

    // Returns the CPU time of one round.
    private static async Task<TimeSpan> MeasureAsync(string implementation, Uri endpoint, int rounds)
    {
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var readAsync = ProcessClients.CreateStreamReader(implementation, http, endpoint, Samples.CreateConversation(2, 200));
        await ReadAllAsync(readAsync);
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        for (var round = 0; round < rounds; round++)
            await ReadAllAsync(readAsync);
        return (Process.GetCurrentProcess().TotalProcessorTime - start) / rounds;
    }

    private static async Task ReadAllAsync(Func<Task<int>> readAsync)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => readAsync()));
        if (counts.Any(count => count != StreamServer.Chunks))
            throw new InvalidOperationException($"A stream had {counts.First(count => count != StreamServer.Chunks)} chunks.");
    }
}
