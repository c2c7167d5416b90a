using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Embeddings;

/// <summary>Embeddings with the emulator, which validates requests and returns the embeddings in reverse order.</summary>
public sealed class EmbeddingsEmulatorTests : IAsyncLifetime
{
    private MistralEmulator _emulator = null!;
    private MistralClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await MistralEmulator.StartAsync(new() { ReverseEmbeddings = true }, TestContext.Current.CancellationToken);
        _client = new(new MistralClientOptions { Endpoint = _emulator.Endpoint, ApiKey = "test-key" });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Thousand_inputs_keep_their_order()
    {
        var generator = _client.AsIEmbeddingGenerator("mistral-embed");
        var texts = Enumerable.Range(0, 1000).Select(number => $"The price of article {number} is {number * 7} euros.").ToList();

        var embeddings = await generator.GenerateAsync(texts, null, TestContext.Current.CancellationToken);

        Assert.Equal(1000, embeddings.Count);
        Assert.All(embeddings, embedding => Assert.Equal(1024, embedding.Dimensions));
        foreach (var index in new[] { 0, 127, 128, 500, 999 })
            Assert.Equal(
                await generator.GenerateVectorAsync(texts[index], null, TestContext.Current.CancellationToken),
                embeddings[index].Vector,
                AreEqual);
        Assert.All(_emulator.Requests, request => Assert.Equal(200, request.StatusCode));
        Assert.True(embeddings.Usage!.InputTokenCount > 5000);
    }

    [Fact]
    public async Task Batches_over_the_token_limit_are_halved_until_accepted()
    {
        // The emulator counts one token for every two characters, but the client estimates one for every three: its batches are too large.
        var texts = Enumerable.Range(0, 12).Select(number => string.Concat(Enumerable.Repeat($"{(char)('a' + number)} ! ", 1000))).ToList();

        var embeddings = await _client.AsIEmbeddingGenerator("mistral-embed").GenerateAsync(
            texts, null, TestContext.Current.CancellationToken);

        Assert.Contains(_emulator.Requests, request => request.StatusCode is 400);
        Assert.Equal(12, embeddings.Count);
        Assert.Equal(12, embeddings.Select(embedding => string.Join(' ', embedding.Vector.ToArray())).Distinct().Count());
    }

    [Fact]
    public async Task Input_longer_than_the_limit_throws_and_is_named()
    {
        var texts = new[] { "short", string.Concat(Enumerable.Repeat("word ", 20_000)), "short too" };

        var error = await Assert.ThrowsAsync<MistralException>(
            () => _client.AsIEmbeddingGenerator("mistral-embed").GenerateAsync(texts, null, TestContext.Current.CancellationToken));

        Assert.StartsWith("Input 1 is longer than the embedding model accepts", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mistral-embed", null)]
    [InlineData("codestral-embed", 256)]
    public async Task Number_array_and_base64_give_the_same_vector(string model, int? dimensions)
    {
        var numbers = await _client.Embeddings.CreateAsync(
            new() { Model = model, Input = ["Hi"], OutputDimension = dimensions, EncodingFormat = "float" },
            TestContext.Current.CancellationToken);

        var vector = await _client.AsIEmbeddingGenerator(model, dimensions).GenerateVectorAsync(
            "Hi", null, TestContext.Current.CancellationToken);

        Assert.Equal(numbers.Data[0].Embedding!.ToSingles(), vector, AreEqual);
    }

    [Fact]
    public async Task Similar_texts_have_nearer_vectors_as_float_int8_and_binary()
    {
        string[] texts = ["A lamp can be returned within 30 days.", "Lamps can be returned in 30 days.", "Parcels leave Nantes at noon."];

        var singles = await EmbedAsync(_client.AsIEmbeddingGenerator("codestral-embed"), texts);
        Assert.True(CosineSimilarity(singles[0], singles[1]) > CosineSimilarity(singles[0], singles[2]));

        var signed = await EmbedAsync(_client.AsInt8EmbeddingGenerator("codestral-embed"), texts);
        Assert.True(CosineSimilarity(ToFloat(signed[0]), ToFloat(signed[1])) > CosineSimilarity(ToFloat(signed[0]), ToFloat(signed[2])));

        var unsigned = await EmbedAsync(_client.AsUInt8EmbeddingGenerator("codestral-embed"), texts);
        Assert.All(unsigned, embedding => Assert.Equal(1536, embedding.Dimensions));

        var bits = await EmbedAsync(_client.AsBinaryEmbeddingGenerator("codestral-embed", 512), texts);
        Assert.All(bits, embedding => Assert.Equal(512, embedding.Dimensions));
        Assert.True(HammingDistance(bits[0], bits[1]) < HammingDistance(bits[0], bits[2]));
    }

    [Fact]
    public async Task Bits_are_the_signs_of_the_floats()
    {
        var single = await _client.AsIEmbeddingGenerator("codestral-embed", 64).GenerateVectorAsync(
            "Hello there", null, TestContext.Current.CancellationToken);

        var bits = Assert.Single(await EmbedAsync(_client.AsBinaryEmbeddingGenerator("codestral-embed", 64), ["Hello there"]));

        Assert.Equal(single.ToArray().Select(number => number > 0), bits.Vector.Cast<bool>());
    }

    [Fact]
    public async Task Passage_relevant_to_the_question_is_the_nearest()
    {
        string[] passages =
        [
            "Returns: a lamp or any other article can be returned within 30 days of the day it was bought.",
            "Delivery: parcels leave our store in Nantes the same day when ordered before noon.",
            "Receipts: keep the receipt for two years, it is your proof of guarantee.",
        ];
        var generator = _client.AsIEmbeddingGenerator("mistral-embed");

        var vectors = await EmbedAsync(generator, passages);
        var question = Assert.Single(await EmbedAsync(generator, ["How many days do I have to return a lamp I bought?"]));

        Assert.Same(vectors[0], vectors.MaxBy(vector => CosineSimilarity(vector, question)));
    }

    [Fact]
    public async Task Unsupported_data_type_is_rejected_by_the_server()
    {
        var error = await Assert.ThrowsAsync<MistralException>(
            () => EmbedAsync(_client.AsInt8EmbeddingGenerator("mistral-embed"), ["a", "b"]));

        Assert.Contains("output_dtype", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Inputs 0 to 1: ", error.Message, StringComparison.Ordinal);
    }

    private static async Task<GeneratedEmbeddings<TEmbedding>> EmbedAsync<TEmbedding>(
        IEmbeddingGenerator<string, TEmbedding> generator, string[] texts)
        where TEmbedding : Embedding => await generator.GenerateAsync(texts, null, TestContext.Current.CancellationToken);

    private static bool AreEqual(ReadOnlyMemory<float> one, ReadOnlyMemory<float> other) => one.Span.SequenceEqual(other.Span);

    private static Embedding<float> ToFloat(Embedding<sbyte> embedding) => new(
        embedding.Vector.ToArray().Select(number => (float)number).ToArray());

    private static float CosineSimilarity(Embedding<float> one, Embedding<float> other) =>
        one.Vector.ToArray().Zip(other.Vector.ToArray(), (a, b) => a * b).Sum() / (Length(one) * Length(other));

    private static float Length(Embedding<float> embedding) => MathF.Sqrt(embedding.Vector.ToArray().Sum(number => number * number));

    private static int HammingDistance(BinaryEmbedding one, BinaryEmbedding other) =>
        one.Vector.Cast<bool>().Zip(other.Vector.Cast<bool>()).Count(pair => pair.First != pair.Second);
}
