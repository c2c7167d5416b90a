using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

/// <summary>Answers where a tool ran at Mistral's: <c>choices[].messages</c>, and in a stream <c>delta.index</c>.</summary>
public sealed class HostedToolResponseTests
{
    private const string CallMessage = """{"role":"assistant","content":"I draw.","tool_calls":[{"id":"aaaaaaaa1","type":"function","function":{"name":"image_generation","arguments":"{\"prompt\":\"cat\"}"}}],"index":0}""";
    private const string ResultMessage = """{"role":"tool","tool_call_id":"aaaaaaaa1","content":"done: file 1","index":1}""";
    private const string FinalMessage = """{"role":"assistant","content":"Here is your cat.","index":2}""";

    private static readonly string[] ExpectedContents =
    [
        "TextContent I draw.",
        """FunctionCallContent image_generation {"prompt":"cat"} broken: False hosted: True""",
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
             {"role":"assistant","content":"I draw.","tool_calls":[{"id":"aaaaaaaa1","type":"function","function":{"name":"image_generation","arguments":"{\"prompt\":\"cat\"}"}}]},
             {"role":"tool","tool_call_id":"aaaaaaaa1","name":"image_generation","content":"done: file 1"},
             {"role":"assistant","content":"Here is your cat."},
             {"role":"user","content":"Go on"}]
            """, await response.GetNextRequestMessagesAsync());
    }

    [Theory]
    [InlineData("whole messages", CallMessage, ResultMessage, FinalMessage)]
    [InlineData(
        "a result in pieces, with a delta between that says nothing",
        CallMessage,
        """{"role":"tool","tool_call_id":"aaaaaaaa1","content":"","index":1}""",
        """{"content":"done: ","index":1}""",
        """{"content":""}""",
        """{"content":"file 1","index":1}""",
        """{"role":"assistant","index":2}""",
        """{"content":"Here is ","index":2}""",
        """{"content":"your cat.","index":2}""")]
    [InlineData(
        "a result that says its call in a later piece",
        CallMessage,
        """{"role":"tool","content":"done: ","index":1}""",
        """{"tool_call_id":"aaaaaaaa1","content":"file 1","index":1}""",
        FinalMessage)]
    [InlineData(
        "a result that does not say its call",
        CallMessage,
        """{"role":"tool","tool_call_id":"null","content":"done: file 1","index":1}""",
        FinalMessage)]
    public async Task Streamed_hosted_tool_response_equals_non_streamed_response(string caseName, params string[] deltas)
    {
        var whole = await ReadResponseAsync(CallMessage, ResultMessage, FinalMessage);
        var streamed = await ChatResponses.FromDeltasAsync(deltas);

        Assert.True(whole.Describe() == streamed.Describe(), $"{caseName}\n{streamed.Describe()}");
        Assert.True(JsonNode.DeepEquals(await whole.GetNextRequestMessagesAsync(), await streamed.GetNextRequestMessagesAsync()));
    }

    [Fact]
    public async Task Local_tool_call_next_to_a_hosted_tool_call_stays_executable()
    {
        const string Calls = """
            {"role":"assistant","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"image_generation","arguments":"{}"},"index":0},
             {"id":"aaaaaaaa2","function":{"name":"save","arguments":"{}"},"index":1}],"index":0}
            """;

        foreach (var response in new[] { await ReadResponseAsync(Calls, ResultMessage), await ChatResponses.FromDeltasAsync([Calls, ResultMessage]) })
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
            """{"role":"assistant","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"a","arguments":"{}"}},{"id":"aaaaaaaa2","function":{"name":"b","arguments":"{}"},"index":1}],"index":0}""",
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

    [Fact]
    public async Task Tool_result_with_several_chunks_is_returned_as_contents()
    {
        const string File = """{"role":"tool","tool_call_id":"aaaaaaaa1","content":[{"type":"text","text":"A cat: "},{"type":"image_url","image_url":"https://example.com/cat.png"}],"index":1}""";

        foreach (var response in new[] { await ReadResponseAsync(CallMessage, File, FinalMessage), await ChatResponses.FromDeltasAsync([CallMessage, File, FinalMessage]) })
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
