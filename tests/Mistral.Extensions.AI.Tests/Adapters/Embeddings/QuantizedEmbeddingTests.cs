using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Embeddings;

public sealed class QuantizedEmbeddingTests
{
    [Fact]
    public async Task Signed_bytes_are_requested_as_int8()
    {
        var server = CreateServer("[-128,0,127]");

        var embedding = await GenerateAsync(server.CreateClient().AsInt8EmbeddingGenerator("codestral-embed", 3));

        JsonAssert.Equal(
            """{"model":"codestral-embed","input":["a"],"output_dimension":3,"output_dtype":"int8"}""", server.SingleRequestBody());
        Assert.Equal([-128, 0, 127], embedding.Vector.ToArray());
    }

    [Fact]
    public async Task Unsigned_bytes_are_requested_as_uint8()
    {
        var server = CreateServer("[0,128,255]");

        var embedding = await GenerateAsync(server.CreateClient().AsUInt8EmbeddingGenerator("codestral-embed", 3));

        JsonAssert.Equal(
            """{"model":"codestral-embed","input":["a"],"output_dimension":3,"output_dtype":"uint8"}""", server.SingleRequestBody());
        Assert.Equal([0, 128, 255], embedding.Vector.ToArray());
    }

    [Fact]
    public async Task Bits_are_requested_as_ubinary_and_read_most_significant_first()
    {
        var server = CreateServer("[128,3]");

        var embedding = await GenerateAsync(server.CreateClient().AsBinaryEmbeddingGenerator("codestral-embed", 16));

        JsonAssert.Equal(
            """{"model":"codestral-embed","input":["a"],"output_dimension":16,"output_dtype":"ubinary"}""", server.SingleRequestBody());
        Assert.Equal(
            "1000000000000011",
            string.Concat(embedding.Vector.Cast<bool>().Select(bit => bit ? '1' : '0')));
        Assert.Equal(16, embedding.Dimensions);
    }

    [Fact]
    public async Task Base64_encoded_bytes_are_read()
    {
        Assert.Equal(
            [-128, -1, 127],
            (await GenerateAsync(CreateServer("\"gP9/\"").CreateClient().AsInt8EmbeddingGenerator("codestral-embed"))).Vector.ToArray());
        Assert.Equal(
            [128, 255, 127],
            (await GenerateAsync(CreateServer("\"gP9/\"").CreateClient().AsUInt8EmbeddingGenerator("codestral-embed"))).Vector.ToArray());
    }

    [Fact]
    public async Task Response_of_another_data_type_throws()
    {
        var error = await Assert.ThrowsAsync<MistralException>(
            () => GenerateAsync(CreateServer("[0.25]").CreateClient().AsInt8EmbeddingGenerator("codestral-embed")));

        Assert.StartsWith("Input 0: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("output_dtype", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_dtype_that_does_not_match_the_generator_throws()
    {
        var generator = NoNetwork.CreateClient().AsIEmbeddingGenerator("codestral-embed");
        var options = new EmbeddingGenerationOptions { RawRepresentationFactory = _ => new EmbeddingRequest { OutputDtype = "int8" } };

        var error = await Assert.ThrowsAsync<NotSupportedException>(
            () => generator.GenerateAsync(["a"], options, TestContext.Current.CancellationToken));

        Assert.Contains("int8", error.Message, StringComparison.Ordinal);
    }

    private static StubServer CreateServer(string vector) => StubServer.WithResponse(new JsonObject
    {
        ["model"] = "codestral-embed",
        ["data"] = new JsonArray(new JsonObject { ["index"] = 0, ["embedding"] = JsonNode.Parse(vector) }),
    }.ToJsonString());

    private static async Task<TEmbedding> GenerateAsync<TEmbedding>(IEmbeddingGenerator<string, TEmbedding> generator)
        where TEmbedding : Embedding =>
        Assert.Single(await generator.GenerateAsync(["a"], null, TestContext.Current.CancellationToken));
}
