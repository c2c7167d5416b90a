using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Embeddings;

public sealed class EmbeddingGeneratorTests
{
    private const string TwoEmbeddings = """
        {"id":"embd-1","object":"list","model":"mistral-embed-2312",
         "data":[{"object":"embedding","embedding":[0.5,1],"index":1},{"object":"embedding","embedding":"AAAAPwAAgL8=","index":0}],
         "usage":{"prompt_tokens":15,"completion_tokens":0,"total_tokens":15} }
        """;

    [Fact]
    public async Task Inputs_are_sent_with_base64_encoding_and_embeddings_keep_input_order()
    {
        var server = StubServer.WithResponse(TwoEmbeddings);

        var embeddings = await GenerateAsync(server.CreateClient().AsIEmbeddingGenerator("mistral-embed"), null, "first", "second");

        JsonAssert.Equal("""{"model":"mistral-embed","input":["first","second"],"encoding_format":"base64"}""", server.SingleRequestBody());
        Assert.Equal([0.5f, -1f], embeddings[0].Vector.ToArray());
        Assert.Equal([0.5f, 1f], embeddings[1].Vector.ToArray());
        Assert.All(embeddings, embedding => Assert.Equal("mistral-embed-2312", embedding.ModelId));
        Assert.All(embeddings, embedding => Assert.NotNull(embedding.CreatedAt));
        Assert.Equal(
            (15L, 0L, 15L), (embeddings.Usage!.InputTokenCount, embeddings.Usage.OutputTokenCount ?? 0, embeddings.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task Options_of_the_call_override_those_of_the_generator()
    {
        var server = StubServer.WithResponse(TwoEmbeddings);

        await GenerateAsync(
            server.CreateClient().AsIEmbeddingGenerator("mistral-embed"),
            new()
            {
                ModelId = "codestral-embed",
                Dimensions = 2,
                AdditionalProperties = new() { ["metadata"] = new Dictionary<string, string> { ["user"] = "7" } },
            },
            "a", "b");

        JsonAssert.Equal(
            """
            {"model":"codestral-embed","input":["a","b"],"output_dimension":2,"encoding_format":"base64","metadata":{"user":"7"} }
            """,
            server.SingleRequestBody());
    }

    [Theory]
    [InlineData("codestral-embed", 512, null, null, 512)]
    [InlineData("codestral-embed", 512, null, 256, 256)]
    [InlineData("codestral-embed", 512, "codestral-embed-2505", null, null)]
    [InlineData("codestral-embed", 512, "codestral-embed-2505", 3072, 3072)]
    [InlineData(null, 512, "codestral-embed", null, 512)]
    [InlineData("mistral-embed", 1024, null, null, null)]
    [InlineData("mistral-embed", null, null, 1024, null)]
    [InlineData("future-embed", null, null, 4096, 4096)]
    public async Task Output_dimension_is_sent_only_when_the_model_supports_several_dimensions(
        string? model, int? generatorDimensions, string? callModel, int? callDimensions, int? expected)
    {
        var server = StubServer.WithResponse(TwoEmbeddings);

        await GenerateAsync(
            server.CreateClient().AsIEmbeddingGenerator(model, generatorDimensions),
            new() { ModelId = callModel, Dimensions = callDimensions },
            "a",
            "b");

        Assert.Equal(expected, (int?)server.SingleRequestBody()["output_dimension"]);
    }

    [Theory]
    [InlineData("mistral-embed", 512, "1024")]
    [InlineData("mistral-embed-2312", 3072, "1024")]
    [InlineData("codestral-embed", 3073, "3072")]
    public async Task Unsupported_dimensions_throw_before_sending(string model, int dimensions, string expectedText)
    {
        var client = NoNetwork.CreateClient();

        var callError = await Assert.ThrowsAsync<ArgumentException>(
            () => GenerateAsync(client.AsIEmbeddingGenerator(), new() { ModelId = model, Dimensions = dimensions }, "a"));
        var generatorError = Assert.Throws<ArgumentException>(() => client.AsIEmbeddingGenerator(model, dimensions));
        var requestError = await Assert.ThrowsAsync<ArgumentException>(() => GenerateAsync(
            client.AsIEmbeddingGenerator(model),
            new() { RawRepresentationFactory = _ => new EmbeddingRequest { OutputDimension = dimensions } },
            "a"));

        Assert.All(
            [callError, generatorError, requestError], error => Assert.Contains(expectedText, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Raw_request_overrides_portable_options()
    {
        var server = StubServer.WithResponse(TwoEmbeddings);
        var options = new EmbeddingGenerationOptions
        {
            ModelId = "mistral-embed",
            Dimensions = 64,
            RawRepresentationFactory = _ => new EmbeddingRequest
            {
                Model = "codestral-embed",
                EncodingFormat = "float",
                OutputDtype = "float",
                Metadata = new Dictionary<string, JsonElement> { ["user"] = JsonElement.Parse("7") },
            },
        };

        await GenerateAsync(server.CreateClient().AsIEmbeddingGenerator("mistral-embed"), options, "a", "b");

        JsonAssert.Equal(
            """
            {"model":"codestral-embed","input":["a","b"],"output_dimension":64,"output_dtype":"float","encoding_format":"float",
             "metadata":{"user":7} }
            """,
            server.SingleRequestBody());
    }

    [Fact]
    public async Task Empty_input_list_sends_no_request()
    {
        var embeddings = await GenerateAsync(NoNetwork.CreateClient().AsIEmbeddingGenerator("mistral-embed"), null);

        Assert.Empty(embeddings);
        Assert.Null(embeddings.Usage);
    }

    [Fact]
    public async Task Null_or_empty_input_throws_before_sending()
    {
        var generator = NoNetwork.CreateClient().AsIEmbeddingGenerator("mistral-embed");

        await Assert.ThrowsAsync<ArgumentNullException>(() => generator.GenerateAsync(null!, null, TestContext.Current.CancellationToken));
        Assert.Contains(
            "Input 1 is null or empty",
            (await Assert.ThrowsAsync<ArgumentException>(() => GenerateAsync(generator, null, "a", ""))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Input 0 is null or empty",
            (await Assert.ThrowsAsync<ArgumentException>(() => GenerateAsync(generator, null, null!, "b"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_model_and_invalid_arguments_throw_before_sending()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => GenerateAsync(NoNetwork.CreateClient().AsIEmbeddingGenerator(), null, "a"));

        Assert.Contains("EmbeddingGenerationOptions.ModelId", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => NoNetwork.CreateClient().AsIEmbeddingGenerator(" "));
        Assert.Throws<ArgumentException>(() => NoNetwork.CreateClient().AsIEmbeddingGenerator("codestral-embed", 0));
        Assert.Throws<ArgumentNullException>(() => ((MistralClient)null!).AsIEmbeddingGenerator("mistral-embed"));
    }

    [Theory]
    [InlineData("""{"data":[{"embedding":[1],"index":0}]}""", "1 embeddings for 2 inputs")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"embedding":[1],"index":0}]}""", "indexes")]
    [InlineData("""{"data":[{"embedding":[1],"index":1},{"embedding":[1],"index":2}]}""", "indexes")]
    [InlineData("""{"data":[{"embedding":[1],"index":-1},{"embedding":[1],"index":0}]}""", "indexes")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"index":1}]}""", "indexes")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},null]}""", "")]
    [InlineData("""{"data":[{"embedding":"AAA=","index":0},{"embedding":"AAA=","index":1}]}""", "not a multiple of 4")]
    [InlineData("""{"data":null}""", "$.data")]
    public async Task Malformed_response_throws_and_names_the_inputs(string responseBody, string expectedText)
    {
        var error = await Assert.ThrowsAsync<MistralException>(
            () => GenerateAsync(
                StubServer.WithResponse(responseBody).CreateClient().AsIEmbeddingGenerator("mistral-embed"), null, "a", "b"));

        Assert.Contains("Inputs 0 to 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embeddings_without_index_keep_response_order()
    {
        var server = StubServer.WithResponse("""{"data":[{"embedding":[1]},{"embedding":[2]}]}""");

        var embeddings = await GenerateAsync(server.CreateClient().AsIEmbeddingGenerator("mistral-embed"), null, "a", "b");

        Assert.Equal([1f, 2f], embeddings.Select(embedding => embedding.Vector.Span[0]));
    }

    [Theory]
    [InlineData("mistral-embed", null, 1024)]
    [InlineData("mistral-embed-2312", null, 1024)]
    [InlineData("codestral-embed", null, 1536)]
    [InlineData("codestral-embed-2505", 256, 256)]
    [InlineData("future-embed", null, null)]
    [InlineData(null, null, null)]
    public void Metadata_has_provider_model_and_dimensions(string? model, int? dimensions, int? expectedDimensions)
    {
        using var generator = NoNetwork.CreateClient().AsIEmbeddingGenerator(model, dimensions);

        var metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;

        Assert.Equal(
            ("mistral_ai", model, expectedDimensions), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Equal(new Uri("https://api.mistral.ai/v1/"), metadata.ProviderUri);
        Assert.Same(generator, generator.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
        Assert.NotNull(generator.GetService<EmbeddingsApi>());
        Assert.Null(generator.GetService<EmbeddingsApi>("key"));
        Assert.Null(generator.GetService<IChatClient>());
        Assert.Throws<ArgumentNullException>(() => generator.GetService(null!));
    }

    private static Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingGenerationOptions? options, params string[] texts) =>
        generator.GenerateAsync(texts, options, TestContext.Current.CancellationToken);
}
