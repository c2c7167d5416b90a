using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Transport;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>Requests to the embeddings API.</summary>
internal static class EmbeddingWorkloads
{
    internal const string Model = "mistral-embed";

    private const int Count = 128;
    private const int Dimensions = 1024;

    internal static Workload Create(bool base64)
    {
        var body = Samples.CreateEmbeddings(Count, Dimensions, base64);
        string[] values = [.. Enumerable.Range(0, Count).Select(i => $"The text number {i}.")];
        return new(
            base64 ? "128 x 1,024 embeddings as base64" : "128 x 1,024 embeddings as JSON numbers",
            "embedding",
            Count,
            1.05,
            base64 ? 1.0 : 1.05)
        {
            Implementations =
            [
                CreateBaseline(new(body, "application/json"), values, base64),
                CreateMistral(new(body, "application/json"), values, base64),
                OpenAIPeer.CreateEmbeddings(new(body, "application/json"), values),
            ],
        };
    }

    private static Implementation CreateBaseline(StubHandler server, string[] values, bool base64)
    {
        var client = Clients.CreateBaseline(new(server), model: Model);
        return new(Implementation.Baseline, server, async () => await client.GenerateAsync(values, base64), Describe);
    }

    private static Implementation CreateMistral(StubHandler server, string[] values, bool base64)
    {
        var generator = Clients.CreateMistralEmbeddings(new(server), Model);
        var options = base64 ? new EmbeddingGenerationOptions { AdditionalProperties = new() { ["encoding_format"] = "base64" } } : null;
        return new(Implementation.Mistral, server, async () => await generator.GenerateAsync(values, options), Describe);
    }

    private static string Describe(object result) =>
        Descriptions.Describe(((GeneratedEmbeddings<Embedding<float>>)result).Select(embedding => embedding.Vector));
}
