using System.Diagnostics;
using System.Runtime;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>Reads many streams at the same time over loopback.</summary>
internal static class StreamLoad
{
    internal const int Streams = 200;

    /// <summary>Streams that the server sends as fast as it can: prints the CPU time in milliseconds and the peak memory in MB.</summary>
    internal static async Task RunAsync(string implementation, string port)
    {
        var readAsync = await CreateReaderAsync(implementation, port, "stream");
        var cpu = await MeasureAsync(readAsync, rounds: 3);
        Console.WriteLine($"{cpu.TotalMilliseconds} {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0}");
    }

    /// <summary>
    /// Streams with the speed of a fast model: prints the CPU time of a chunk in microseconds, and the number of such streams for which one
    /// core has the time. Each chunk arrives alone, so that the time includes the work of <see cref="HttpClient"/> and of the kernel.
    /// </summary>
    internal static async Task RunPacedAsync(string implementation, string port)
    {
        var readAsync = await CreateReaderAsync(implementation, port, "paced");
        var chunkTime = await MeasureAsync(readAsync, rounds: 1) / (Streams * StreamServer.Chunks);
        Console.WriteLine($"{chunkTime.TotalMicroseconds} {1 / (StreamServer.ChunksPerSecond * chunkTime.TotalSeconds)}");
    }

    // Reads fast streams until the runtime does not compile code any more, because its CPU time would be measured, too.
    private static async Task<Func<Task<int>>> CreateReaderAsync(string implementation, string port, string path)
    {
        const int MaxRounds = 15;
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var messages = Samples.CreateConversation(2, 200);
        var warmUpAsync = ProcessClients.CreateStreamReader(implementation, http, CreateEndpoint(port, "stream"), messages);
        var quietRounds = 0;
        for (var round = 0; round < MaxRounds && quietRounds < 2; round++)
        {
            var methods = JitInfo.GetCompiledMethodCount();
            await ReadAllAsync(warmUpAsync);
            quietRounds = JitInfo.GetCompiledMethodCount() == methods ? quietRounds + 1 : 0;
        }

        return ProcessClients.CreateStreamReader(implementation, http, CreateEndpoint(port, path), messages);
    }

    private static Uri CreateEndpoint(string port, string path) => new($"http://127.0.0.1:{port}/{path}/v1/");

    // Returns the CPU time of one round.
    private static async Task<TimeSpan> MeasureAsync(Func<Task<int>> readAsync, int rounds)
    {
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
