using System.Diagnostics;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>Reads many streams at the same time over loopback.</summary>
internal static class StreamLoad
{
    private const int Streams = 200;

    /// <summary>Prints the CPU time in milliseconds and the peak of the resident memory in MB.</summary>
    internal static async Task RunAsync(string implementation, int port)
    {
        var readAsync = CreateReader(implementation, new($"http://127.0.0.1:{port}/stream/v1/"));
        await readAsync();
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        for (var round = 0; round < 3; round++)
            await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => readAsync()));
        var process = Process.GetCurrentProcess();
        Console.WriteLine($"{(process.TotalProcessorTime - start).TotalMilliseconds / 3} {process.PeakWorkingSet64 / 1048576.0}");
    }

    private static Func<Task> CreateReader(string implementation, Uri endpoint)
    {
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var messages = Samples.CreateConversation(2, 200);
        if (implementation == "openai")
        {
            var openAI = Clients.CreateOpenAI(http, endpoint).GetChatClient(Samples.Model);
            return () => CountAsync(openAI.CompleteChatStreamingAsync(OpenAIPeer.ToMessages(messages)));
        }

        var baseline = Clients.CreateBaseline(http, endpoint);
        var mistral = Clients.CreateMistral(http, endpoint);
        return implementation == "baseline"
            ? () => CountAsync(baseline.GetStreamingResponseAsync(messages, null))
            : () => CountAsync(mistral.GetStreamingResponseAsync(messages));
    }

    private static async Task CountAsync<T>(IAsyncEnumerable<T> updates)
    {
        var count = 0;
        await foreach (var _ in updates)
            count++;
        if (count != StreamServer.Chunks + 1)
            throw new InvalidOperationException($"The stream had {count} chunks.");
    }
}
