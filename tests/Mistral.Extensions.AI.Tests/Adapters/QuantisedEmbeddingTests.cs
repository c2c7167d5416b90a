using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

public sealed class QuantisedEmbeddingTests
{
    [Fact]
    public async Task Signed_bytes_are_asked_for_as_int8()
    {
        var server = Answering("[-128,0,127]");

        var embedding = await Generate(server.Client().AsInt8EmbeddingGenerator("codestral-embed", 3));

        JsonAssert.Equal("""{"model":"codestral-embed","input":["a"],"output_dimension":3,"output_dtype":"int8"}""", server.Body());
        Assert.Equal([-128, 0, 127], embedding.Vector.ToArray());
    }

    [Fact]
    public async Task Unsigned_bytes_are_asked_for_as_uint8()
    {
        var server = Answering("[0,128,255]");

        var embedding = await Generate(server.Client().AsUInt8EmbeddingGenerator("codestral-embed", 3));

        JsonAssert.Equal("""{"model":"codestral-embed","input":["a"],"output_dimension":3,"output_dtype":"uint8"}""", server.Body());
        Assert.Equal([0, 128, 255], embedding.Vector.ToArray());
    }

    [Fact]
    public async Task Bits_are_asked_for_as_ubinary_and_come_eight_in_a_byte_highest_first()
    {
        var server = Answering("[128,3]");

        var embedding = await Generate(server.Client().AsBinaryEmbeddingGenerator("codestral-embed", 16));

        JsonAssert.Equal("""{"model":"codestral-embed","input":["a"],"output_dimension":16,"output_dtype":"ubinary"}""", server.Body());
        Assert.Equal(
            "1000000000000011",
            string.Concat(embedding.Vector.Cast<bool>().Select(bit => bit ? '1' : '0')));
        Assert.Equal(16, embedding.Dimensions);
    }

    [Fact]
    public async Task A_server_that_sends_bytes_in_base64_is_understood()
    {
        Assert.Equal(
            [-128, -1, 127], (await Generate(Answering("\"gP9/\"").Client().AsInt8EmbeddingGenerator("codestral-embed"))).Vector.ToArray());
        Assert.Equal(
            [128, 255, 127],
            (await Generate(Answering("\"gP9/\"").Client().AsUInt8EmbeddingGenerator("codestral-embed"))).Vector.ToArray());
    }

    [Fact]
    public async Task A_server_that_sends_other_numbers_is_an_error()
    {
        var error = await Assert.ThrowsAsync<MistralException>(
            () => Generate(Answering("[0.25]").Client().AsInt8EmbeddingGenerator("codestral-embed")));

        Assert.StartsWith("Input 0: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("output_dtype", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generator_gives_no_other_numbers_than_it_says()
    {
        var generator = Nowhere.Client().AsIEmbeddingGenerator("codestral-embed");
        var options = new EmbeddingGenerationOptions { RawRepresentationFactory = _ => new EmbeddingRequest { OutputDtype = "int8" } };

        var error = await Assert.ThrowsAsync<NotSupportedException>(
            () => generator.GenerateAsync(["a"], options, TestContext.Current.CancellationToken));

        Assert.Contains("int8", error.Message, StringComparison.Ordinal);
    }

    private static StubServer Answering(string vector) => StubServer.Answering(new JsonObject
    {
        ["model"] = "codestral-embed",
        ["data"] = new JsonArray(new JsonObject { ["index"] = 0, ["embedding"] = JsonNode.Parse(vector) }),
    }.ToJsonString());

    private static async Task<TEmbedding> Generate<TEmbedding>(IEmbeddingGenerator<string, TEmbedding> generator)
        where TEmbedding : Embedding =>
        Assert.Single(await generator.GenerateAsync(["a"], null, TestContext.Current.CancellationToken));
}
