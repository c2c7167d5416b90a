using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Embeddings;

public sealed class EmbeddingsApiTests
{
    private const string EmptyResponse = """
        {"id":"embd-1","object":"list","model":"mistral-embed","data":[],
         "usage":{"prompt_tokens":0,"total_tokens":0,"completion_tokens":0}}
        """;

    [Fact]
    public async Task Minimal_request_has_only_model_and_input()
    {
        var server = StubServer.WithResponse(EmptyResponse);

        await server.CreateClient().Embeddings.CreateAsync(
            new() { Model = "mistral-embed", Input = ["Embed this sentence.", "As well as this one."] },
            TestContext.Current.CancellationToken);

        JsonAssert.Equal(
            """{"model":"mistral-embed","input":["Embed this sentence.","As well as this one."]}""", server.SingleRequestBody());
        var request = Assert.Single(server.RequestMessages);
        Assert.Equal("POST https://api.mistral.ai/v1/embeddings", $"{request.Method} {request.RequestUri}");
    }

    [Fact]
    public async Task Every_field_is_sent_under_the_API_name()
    {
        var server = StubServer.WithResponse(EmptyResponse);

        await server.CreateClient().Embeddings.CreateAsync(
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
            server.SingleRequestBody());
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Additional_properties_are_sent()
    {
        var server = StubServer.WithResponse(EmptyResponse);

        await server.CreateClient().Embeddings.CreateAsync(
            new()
            {
                Model = "mistral-embed",
                Input = ["Hi"],
                AdditionalProperties = new Dictionary<string, JsonElement> { ["truncate"] = JsonElement.Parse("true") },
            },
            TestContext.Current.CancellationToken);

        JsonAssert.Equal("""{"model":"mistral-embed","input":["Hi"],"truncate":true}""", server.SingleRequestBody());
    }

    [Fact]
    public async Task Response_fields_are_read()
    {
        var server = StubServer.WithResponse("""
            {"id":"embd-1","object":"list","model":"mistral-embed","region":"eu",
             "data":[{"object":"embedding","embedding":[0.5,-1],"index":1},{"object":"embedding","embedding":"AAAAPwAAgL8=","index":0}],
             "usage":{"prompt_tokens":15,"completion_tokens":0,"total_tokens":15,"prompt_audio_seconds":null} }
            """);

        var response = await server.CreateClient().Embeddings.CreateAsync(
            new() { Model = "mistral-embed", Input = ["a", "b"] }, TestContext.Current.CancellationToken);

        Assert.Equal(("embd-1", "list", "mistral-embed"), (response.Id, response.Object, response.Model));
        Assert.Equal((15, 0, 15), (response.Usage!.PromptTokens, response.Usage.CompletionTokens, response.Usage.TotalTokens));
        Assert.Equal([1, 0], response.Data.Select(data => data.Index));
        Assert.All(response.Data, data => Assert.Equal([0.5f, -1f], data.Embedding!.ToSingles().ToArray()));
        Assert.Equal("eu", response.AdditionalProperties!["region"].GetString());
    }

    [Theory]
    [InlineData("""{"input":["a"]}""", "No model was specified")]
    [InlineData("""{"model":"","input":["a"]}""", "No model was specified")]
    [InlineData("""{"model":" ","input":["a"]}""", "No model was specified")]
    [InlineData("""{"model":"mistral-embed"}""", "Input is empty")]
    [InlineData("""{"model":"mistral-embed","input":[]}""", "Input is empty")]
    [InlineData("""{"model":"mistral-embed","input":""}""", "Input 0 is null or empty")]
    [InlineData("""{"model":"mistral-embed","input":["a","b",""]}""", "Input 2 is null or empty")]
    [InlineData("""{"model":"codestral-embed","input":"a","output_dimension":0}""", "1 or greater")]
    [InlineData("""{"model":"codestral-embed","input":"a","output_dimension":4096}""", "3072")]
    [InlineData("""{"model":"mistral-embed","input":"a","output_dimension":512}""", "1024")]
    public async Task Invalid_request_throws_before_sending(string request, string expectedText)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => NoNetwork.CreateClient().Embeddings.CreateAsync(
            JsonSerializer.Deserialize(request, EmbeddingsJson.Default.EmbeddingRequest)!, TestContext.Current.CancellationToken));

        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_request_throws_before_sending() =>
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => NoNetwork.CreateClient().Embeddings.CreateAsync(null!, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[0.1,null]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":{"values":[]}}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"not base64!"}]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Malformed_response_throws_MistralException(string responseBody)
    {
        var server = StubServer.WithResponse(responseBody);

        var error = await Assert.ThrowsAsync<MistralException>(() => server.CreateClient().Embeddings.CreateAsync(
            new() { Model = "mistral-embed", Input = ["a"] }, TestContext.Current.CancellationToken));

        Assert.Contains("POST /v1/embeddings", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_response_throws_with_the_message_of_the_server()
    {
        var server = StubServer.WithResponse(
            """
            {"object":"error","message":"Too many inputs in request, split into more batches.","type":"invalid_request_prompt","param":null,
             "code":"3210"}
            """,
            HttpStatusCode.BadRequest);

        var error = await Assert.ThrowsAsync<MistralException>(() => server.CreateClient().Embeddings.CreateAsync(
            new() { Model = "mistral-embed", Input = ["a"] }, TestContext.Current.CancellationToken));

        Assert.Equal(("3210", "invalid_request_prompt"), (error.Code, error.ErrorType));
        Assert.Contains("Too many inputs in request", error.Message, StringComparison.Ordinal);
    }
}
