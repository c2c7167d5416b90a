using CommunityToolkit.VectorData.InMemory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Embeddings;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Embeddings;

/// <summary>Embedding models in a kernel, in a vector collection, and through the obsolete embedding service.</summary>
public sealed class EmbeddingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_in_a_vector_collection_are_embedded_and_found()
    {
        await using var fixture = await StartAsync("mistral-embed");
        var generator = fixture.Kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        using var store = new InMemoryVectorStore(new() { EmbeddingGenerator = generator });
        using var passages = store.GetCollection<int, Passage>("passages");
        await passages.EnsureCollectionExistsAsync(Token);

        string[] texts =
        [
            "Returns: a lamp can be returned within 30 days.",
            "Delivery: parcels leave our store in Nantes the same day.",
            "Opening hours: from Tuesday to Saturday, from ten to seven.",
        ];
        await passages.UpsertAsync(texts.Select((text, index) => new Passage { Id = index, Text = text }), Token);
        var results = new List<string>();
        await foreach (var result in passages.SearchAsync("When is a lamp returned?", top: 1, cancellationToken: Token))
            results.Add(result.Record.Text);

        Assert.Equal(texts[0], Assert.Single(results));
        Assert.All(fixture.RequestBodies, request => Assert.Equal("mistral-embed", (string?)request["model"]));
        Assert.Equal(
            [.. texts, "When is a lamp returned?"],
            fixture.RequestBodies.SelectMany(request => request["input"]!.AsArray()).Select(text => (string?)text));
    }

    [Fact]
    public async Task Obsolete_embedding_service_is_registered()
    {
        await using var fixture = await StartAsync("mistral-embed");
#pragma warning disable CS0618 // Obsolete, but existing code still requests it.
        var service = fixture.Kernel.GetRequiredService<ITextEmbeddingGenerationService>();
#pragma warning restore CS0618

        var vectors = await service.GenerateEmbeddingsAsync(["one", "two"], fixture.Kernel, Token);

        Assert.Equal(2, vectors.Count);
        Assert.All(vectors, vector => Assert.Equal(1024, vector.Length));
    }

    [Fact]
    public async Task Dimensions_are_sent()
    {
        await using var fixture = await StartAsync("codestral-embed", 256);

        var generator = fixture.Kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var vector = await generator.GenerateVectorAsync("one", cancellationToken: Token);

        Assert.Equal(256, vector.Length);
        Assert.Equal(256, (int?)Assert.Single(fixture.RequestBodies)["output_dimension"]);
    }

    [Fact]
    public async Task Embedding_model_can_have_its_own_API_key()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var kernel = Kernel.CreateBuilder()
            .AddMistralEmbeddings("mistral-embed", KernelFixture.ApiKey, fixture.Emulator.Endpoint, "search")
            .Build();

        var generator = kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>("search");
        await generator.GenerateVectorAsync("one", cancellationToken: Token);

        Assert.Single(fixture.RequestBodies);
    }

    private static Task<KernelFixture> StartAsync(string model, int? dimensions = null) =>
        KernelFixture.StartAsync((builder, client) => builder.AddMistralEmbeddings(model, client, dimensions: dimensions));

    internal sealed class Passage
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreData]
        public string Text { get; set; } = "";

        [VectorStoreVector(1024)]
        public string Embedding => Text;
    }
}
