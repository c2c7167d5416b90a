using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Fim;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Fim;

public sealed class FimApiTests
{
    private static readonly FimCompletionRequest FullRequest = new()
    {
        Model = "codestral-latest",
        Prompt = "def add(a, b):\n",
        Suffix = "\nprint(add(1, 2))",
        Temperature = 0.25f,
        TopP = 0.5f,
        MaxTokens = 64,
        MinTokens = 4,
        Stop = ["\n\n", "#"],
        RandomSeed = 42,
        Metadata = new Dictionary<string, JsonElement> { ["editor"] = JsonElement.Parse("\"vim\"") },
        PromptCacheKey = "file-7",
    };

    private const string FullRequestJson = """
        {"model":"codestral-latest","prompt":"def add(a, b):\n","suffix":"\nprint(add(1, 2))","temperature":0.25,"top_p":0.5,
         "max_tokens":64,"min_tokens":4,"stop":["\n\n","#"],"random_seed":42,"metadata":{"editor":"vim"},"prompt_cache_key":"file-7"}
        """;

    [Fact]
    public async Task Minimal_request_has_only_model_and_prompt()
    {
        var server = StubServer.WithDefaultResponse();

        await server.CreateClient().Fim.CompleteAsync(
            new() { Model = "codestral-latest", Prompt = "def" }, TestContext.Current.CancellationToken);

        JsonAssert.Equal("""{"model":"codestral-latest","prompt":"def"}""", server.SingleRequestBody());
        var request = Assert.Single(server.RequestMessages);
        Assert.Equal("POST https://api.mistral.ai/v1/fim/completions", $"{request.Method} {request.RequestUri}");
    }

    [Fact]
    public async Task Every_field_is_sent_under_the_API_name()
    {
        var server = StubServer.WithDefaultResponse();

        await server.CreateClient().Fim.CompleteAsync(FullRequest, TestContext.Current.CancellationToken);

        JsonAssert.Equal(FullRequestJson, server.SingleRequestBody());
    }

    [Fact]
    public async Task Streaming_request_adds_only_the_stream_field()
    {
        var server = CreateStreamingServer();

        await ReadChunksAsync(server, FullRequest with { Stream = false });

        var body = server.SingleRequestBody().AsObject();
        Assert.True(body.Remove("stream", out var stream) && stream!.GetValue<bool>());
        JsonAssert.Equal(FullRequestJson, body);
    }

    [Fact]
    public async Task Non_streaming_request_never_sets_the_stream_field()
    {
        var server = StubServer.WithDefaultResponse();

        await server.CreateClient().Fim.CompleteAsync(FullRequest with { Stream = true }, TestContext.Current.CancellationToken);

        JsonAssert.Equal(FullRequestJson, server.SingleRequestBody());
    }

    [Fact]
    public async Task Completion_is_the_content_of_the_response()
    {
        var server = StubServer.WithResponse(
            StubServer.Completion("""{"role":"assistant","content":"    return a + b","tool_calls":null,"prefix":false}""", "length"));

        var response = await server.CreateClient().Fim.CompleteAsync(FullRequest, TestContext.Current.CancellationToken);

        var choice = Assert.Single(response.Choices!);
        Assert.Equal(("    return a + b", "length"), (choice.Message!.Content!.Text, choice.FinishReason));
        Assert.Equal(15, response.Usage!.TotalTokens);
        Assert.Equal("    return a + b", response.Text);
    }

    [Fact]
    public async Task Stream_returns_every_chunk()
    {
        var chunks = await ReadChunksAsync(CreateStreamingServer(), FullRequest);

        Assert.Equal(["    ", "return ", "a + b", ""], chunks.Select(chunk => Assert.Single(chunk.Choices!).Delta!.Content!.Text));
        Assert.Equal("    return a + b", string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.Equal([null, null, null, "stop"], chunks.Select(chunk => Assert.Single(chunk.Choices!).FinishReason));
        Assert.Equal(15, chunks[^1].Usage!.TotalTokens);
    }

    [Fact]
    public async Task Stream_cut_before_finish_reason_throws()
    {
        var server = StubServer.WithRawStream($"data: {StubServer.Chunk("""{"content":"return"}""").ReplaceLineEndings(" ")}\n\n");

        var error = await Assert.ThrowsAsync<MistralException>(() => ReadChunksAsync(server, FullRequest));

        Assert.Contains(
            "POST /v1/fim/completions: The stream ended before the response was complete", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenAPI_examples_are_read_without_loss()
    {
        var response = OpenApiExamples.AssertLossless(OpenApiExamples.Read("fim.json"), ChatJson.Default.ChatCompletionResponse);
        var request = OpenApiExamples.AssertLossless(
            """{"model":"codestral-latest","prompt":"def","suffix":"return a+b"}""", FimJson.Default.FimCompletionRequest);

        Assert.Null(response.AdditionalProperties);
        Assert.Null(request.AdditionalProperties);
        Assert.StartsWith("add_numbers(a: int, b: int)", response.Choices![0].Message!.Content!.Text, StringComparison.Ordinal);
    }

    private static StubServer CreateStreamingServer() => StubServer.WithStream(
        StubServer.Chunk("""{"role":"assistant","content":"    "}"""),
        StubServer.Chunk("""{"content":"return "}"""),
        StubServer.Chunk("""{"content":"a + b"}"""),
        StubServer.Chunk("""{"content":""}""", "stop", """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}"""));

    private static async Task<List<CompletionChunk>> ReadChunksAsync(StubServer server, FimCompletionRequest request)
    {
        var chunks = new List<CompletionChunk>();
        await foreach (var chunk in server.CreateClient().Fim.StreamAsync(request, TestContext.Current.CancellationToken))
            chunks.Add(chunk);
        return chunks;
    }
}
