using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Completions;

/// <summary>Responses of the API that are converted to Microsoft.Extensions.AI and back have the same JSON.</summary>
public sealed class ReceivedResponseTests
{
    private static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = MistralJson.Default };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static TheoryData<string> Messages =>
    [
        """{"role":"assistant","content":"Hello"}""",
        """{"role":"assistant","content":"","prefix":false,"x_field":1}""",
        """{"role":"assistant","content":[{"type":"text","text":"Hello","x_field":1}]}""",
        """
        {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"a"},{"type":"text","text":"b"},
         {"type":"reference","reference_ids":[1]},{"type":"text","text":"c"}],"signature":"sig","closed":true},{"type":"text","text":"d"}]}
        """,
        """
        {"role":"assistant","content":[{"type":"text","text":"Paris"},{"type":"reference","reference_ids":[1,"b"]},
         {"type":"text","text":" is big"},{"type":"tool_reference","tool":"web_search","title":"Paris","url":"not an address",
         "favicon":"https://example.com/icon.png","description":"A city."}]}
        """,
        """
        {"role":"assistant","content":[{"type":"image_url","image_url":{"url":"https://example.com/cat.png","detail":"low"}},
         {"type":"document_url","document_url":"data:application/pdf;base64,AAAA","document_name":"a.pdf"},
         {"type":"document_url","document_url":"https://example.com/a.pdf","document_name":"a.pdf"},
         {"type":"file","file_id":"1"},{"type":"tool_file","tool":"image_generation","file_id":"2","file_name":"c.png","file_type":"png"},
         {"type":"input_audio","input_audio":"AAAA"},{"type":"hologram","beam":{"x":[1]}},{"no":"type"}]}
        """,
        """
        {"role":"assistant","content":"","tool_calls":[
         {"id":"aaaaaaaa1","type":"function","function":{"name":"f","arguments":"{\"city\":  \"Paris\"}"},"index":0},
         {"id":"aaaaaaaa2","function":{"name":"g","arguments":""},"index":1,"x_field":1},
         {"id":"aaaaaaaa3","function":{"name":"h","arguments":"{\"city\": \"Par"},"index":2}]}
        """,
    ];

    [Theory]
    [InlineData("text.json")]
    [InlineData("tool-call.json")]
    [InlineData("reasoning.json")]
    public void Recorded_response_has_the_same_JSON_after_a_round_trip(string name) => AssertSameJson(Samples.Read(name));

    [Theory]
    [MemberData(nameof(Messages))]
    public void Response_has_the_same_JSON_after_a_round_trip(string message) => AssertSameJson($$"""
        {"id":"cmpl-1","object":"x.completion","created":1769088720,"model":"m","x_field":{"a":1},
         "choices":[{"index":0,"message":{{message}},"finish_reason":"model_length","x_field":2},
          {"index":1,"message":{"role":"assistant","content":"another choice"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"num_cached_tokens":3,
          "prompt_tokens_details":{"cached_tokens":3},"service_tier":"standard","x_field":4} }
        """);

    [Theory]
    [InlineData("stop")]
    [InlineData("length")]
    [InlineData("model_length")]
    [InlineData("error")]
    [InlineData("tool_calls")]
    [InlineData("new_reason")]
    public void Finish_reason_is_the_same_after_a_round_trip(string reason)
    {
        foreach (var message in new[] { """{"role":"assistant","content":"Hi"}""", Messages.Last().Data })
        {
            var response = Read(StubServer.Completion(message, reason));
            var again = response.ToChatResponse().ToChatCompletionResponse();

            Assert.Equal(reason, Assert.Single(again.Choices!).FinishReason);
        }
    }

    [Fact]
    public void Messages_of_hosted_tools_are_the_same_after_a_round_trip()
    {
        const string Messages = """
            [{"role":"assistant","content":"I draw.","tool_calls":[{"id":"aaaaaaaa1","type":"function",
              "function":{"name":"image_generation","arguments":"{\"prompt\":\"cat\"}"}}],"index":0,"metadata":{"a":1}},
             {"role":"tool","tool_call_id":"aaaaaaaa1","content":"done: file 1","index":1},
             {"role":"assistant","content":"Here is your cat.","index":2}]
            """;
        var response = Read($$"""
            {"id":"cmpl-1","object":"chat.completion","created":1769088720,"model":"m",
             "choices":[{"index":0,"messages":{{Messages}},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15} }
            """).ToChatResponse();

        var choice = Write(response.ToChatCompletionResponse(includeExecutedCalls: true))["choices"]![0]!;

        JsonAssert.Equal(Messages, choice["messages"]);
        JsonAssert.Equal("""{"role":"assistant","content":"I draw.Here is your cat."}""", choice["message"]);
        Assert.Null(Write(response.ToChatCompletionResponse())["choices"]![0]!["messages"]);
    }

    [Theory]
    [InlineData("text.chunks.txt")]
    [InlineData("tool-call.chunks.txt")]
    [InlineData("reasoning.chunks.txt")]
    public async Task Recorded_chunks_have_the_same_JSON_after_a_round_trip(string name)
    {
        var chunks = Samples.ReadChunks(name);

        var again = await ConvertAsync(ReadChunks(chunks));

        Assert.Equal(chunks.Length, again.Count);
        foreach (var (chunk, node) in chunks.Zip(again))
            RoundTrip.AssertEqualIgnoringNulls(chunk, Write(node));
    }

    [Fact]
    public async Task Tool_call_in_several_chunks_is_returned_in_the_last_chunk()
    {
        var chunks = ReadChunks(Samples.ReadChunks("incremental-tool-call.chunks.txt"));

        var again = await ConvertAsync(chunks);

        Assert.All(again.SkipLast(1), chunk => Assert.Null(Assert.Single(chunk.Choices!).Delta!.ToolCalls));
        var call = Assert.Single(Assert.Single(again[^1].Choices!).Delta!.ToolCalls!);
        Assert.Equal(
            ("chatcmpl-tool-9f149c74c42f265b", "webSearchTool", """{"query": "current Berlin weather"}"""),
            (call.Id, call.Function!.Name, call.Function.Arguments));
        Assert.Equal("tool_calls", again[^1].Choices![0].FinishReason);
        Assert.Equal(128, again[^1].Usage!.CachedTokens);
    }

    [Fact]
    public async Task Other_choices_and_fields_of_chunks_are_kept()
    {
        string[] chunks =
        [
            """{"id":"1","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"a"}}]}""",
            """{"id":"1","created":1,"model":"m","choices":[{"index":1,"delta":{"content":"b"},"finish_reason":"stop"}],"x_field":1}""",
            """{"id":"1","created":1,"model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}]}""",
        ];

        var again = await ConvertAsync(ReadChunks(chunks));

        Assert.Equal(3, again.Count);
        var other = Assert.Single(again[1].Choices!, choice => choice.Index == 1);
        Assert.Equal(("b", "stop"), (other.Delta!.Content!.Text, other.FinishReason));
        Assert.Equal(1, again[1].AdditionalProperties!["x_field"].GetInt32());
    }

    [Fact]
    public void Changed_contents_take_precedence_over_the_raw_response()
    {
        var response = Read(StubServer.Completion("""
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"secret"}],"signature":"sig"},
             {"type":"text","text":"Hello"}],"reasoning_content":"secret",
             "tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":"{\"city\": \"Paris\"}"}}]}
            """, "tool_calls")).ToChatResponse();
        var contents = response.Messages[0].Contents;
        foreach (var reasoning in contents.OfType<TextReasoningContent>())
            reasoning.Text = "changed";
        contents.OfType<TextContent>().Single().Text = "Bonjour";
        contents.OfType<FunctionCallContent>().Single().Arguments!["city"] = "Lyon";
        response.ModelId = "another-model";
        response.Usage = new() { InputTokenCount = 1 };

        var again = Write(response.ToChatCompletionResponse());

        Assert.DoesNotContain("secret", again.ToJsonString(), StringComparison.Ordinal);
        var message = again["choices"]![0]!["message"]!;
        Assert.Equal("""{"city":"Lyon"}""", (string?)message["tool_calls"]![0]!["function"]!["arguments"]);
        Assert.Equal("Bonjour", (string?)message["content"]!.AsArray().Last()!["text"]);
        Assert.Equal("another-model", (string?)again["model"]);
        JsonAssert.Equal("""{"prompt_tokens":1,"completion_tokens":0,"total_tokens":1}""", again["usage"]);
    }

    [Fact]
    public async Task Hidden_reasoning_is_not_returned()
    {
        var options = new ChatOptions { Reasoning = new() { Output = ReasoningOutput.None } };

        var response = Read(Samples.Read("reasoning.json")).ToChatResponse(options).ToChatCompletionResponse();
        var chunks = await ConvertAsync(ReadChunks(Samples.ReadChunks("reasoning.chunks.txt")), options);

        Assert.Equal("2 + 2 = 4", response.Text);
        Assert.Equal("2 + 2 = 4", string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.DoesNotContain("thinking", Write(response).ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(chunks, chunk => Write(chunk).ToJsonString().Contains("thinking", StringComparison.Ordinal));
    }

    private static void AssertSameJson(string json) =>
        RoundTrip.AssertEqualIgnoringNulls(json, Write(Read(json).ToChatResponse().ToChatCompletionResponse(includeExecutedCalls: true)));

    private static ChatCompletionResponse Read(string json) =>
        (ChatCompletionResponse)JsonSerializer.Deserialize(json, Json.GetTypeInfo(typeof(ChatCompletionResponse)))!;

    private static JsonNode Write(ChatCompletionResponse response) =>
        JsonSerializer.SerializeToNode(response, Json.GetTypeInfo(typeof(ChatCompletionResponse)))!;

    private static JsonNode Write(CompletionChunk chunk) =>
        JsonSerializer.SerializeToNode(chunk, Json.GetTypeInfo(typeof(CompletionChunk)))!;

    private static ValueTask<List<CompletionChunk>> ConvertAsync(IAsyncEnumerable<CompletionChunk> chunks, ChatOptions? options = null) =>
        chunks.ToChatResponseUpdatesAsync(options, CancellationToken).ToCompletionChunksAsync(cancellationToken: CancellationToken)
            .ToListAsync(CancellationToken);

    private static IAsyncEnumerable<CompletionChunk> ReadChunks(string[] chunks) => chunks.ToAsyncEnumerable()
        .Select(chunk => (CompletionChunk)JsonSerializer.Deserialize(chunk, Json.GetTypeInfo(typeof(CompletionChunk)))!);
}
