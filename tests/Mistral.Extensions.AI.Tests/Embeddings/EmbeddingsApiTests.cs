using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Embeddings;

public sealed class EmbeddingsApiTests
{
    private const string Empty = """{"id":"embd-1","object":"list","model":"mistral-embed","data":[],"usage":{"prompt_tokens":0,"total_tokens":0,"completion_tokens":0}}""";

    [Fact]
    public async Task Texts_go_out_and_nothing_that_was_not_said()
    {
        var server = StubServer.Answering(Empty);

        await server.Client().Embeddings.CreateAsync(
            new() { Model = "mistral-embed", Input = ["Embed this sentence.", "As well as this one."] }, TestContext.Current.CancellationToken);

        JsonAssert.Equal("""{"model":"mistral-embed","input":["Embed this sentence.","As well as this one."]}""", server.Body());
        var request = Assert.Single(server.Messages);
        Assert.Equal("POST https://api.mistral.ai/v1/embeddings", $"{request.Method} {request.RequestUri}");
    }

    [Fact]
    public async Task Every_field_goes_out_under_its_name()
    {
        var server = StubServer.Answering(Empty);

        await server.Client().Embeddings.CreateAsync(
            new()
            {
                Model = "codestral-embed",
                Input = ["int x;"],
                OutputDimension = 256,
                OutputDtype = "ubinary",
                EncodingFormat = "base64",
                Metadata = new Dictionary<string, JsonElement> { ["user"] = JsonElement.Parse("7") },
            },
            TestContext.Current.CancellationToken);

        JsonAssert.Equal(
            """
            {"model":"codestral-embed","input":["int x;"],"output_dimension":256,"output_dtype":"ubinary","encoding_format":"base64",
             "metadata":{"user":7} }
            """,
            server.Body());
    }

    [Fact]
    [Trait("Spec", "beyond")]
    public async Task Fields_of_tomorrow_go_out_too()
    {
        var server = StubServer.Answering(Empty);

        await server.Client().Embeddings.CreateAsync(
            new()
            {
                Model = "mistral-embed",
                Input = ["Hi"],
                AdditionalProperties = new Dictionary<string, JsonElement> { ["truncate"] = JsonElement.Parse("true") },
            },
            TestContext.Current.CancellationToken);

        JsonAssert.Equal("""{"model":"mistral-embed","input":["Hi"],"truncate":true}""", server.Body());
    }

    [Fact]
    public async Task The_answer_comes_back_as_it_was_sent()
    {
        var server = StubServer.Answering("""
            {"id":"embd-1","object":"list","model":"mistral-embed","region":"eu",
             "data":[{"object":"embedding","embedding":[0.5,-1],"index":1},{"object":"embedding","embedding":"AAAAPwAAgL8=","index":0}],
             "usage":{"prompt_tokens":15,"completion_tokens":0,"total_tokens":15,"prompt_audio_seconds":null} }
            """);

        var response = await server.Client().Embeddings.CreateAsync(
            new() { Model = "mistral-embed", Input = ["a", "b"] }, TestContext.Current.CancellationToken);

        Assert.Equal(("embd-1", "list", "mistral-embed"), (response.Id, response.Object, response.Model));
        Assert.Equal((15, 0, 15), (response.Usage!.PromptTokens, response.Usage.CompletionTokens, response.Usage.TotalTokens));
        Assert.Equal([1, 0], response.Data.Select(data => data.Index));
        Assert.All(response.Data, data => Assert.Equal([0.5f, -1f], data.Embedding!.ToSingles().ToArray()));
        Assert.Equal("eu", response.AdditionalProperties!["region"].GetString());
    }

    [Theory]
    [InlineData("""{"input":["a"]}""", "No model is named")]
    [InlineData("""{"model":"","input":["a"]}""", "No model is named")]
    [InlineData("""{"model":"mistral-embed"}""", "Input is empty")]
    [InlineData("""{"model":"mistral-embed","input":[]}""", "Input is empty")]
    [InlineData("""{"model":"mistral-embed","input":""}""", "Input 0 is empty")]
    [InlineData("""{"model":"mistral-embed","input":["a","b",""]}""", "Input 2 is empty")]
    [InlineData("""{"model":"codestral-embed","input":"a","output_dimension":0}""", "1 or more")]
    [InlineData("""{"model":"codestral-embed","input":"a","output_dimension":4096}""", "3072")]
    [InlineData("""{"model":"mistral-embed","input":"a","output_dimension":512}""", "1024")]
    public async Task What_the_server_would_refuse_is_not_sent(string request, string problem)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Nowhere.Client().Embeddings.CreateAsync(
            JsonSerializer.Deserialize(request, EmbeddingsJson.Default.EmbeddingRequest)!, TestContext.Current.CancellationToken));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_request_at_all_is_not_sent() =>
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => Nowhere.Client().Embeddings.CreateAsync(null!, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[0.1,null]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":{"values":[]}}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"no base64!"}]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task An_answer_that_is_none_is_an_error_of_the_library(string answer)
    {
        var error = await Assert.ThrowsAsync<MistralException>(() => StubServer.Answering(answer).Client().Embeddings.CreateAsync(
            new() { Model = "mistral-embed", Input = ["a"] }, TestContext.Current.CancellationToken));

        Assert.Contains("POST /v1/embeddings", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_what_the_server_said()
    {
        var server = StubServer.Answering(
            """{"object":"error","message":"Too many inputs in request, split into more batches.","type":"invalid_request_prompt","param":null,"code":"3210"}""",
            HttpStatusCode.BadRequest);

        var error = await Assert.ThrowsAsync<MistralException>(() => server.Client().Embeddings.CreateAsync(
            new() { Model = "mistral-embed", Input = ["a"] }, TestContext.Current.CancellationToken));

        Assert.Equal(("3210", "invalid_request_prompt"), (error.Code, error.ErrorType));
        Assert.Contains("Too many inputs in request", error.Message, StringComparison.Ordinal);
    }
}
