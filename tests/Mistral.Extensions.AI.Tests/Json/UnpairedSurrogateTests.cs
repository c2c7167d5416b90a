using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Fim;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Json;

/// <summary>Halves of surrogate pairs in responses are replaced with U+FFFD. In the schemas of the caller, they are rejected.</summary>
public sealed class UnpairedSurrogateTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"content":"\ud800 x"}""", "\uFFFD x")]
    [InlineData("""{"content":"x \uDBff"}""", "x \uFFFD")]
    [InlineData("""{"content":"\udc00\ud83e\uDD8A\ud83e\ud83e\udd8a"}""", "\uFFFD🦊\uFFFD🦊")]
    [InlineData("""{"content":"\\ud800 \\\ud800 \n"}""", "\\ud800 \\\uFFFD \n")]
    [InlineData("""{"content":[{"type":"text","text":"\ud800"}]}""", "\uFFFD")]
    [InlineData("""{"content":[{"type":"\ud800"},{"type":"text","text":"a"}]}""", "a")]
    [InlineData("""{"content":"a","\ud800":"\ud800"}""", "a")]
    [InlineData("""{"role":"\ud800","content":"a"}""", "a")]
    public async Task Text_of_a_response_is_read(string message, string expected)
    {
        Assert.Equal(expected, (await ChatResponses.FromMessageAsync(message)).Text);
        Assert.Equal(expected, (await ChatResponses.FromDeltasAsync([message])).Text);
    }

    [Fact]
    public async Task Finish_reason_id_and_model_of_a_response_are_read()
    {
        const string Response = """
            {"id":"\ud800","model":"m\ud800","choices":[{"index":0,"message":{"content":"a"},"finish_reason":"\ud800"}]}
            """;
        var chunk = Response.Replace("\"message\"", "\"delta\"", StringComparison.Ordinal);

        ChatResponse[] responses =
        [
            await ChatResponses.FromCompletionAsync(Response),
            (await ChatResponses.UpdatesFromChunksAsync([chunk])).ToChatResponse(),
        ];

        Assert.All(responses, response => Assert.Equal(
            ("a", "\uFFFD", "m\uFFFD", "\uFFFD"),
            (response.Text, response.ResponseId, response.ModelId, response.FinishReason?.Value)));
    }

    [Fact]
    public async Task Tool_call_is_read()
    {
        const string Message = """
            {"content":"","tool_calls":[{"id":"abcdefghi","index":0,"function":{"name":"f\ud800","arguments":{"a":"\ud800"} } }]}
            """;

        ChatResponse[] responses =
            [await ChatResponses.FromMessageAsync(Message, "tool_calls"), await ChatResponses.FromDeltasAsync([Message], "tool_calls")];

        Assert.All(responses, response =>
        {
            var call = Assert.Single(response.Contents().OfType<FunctionCallContent>());
            Assert.Equal(("f\uFFFD", "\uFFFD"), (call.Name, call.Arguments!["a"]!.ToString()));
        });
    }

    [Fact]
    public async Task Completions_of_code_are_read()
    {
        var request = new FimCompletionRequest { Model = "codestral-latest", Prompt = "a" };
        var server = StubServer.WithResponse(StubServer.Completion("""{"content":"\ud800"}"""))
            .ThenStream(StubServer.Chunk("""{"content":"\ud800"}""", "stop"));
        var fim = server.CreateClient().Fim;

        var response = await fim.CompleteAsync(request, CancellationToken);
        var chunks = await fim.StreamAsync(request, CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal("\uFFFD", response.Choices![0].Message!.Content!.Text);
        Assert.Equal("\uFFFD", Assert.Single(chunks).Choices![0].Delta!.Content!.Text);
    }

    [Fact]
    public async Task Pages_and_embeddings_are_read()
    {
        var client = StubServer.WithResponse("""{"model":"m\ud800","pages":[{"index":0,"markdown":"\ud800"}]}""")
            .Then("""{"model":"m\ud800","data":[{"index":0,"embedding":[1]}]}""").CreateClient();

        var pages = await client.Ocr.ProcessAsync(
            new() { Model = "mistral-ocr-latest", Document = OcrDocument.FromUrl(new("https://example.com/a.pdf")) }, CancellationToken);
        var embeddings = await client.Embeddings.CreateAsync(new() { Model = "mistral-embed", Input = ["a"] }, CancellationToken);

        Assert.Equal("\uFFFD", pages.Pages![0].Markdown);
        Assert.Equal("m\uFFFD", embeddings.Model);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.OK)]
    public async Task Error_is_read(HttpStatusCode status)
    {
        var server = StubServer.WithResponse("""{"object":"error","message":"bad \ud800","type":"t","code":"3505"}""", status);

        Assert.Equal((status, "3505"), (await server.ExpectErrorAsync()) is var error ? (error.StatusCode, error.Code) : default);
    }

    [Fact]
    public async Task Response_is_read_wherever_the_network_splits_it()
    {
        var body = Encoding.UTF8.GetBytes(StubServer.Completion("""{"content":"\\\ud83e\udd8a\ud800\udc00\udc00\ud800"}"""));
        var start = body.AsSpan().IndexOf("\\"u8);

        for (var position = start; position < start + 45; position++)
        {
            var stream = FragmentedStream.Split(body, position, position + 3);
            var server = new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(stream) });

            Assert.Equal("\\🦊\U00010000\uFFFD\uFFFD", await server.CreateClient().CompleteTextAsync());
        }
    }

    [Fact]
    public async Task Long_response_is_read()
    {
        var text = string.Concat(Enumerable.Repeat("""\ud83e\udd8a\ud800 """, 5000));

        Assert.Equal(
            string.Concat(Enumerable.Repeat("🦊\uFFFD ", 5000)),
            (await ChatResponses.FromMessageAsync($$"""{"content":"{{text}}"}""")).Text);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"\ud800":{"type":"string"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","description":"\udc00"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"\ud800"}}}""")]
    public async Task Schema_is_rejected_with_the_name_of_its_tool(string schema)
    {
        var json = JsonElement.Parse(schema);

        var toolError = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(
            new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("look", null, json)] });
        var formatError = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(
            new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(json, "weather") });

        Assert.Contains("tool \"look\" contains half of a surrogate pair, such as \\ud800,", toolError.Message, StringComparison.Ordinal);
        Assert.Contains("\"weather\"", formatError.Message, StringComparison.Ordinal);
    }
}
