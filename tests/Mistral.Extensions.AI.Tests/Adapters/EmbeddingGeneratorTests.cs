using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

public sealed class EmbeddingGeneratorTests
{
    private const string Two = """
        {"id":"embd-1","object":"list","model":"mistral-embed-2312",
         "data":[{"object":"embedding","embedding":[0.5,1],"index":1},{"object":"embedding","embedding":"AAAAPwAAgL8=","index":0}],
         "usage":{"prompt_tokens":15,"completion_tokens":0,"total_tokens":15} }
        """;

    [Fact]
    public async Task Texts_go_out_asking_for_bytes_and_come_back_in_their_order()
    {
        var server = StubServer.Answering(Two);

        var embeddings = await Generate(server.Client().AsIEmbeddingGenerator("mistral-embed"), null, "first", "second");

        JsonAssert.Equal("""{"model":"mistral-embed","input":["first","second"],"encoding_format":"base64"}""", server.Body());
        Assert.Equal([0.5f, -1f], embeddings[0].Vector.ToArray());
        Assert.Equal([0.5f, 1f], embeddings[1].Vector.ToArray());
        Assert.All(embeddings, embedding => Assert.Equal("mistral-embed-2312", embedding.ModelId));
        Assert.All(embeddings, embedding => Assert.NotNull(embedding.CreatedAt));
        Assert.Equal(
            (15L, 0L, 15L), (embeddings.Usage!.InputTokenCount, embeddings.Usage.OutputTokenCount ?? 0, embeddings.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task Options_of_the_call_come_before_those_of_the_generator()
    {
        var server = StubServer.Answering(Two);

        await Generate(
            server.Client().AsIEmbeddingGenerator("mistral-embed"),
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
            server.Body());
    }

    [Theory]
    [InlineData("codestral-embed", 512, null, null, 512)]
    [InlineData("codestral-embed", 512, null, 256, 256)]
    [InlineData("codestral-embed", 512, "codestral-embed-2505", null, null)]
    [InlineData("codestral-embed", 512, "codestral-embed-2505", 3072, 3072)]
    [InlineData(null, 512, "codestral-embed", null, 512)]
    [InlineData("mistral-embed", 1024, null, null, null)]
    [InlineData("mistral-embed", null, null, 1024, null)]
    [InlineData("embed-of-tomorrow", null, null, 4096, 4096)]
    public async Task Dimensions_are_asked_for_where_there_is_a_choice(
        string? model, int? ofGenerator, string? modelOfCall, int? ofCall, int? asked)
    {
        var server = StubServer.Answering(Two);

        await Generate(
            server.Client().AsIEmbeddingGenerator(model, ofGenerator), new() { ModelId = modelOfCall, Dimensions = ofCall }, "a", "b");

        Assert.Equal(asked, (int?)server.Body()["output_dimension"]);
    }

    [Theory]
    [InlineData("mistral-embed", 512, "1024")]
    [InlineData("mistral-embed-2312", 3072, "1024")]
    [InlineData("codestral-embed", 3073, "3072")]
    public async Task Dimensions_a_model_does_not_have_are_not_asked_for(string model, int dimensions, string problem)
    {
        var client = Nowhere.Client();

        var ofCall = await Assert.ThrowsAsync<ArgumentException>(
            () => Generate(client.AsIEmbeddingGenerator(), new() { ModelId = model, Dimensions = dimensions }, "a"));
        var ofGenerator = Assert.Throws<ArgumentException>(() => client.AsIEmbeddingGenerator(model, dimensions));
        var ofRequest = await Assert.ThrowsAsync<ArgumentException>(() => Generate(
            client.AsIEmbeddingGenerator(model),
            new() { RawRepresentationFactory = _ => new EmbeddingRequest { OutputDimension = dimensions } },
            "a"));

        Assert.All([ofCall, ofGenerator, ofRequest], error => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_request_of_the_caller_speaks_first()
    {
        var server = StubServer.Answering(Two);
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

        await Generate(server.Client().AsIEmbeddingGenerator("mistral-embed"), options, "a", "b");

        JsonAssert.Equal(
            """
            {"model":"codestral-embed","input":["a","b"],"output_dimension":64,"output_dtype":"float","encoding_format":"float","metadata":{"user":7} }
            """,
            server.Body());
    }

    [Fact]
    public async Task No_text_is_no_request_and_no_cost()
    {
        var embeddings = await Generate(Nowhere.Client().AsIEmbeddingGenerator("mistral-embed"), null);

        Assert.Empty(embeddings);
        Assert.Null(embeddings.Usage);
    }

    [Fact]
    public async Task What_cannot_be_embedded_is_not_sent()
    {
        var generator = Nowhere.Client().AsIEmbeddingGenerator("mistral-embed");

        await Assert.ThrowsAsync<ArgumentNullException>(() => generator.GenerateAsync(null!, null, TestContext.Current.CancellationToken));
        Assert.Contains(
            "Input 1 is empty",
            (await Assert.ThrowsAsync<ArgumentException>(() => Generate(generator, null, "a", ""))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Input 0 is empty",
            (await Assert.ThrowsAsync<ArgumentException>(() => Generate(generator, null, null!, "b"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_nothing_is_sent()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Generate(Nowhere.Client().AsIEmbeddingGenerator(), null, "a"));

        Assert.Contains("EmbeddingGenerationOptions.ModelId", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Nowhere.Client().AsIEmbeddingGenerator(" "));
        Assert.Throws<ArgumentException>(() => Nowhere.Client().AsIEmbeddingGenerator("codestral-embed", 0));
        Assert.Throws<ArgumentNullException>(() => ((MistralClient)null!).AsIEmbeddingGenerator("mistral-embed"));
    }

    [Theory]
    [InlineData("""{"data":[{"embedding":[1],"index":0}]}""", "1 embeddings for 2 texts")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"embedding":[1],"index":0}]}""", "indexes")]
    [InlineData("""{"data":[{"embedding":[1],"index":1},{"embedding":[1],"index":2}]}""", "indexes")]
    [InlineData("""{"data":[{"embedding":[1],"index":-1},{"embedding":[1],"index":0}]}""", "indexes")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"index":1}]}""", "indexes")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},null]}""", "")]
    [InlineData("""{"data":[{"embedding":"AAA=","index":0},{"embedding":"AAA=","index":1}]}""", "32-bit numbers")]
    [InlineData("""{"data":null}""", "$.data")]
    public async Task An_answer_that_does_not_fit_is_an_error_that_names_the_texts(string answer, string problem)
    {
        var error = await Assert.ThrowsAsync<MistralException>(
            () => Generate(StubServer.Answering(answer).Client().AsIEmbeddingGenerator("mistral-embed"), null, "a", "b"));

        Assert.Contains("Inputs 0 to 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_answer_says_no_index_its_order_is_that_of_the_texts()
    {
        var server = StubServer.Answering("""{"data":[{"embedding":[1]},{"embedding":[2]}]}""");

        var embeddings = await Generate(server.Client().AsIEmbeddingGenerator("mistral-embed"), null, "a", "b");

        Assert.Equal([1f, 2f], embeddings.Select(embedding => embedding.Vector.Span[0]));
    }

    [Theory]
    [InlineData("mistral-embed", null, 1024)]
    [InlineData("mistral-embed-2312", null, 1024)]
    [InlineData("codestral-embed", null, 1536)]
    [InlineData("codestral-embed-2505", 256, 256)]
    [InlineData("embed-of-tomorrow", null, null)]
    [InlineData(null, null, null)]
    public void What_it_is_can_be_asked(string? model, int? dimensions, int? told)
    {
        using var generator = Nowhere.Client().AsIEmbeddingGenerator(model, dimensions);

        var metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;

        Assert.Equal(("mistral_ai", model, told), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Equal(new Uri("https://api.mistral.ai/v1/"), metadata.ProviderUri);
        Assert.Same(generator, generator.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
        Assert.NotNull(generator.GetService<EmbeddingsApi>());
        Assert.Null(generator.GetService<EmbeddingsApi>("key"));
        Assert.Null(generator.GetService<IChatClient>());
        Assert.Throws<ArgumentNullException>(() => generator.GetService(null!));
    }

    private static Task<GeneratedEmbeddings<Embedding<float>>> Generate(
        IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingGenerationOptions? options, params string[] texts) =>
        generator.GenerateAsync(texts, options, TestContext.Current.CancellationToken);
}
