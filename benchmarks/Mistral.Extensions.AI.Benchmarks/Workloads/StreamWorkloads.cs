using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Transport;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>Streams of the chat completions API.</summary>
internal static class StreamWorkloads
{
    private const int Chunks = 1000;

    internal static Workload AllBytesAvailable() =>
        Create("stream of 1,000 chunks, all bytes available", 0.40, 0.6, CreateScenario());

    internal static Workload OneEventPerRead() =>
        Create("stream of 1,000 chunks, one event per read", 0.35, 0.55, CreateScenario() with { HasOneEventPerRead = true });

    private static ChatScenario CreateScenario() =>
        new(() => Samples.CreateConversation(2, 200), Samples.CreateStream(Chunks), AnthropicSamples.CreateStream(Chunks));

    private static Workload Create(string name, double maxBytes, double maxTime, ChatScenario scenario)
    {
        var messages = scenario.CreateMessages();
        return new(name, "chunk", Chunks, maxBytes, maxTime)
        {
            Implementations =
            [
                CreateImplementation(Implementation.Baseline, scenario, http =>
                {
                    var client = Clients.CreateBaseline(http);
                    return () => client.GetStreamingResponseAsync(messages, null);
                }),
                CreateImplementation(Implementation.Mistral, scenario, http =>
                {
                    var client = Clients.CreateMistral(http);
                    return () => client.GetStreamingResponseAsync(messages);
                }),
                OpenAIPeer.CreateStream(scenario),
                AnthropicPeer.CreateStream(scenario),
            ],
        };
    }

    private static Implementation CreateImplementation(
        string name, ChatScenario scenario, Func<HttpClient, Func<IAsyncEnumerable<ChatResponseUpdate>>> create)
    {
        var reads = new SingleEventReads();
        var server = scenario.CreateStreamServer(reads);
        var stream = create(new(server));
        return new(name, server, scenario.CreateRun(reads, ConsumeAsync), Describe);

        // Keeps only the last update, as a program that prints a stream.
        async Task<object> ConsumeAsync()
        {
            var text = default(StreamedText);
            ChatResponseUpdate? last = null;
            await foreach (var update in stream())
            {
                // "foreach" would allocate an enumerator for each chunk, which is not a cost of the library.
                for (var i = 0; i < update.Contents.Count; i++)
                    text.Append((update.Contents[i] as TextContent)?.Text);
                last = update;
            }

            return (text, last);
        }
    }

    private static string Describe(object result)
    {
        var (text, last) = ((StreamedText, ChatResponseUpdate))result;
        return $"{text} {last.FinishReason} {last.Contents.OfType<UsageContent>().Single().Details.TotalTokenCount}";
    }
}
