using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Transport;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>A task that runs at two sizes. Its cost per unit must stay the same.</summary>
internal sealed record GrowthWorkload(string Name, string Unit, int Small, int Large, Func<int, Func<Task>> Create)
{
    internal static readonly GrowthWorkload[] All =
    [
        new("stream", "chunk", 10_000, 100_000, size => ReadStream(Samples.CreateStream(size))),
        new("conversation history", "message", 500, 5000, SendHistory),
        new("embeddings", "embedding", 1000, 10_000, CreateEmbeddings),
        new("tool call in many chunks", "chunk", 5000, 50_000, size => ReadStream(Samples.CreateToolCallStream(size))),
    ];

    private static Func<Task> ReadStream(byte[] body)
    {
        var client = Clients.CreateMistral(new(new StubHandler(body, "text/event-stream")));
        return async () =>
        {
            await foreach (var _ in client.GetStreamingResponseAsync("Hello"))
            {
            }
        };
    }

    private static Func<Task> SendHistory(int size)
    {
        var client = Clients.CreateMistral(new(new StubHandler(Samples.CreateCompletion("Yes."), "application/json")));
        var messages = Samples.CreateConversation(size, 400);
        return () => client.GetResponseAsync(messages);
    }

    private static Func<Task> CreateEmbeddings(int size)
    {
        const int BatchSize = 100;
        var body = Samples.CreateEmbeddings(BatchSize, 1024, base64: true);
        var generator = Clients.CreateMistralEmbeddings(new(new StubHandler(body, "application/json")), EmbeddingWorkloads.Model);
        string[] values = [.. Enumerable.Range(0, BatchSize).Select(i => $"The text number {i}.")];
        return async () =>
        {
            for (var done = 0; done < size; done += BatchSize)
                await generator.GenerateAsync(values);
        };
    }
}
