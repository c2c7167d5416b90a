using CommunityToolkit.VectorData.InMemory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Embeddings;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Embeddings;

/// <summary>Embeddings of Mistral's in a vector collection, and through the older interface.</summary>
public sealed class VectorCollectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_are_embedded_into_a_collection_and_found_again()
    {
        await using var emulated = await StartAsync("mistral-embed");
        using var store = new InMemoryVectorStore(new() { EmbeddingGenerator = emulated.Kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>() });
        using var passages = store.GetCollection<int, Passage>("passages");
        await passages.EnsureCollectionExistsAsync(Token);

        string[] texts =
        [
            "Returns: a lamp can be returned within 30 days.",
            "Delivery: parcels leave our store in Nantes the same day.",
            "Opening hours: from Tuesday to Saturday, from ten to seven.",
        ];
        await passages.UpsertAsync(texts.Select((text, number) => new Passage { Id = number, Text = text }), Token);
        var found = new List<string>();
        await foreach (var result in passages.SearchAsync("When is a lamp returned?", top: 1, cancellationToken: Token))
            found.Add(result.Record.Text);

        Assert.Equal(texts[0], Assert.Single(found));
        Assert.All(emulated.Bodies, request => Assert.Equal("mistral-embed", (string?)request["model"]));
        Assert.Equal(
            [.. texts, "When is a lamp returned?"], emulated.Bodies.SelectMany(request => request["input"]!.AsArray()).Select(text => (string?)text));
    }

    [Fact]
    public async Task Old_code_finds_the_service_it_asks_for()
    {
        await using var emulated = await StartAsync("mistral-embed");
#pragma warning disable CS0618 // Obsolete, and what old code asks for.
        var service = emulated.Kernel.GetRequiredService<ITextEmbeddingGenerationService>();
#pragma warning restore CS0618

        var vectors = await service.GenerateEmbeddingsAsync(["one", "two"], emulated.Kernel, Token);

        Assert.Equal(2, vectors.Count);
        Assert.All(vectors, vector => Assert.Equal(1024, vector.Length));
    }

    [Fact]
    public async Task The_dimensions_are_asked_for()
    {
        await using var emulated = await StartAsync("codestral-embed", 256);

        var vector = await emulated.Kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateVectorAsync("one", cancellationToken: Token);

        Assert.Equal(256, vector.Length);
        Assert.Equal(256, (int?)Assert.Single(emulated.Bodies)["output_dimension"]);
    }

    [Fact]
    public async Task Embeddings_with_a_key_of_their_own()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var kernel = Kernel.CreateBuilder().AddMistralEmbeddings("mistral-embed", "any", emulated.Emulator.Endpoint, "search").Build();

        await kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>("search").GenerateVectorAsync("one", cancellationToken: Token);

        Assert.Single(emulated.Bodies);
    }

    private static Task<EmulatedKernel> StartAsync(string model, int? dimensions = null) =>
        EmulatedKernel.StartAsync((builder, client) => builder.AddMistralEmbeddings(model, client, dimensions: dimensions));

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
