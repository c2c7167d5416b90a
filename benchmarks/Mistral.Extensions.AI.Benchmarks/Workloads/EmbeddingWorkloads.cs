using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Transport;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>Requests to the embeddings API.</summary>
internal static class EmbeddingWorkloads
{
    private const int Count = 128;
    private const int Dimensions = 1024;

    internal static Workload Create(bool base64)
    {
        var body = Samples.CreateEmbeddings(Count, Dimensions, base64);
        string[] values = [.. Enumerable.Range(0, Count).Select(i => $"The text number {i}.")];
        var baseline = Clients.CreateBaseline(new(new StubHandler(body, "application/json")));
        var generator = Clients.CreateMistralEmbeddings(new(new StubHandler(body, "application/json")));
        var options = base64 ? new EmbeddingGenerationOptions { AdditionalProperties = new() { ["encoding_format"] = "base64" } } : null;
        return new(
            base64 ? "128 x 1,024 embeddings as base64" : "128 x 1,024 embeddings as JSON numbers",
            "embedding",
            Count,
            1.05,
            base64 ? 1.0 : 1.05,
            [
                new("baseline", async () => await baseline.GenerateAsync(values, base64), Describe),
                new("Mistral.Extensions.AI", async () => await generator.GenerateAsync(values, options), Describe),
                OpenAIPeer.CreateEmbeddingImplementation(body, values),
            ]);
    }

    private static string Describe(object result) =>
        Descriptions.Describe(((GeneratedEmbeddings<Embedding<float>>)result).Select(embedding => embedding.Vector));
}
