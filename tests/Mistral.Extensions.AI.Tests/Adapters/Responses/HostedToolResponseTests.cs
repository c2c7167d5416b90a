using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

/// <summary>
/// Responses with tools that ran on Mistral's server: <c>choices[].messages</c>, and <c>delta.index</c> in a stream.
/// </summary>
public sealed class HostedToolResponseTests
{
    private const string CallMessage = """
        {"role":"assistant","content":"I draw.","tool_calls":[{"id":"aaaaaaaa1","type":"function",
         "function":{"name":"image_generation","arguments":"{\"prompt\":\"cat\"}"}}],"index":0}
        """;

    private const string ResultMessage = """{"role":"tool","tool_call_id":"aaaaaaaa1","content":"done: file 1","index":1}""";
    private const string FinalMessage = """{"role":"assistant","content":"Here is your cat.","index":2}""";

    private static readonly string[] ExpectedContents =
    [
        "TextContent I draw.",
        """FunctionCallContent image_generation {"prompt":"cat"} exception: False informational: True""",
        "FunctionResultContent aaaaaaaa1 done: file 1",
        "TextContent Here is your cat.",
    ];

    [Fact]
    public async Task Hosted_tool_call_and_result_are_returned_as_informational()
    {
        var response = await ReadResponseAsync(CallMessage, ResultMessage, FinalMessage);

        Assert.Equal(ExpectedContents, response.Contents().Select(content => ChatResponses.Describe(content).Trim()));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        JsonAssert.Equal("""
            [{"role":"user","content":"Hi"},
             {"role":"assistant","content":"I draw.","tool_calls":[{"id":"aaaaaaaa1","type":"function",
              "function":{"name":"image_generation","arguments":"{\"prompt\":\"cat\"}"}}]},
             {"role":"tool","tool_call_id":"aaaaaaaa1","name":"image_generation","content":"done: file 1"},
             {"role":"assistant","content":"Here is your cat."},
             {"role":"user","content":"Go on"}]
            """, await response.GetNextRequestMessagesAsync());
    }

    [Theory]
    [InlineData("one delta per message", CallMessage, ResultMessage, FinalMessage)]
    [InlineData(
        "result in several deltas with an empty delta between them",
        CallMessage,
        """{"role":"tool","tool_call_id":"aaaaaaaa1","content":"","index":1}""",
        """{"content":"done: ","index":1}""",
        """{"content":""}""",
        """{"content":"file 1","index":1}""",
        """{"role":"assistant","index":2}""",
        """{"content":"Here is ","index":2}""",
        """{"content":"your cat.","index":2}""")]
    [InlineData(
        "tool call id only in a later delta of the result",
        CallMessage,
        """{"role":"tool","content":"done: ","index":1}""",
        """{"tool_call_id":"aaaaaaaa1","content":"file 1","index":1}""",
        FinalMessage)]
    [InlineData(
        "result without tool call id",
        CallMessage,
        """{"role":"tool","tool_call_id":"null","content":"done: file 1","index":1}""",
        FinalMessage)]
    public async Task Streamed_hosted_tool_response_equals_non_streamed_response(string caseName, params string[] deltas)
    {
        var complete = await ReadResponseAsync(CallMessage, ResultMessage, FinalMessage);
        var streamed = await ChatResponses.FromDeltasAsync(deltas);

        Assert.True(complete.Describe() == streamed.Describe(), $"{caseName}\n{streamed.Describe()}");
        Assert.True(JsonNode.DeepEquals(await complete.GetNextRequestMessagesAsync(), await streamed.GetNextRequestMessagesAsync()));
    }

    [Fact]
    public async Task Local_tool_call_next_to_a_hosted_tool_call_stays_executable()
    {
        const string Calls = """
            {"role":"assistant","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"image_generation","arguments":"{}"},"index":0},
             {"id":"aaaaaaaa2","function":{"name":"save","arguments":"{}"},"index":1}],"index":0}
            """;

        ChatResponse[] responses =
        [
            await ReadResponseAsync(Calls, ResultMessage),
            await ChatResponses.FromDeltasAsync([Calls, ResultMessage]),
        ];
        foreach (var response in responses)
        {
            Assert.Equal(
                [("aaaaaaaa1", true), ("aaaaaaaa2", false)],
                response.Contents().OfType<FunctionCallContent>().Select(call => (call.CallId, call.InformationalOnly)));
            Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        }
    }

    [Fact]
    public async Task Interleaved_results_of_parallel_calls_are_assembled()
    {
        var response = await ChatResponses.FromDeltasAsync(
        [
            """
            {"role":"assistant","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"a","arguments":"{}"}},
             {"id":"aaaaaaaa2","function":{"name":"b","arguments":"{}"},"index":1}],"index":0}
            """,
            """{"role":"tool","tool_call_id":"aaaaaaaa1","content":"one","index":1}""",
            """{"role":"tool","tool_call_id":"aaaaaaaa2","content":"three","index":2}""",
            """{"content":" two","index":1}""",
            """{"content":" four","index":2}""",
            """{"role":"assistant","content":"Ready.","index":3}""",
        ]);

        Assert.Equal(
            [("aaaaaaaa1", "one two"), ("aaaaaaaa2", "three four")],
            response.Contents().OfType<FunctionResultContent>().Select(result => (result.CallId, (string)result.Result!)));
        Assert.Equal("Ready.", response.Text);
    }

    [Fact(Timeout = 20_000)]
    public async Task Many_results_are_assembled_in_linear_time()
    {
        const int Count = 80_000;

        var response = await ChatResponses.FromDeltasAsync(
            Enumerable.Range(0, Count).Select(i => $$"""{"role":"tool","tool_call_id":"{{i:D9}}","content":"a","index":{{i}} }"""));

        Assert.Equal(Count, response.Contents().OfType<FunctionResultContent>().Count());
    }

    [Fact]
    public async Task Tool_result_with_several_chunks_is_returned_as_contents()
    {
        const string File = """
            {"role":"tool","tool_call_id":"aaaaaaaa1",
             "content":[{"type":"text","text":"A cat: "},{"type":"image_url","image_url":"https://example.com/cat.png"}],"index":1}
            """;

        ChatResponse[] responses =
        [
            await ReadResponseAsync(CallMessage, File, FinalMessage),
            await ChatResponses.FromDeltasAsync([CallMessage, File, FinalMessage]),
        ];
        foreach (var response in responses)
        {
            var result = Assert.Single(response.Contents().OfType<FunctionResultContent>());
            Assert.Equal(
                ["TextContent A cat:", "UriContent https://example.com/cat.png"],
                Assert.IsAssignableFrom<IEnumerable<AIContent>>(result.Result).Select(content => ChatResponses.Describe(content).Trim()));
        }
    }

    private static Task<ChatResponse> ReadResponseAsync(params string[] messages) => ChatResponses.FromCompletionAsync($$"""
        {"id":"cmpl-1","object":"chat.completion","created":1769088720,"model":"{{StubServer.Model}}",
         "choices":[{"index":0,"messages":[{{string.Join(',', messages)}}],"finish_reason":"stop"}],
         "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15} }
        """);
}
