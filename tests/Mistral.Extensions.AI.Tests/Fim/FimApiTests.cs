using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Fim;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Fim;

public sealed class FimApiTests
{
    private static readonly FimCompletionRequest Everything = new()
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

    private const string EverythingJson = """
        {"model":"codestral-latest","prompt":"def add(a, b):\n","suffix":"\nprint(add(1, 2))","temperature":0.25,"top_p":0.5,"max_tokens":64,
         "min_tokens":4,"stop":["\n\n","#"],"random_seed":42,"metadata":{"editor":"vim"},"prompt_cache_key":"file-7"}
        """;

    [Fact]
    public async Task What_is_said_goes_out_and_nothing_else()
    {
        var server = StubServer.Any();

        await server.Client().Fim.CompleteAsync(
            new() { Model = "codestral-latest", Prompt = "def" }, TestContext.Current.CancellationToken);

        JsonAssert.Equal("""{"model":"codestral-latest","prompt":"def"}""", server.Body());
        var request = Assert.Single(server.Messages);
        Assert.Equal("POST https://api.mistral.ai/v1/fim/completions", $"{request.Method} {request.RequestUri}");
    }

    [Fact]
    public async Task Every_field_goes_out_under_its_name()
    {
        var server = StubServer.Any();

        await server.Client().Fim.CompleteAsync(Everything, TestContext.Current.CancellationToken);

        JsonAssert.Equal(EverythingJson, server.Body());
    }

    [Fact]
    public async Task Streamed_the_request_is_the_same_and_says_so()
    {
        var server = Streaming();

        await PiecesAsync(server, Everything with { Stream = false });

        var body = server.Body().AsObject();
        Assert.True(body.Remove("stream", out var stream) && stream!.GetValue<bool>());
        JsonAssert.Equal(EverythingJson, body);
    }

    [Fact]
    public async Task Whole_it_is_never_a_stream_whatever_the_request_says()
    {
        var server = StubServer.Any();

        await server.Client().Fim.CompleteAsync(Everything with { Stream = true }, TestContext.Current.CancellationToken);

        JsonAssert.Equal(EverythingJson, server.Body());
    }

    [Fact]
    public async Task The_middle_is_the_content_of_the_answer()
    {
        var server = StubServer.Answering(StubServer.Completion("""{"role":"assistant","content":"    return a + b","tool_calls":null,"prefix":false}""", "length"));

        var response = await server.Client().Fim.CompleteAsync(Everything, TestContext.Current.CancellationToken);

        var choice = Assert.Single(response.Choices!);
        Assert.Equal(("    return a + b", "length"), (choice.Message!.Content!.Text, choice.FinishReason));
        Assert.Equal(15, response.Usage!.TotalTokens);
    }

    [Fact]
    public async Task Streamed_it_comes_piece_by_piece()
    {
        var pieces = await PiecesAsync(Streaming(), Everything);

        Assert.Equal(["    ", "return ", "a + b", ""], pieces.Select(piece => Assert.Single(piece.Choices!).Delta!.Content!.Text));
        Assert.Equal([null, null, null, "stop"], pieces.Select(piece => Assert.Single(piece.Choices!).FinishReason));
        Assert.Equal(15, pieces[^1].Usage!.TotalTokens);
    }

    [Fact]
    public async Task A_stream_that_is_cut_is_an_error()
    {
        var server = StubServer.StreamingRaw($"data: {StubServer.Chunk("""{"content":"return"}""").ReplaceLineEndings(" ")}\n\n");

        var error = await Assert.ThrowsAsync<MistralException>(() => PiecesAsync(server, Everything));

        Assert.Contains(
            "POST /v1/fim/completions: The stream ended before the answer was complete", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_examples_of_the_description_are_read_without_loss()
    {
        var answer = Examples.Check(Examples.Read("fim.json"), ChatJson.Default.ChatCompletionResponse);
        var request = Examples.Check("""{"model":"codestral-latest","prompt":"def","suffix":"return a+b"}""", FimJson.Default.FimCompletionRequest);

        Assert.Null(answer.AdditionalProperties);
        Assert.Null(request.AdditionalProperties);
        Assert.StartsWith("add_numbers(a: int, b: int)", answer.Choices![0].Message!.Content!.Text, StringComparison.Ordinal);
    }

    private static StubServer Streaming() => StubServer.Streaming(
        StubServer.Chunk("""{"role":"assistant","content":"    "}"""),
        StubServer.Chunk("""{"content":"return "}"""),
        StubServer.Chunk("""{"content":"a + b"}"""),
        StubServer.Chunk("""{"content":""}""", "stop", """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}"""));

    private static async Task<List<CompletionChunk>> PiecesAsync(StubServer server, FimCompletionRequest request)
    {
        var pieces = new List<CompletionChunk>();
        await foreach (var piece in server.Client().Fim.StreamAsync(request, TestContext.Current.CancellationToken))
            pieces.Add(piece);
        return pieces;
    }
}
