using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>Answers where a tool ran at Mistral's: <c>choices[].messages</c>, and in a stream <c>delta.index</c>.</summary>
public sealed class HostedToolAnswerTests
{
    private const string Call = """{"role":"assistant","content":"I draw.","tool_calls":[{"id":"aaaaaaaa1","type":"function","function":{"name":"image_generation","arguments":"{\"prompt\":\"cat\"}"}}],"index":0}""";
    private const string Result = """{"role":"tool","tool_call_id":"aaaaaaaa1","content":"done: file 1","index":1}""";
    private const string Answer = """{"role":"assistant","content":"Here is your cat.","index":2}""";

    private static readonly string[] Read =
    [
        "TextContent I draw.",
        """FunctionCallContent image_generation {"prompt":"cat"} broken: False hosted: True""",
        "FunctionResultContent aaaaaaaa1 done: file 1",
        "TextContent Here is your cat.",
    ];

    [Fact]
    public async Task The_call_and_its_result_are_told_but_nobody_is_asked_to_run_it()
    {
        var response = await WholeAsync(Call, Result, Answer);

        Assert.Equal(Read, response.Contents().Select(content => Answers.Describe(content).Trim()));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        JsonAssert.Equal("""
            [{"role":"user","content":"Hi"},
             {"role":"assistant","content":"I draw.","tool_calls":[{"id":"aaaaaaaa1","type":"function","function":{"name":"image_generation","arguments":"{\"prompt\":\"cat\"}"}}]},
             {"role":"tool","tool_call_id":"aaaaaaaa1","name":"image_generation","content":"done: file 1"},
             {"role":"assistant","content":"Here is your cat."},
             {"role":"user","content":"Go on"}]
            """, await response.NextTurnAsync());
    }

    [Theory]
    [InlineData("whole messages", Call, Result, Answer)]
    [InlineData(
        "a result in pieces, with a delta between that says nothing",
        Call,
        """{"role":"tool","tool_call_id":"aaaaaaaa1","content":"","index":1}""",
        """{"content":"done: ","index":1}""",
        """{"content":""}""",
        """{"content":"file 1","index":1}""",
        """{"role":"assistant","index":2}""",
        """{"content":"Here is ","index":2}""",
        """{"content":"your cat.","index":2}""")]
    [InlineData(
        "a result that says its call in a later piece",
        Call,
        """{"role":"tool","content":"done: ","index":1}""",
        """{"tool_call_id":"aaaaaaaa1","content":"file 1","index":1}""",
        Answer)]
    [InlineData(
        "a result that does not say its call",
        Call,
        """{"role":"tool","tool_call_id":"null","content":"done: file 1","index":1}""",
        Answer)]
    public async Task A_stream_of_it_reads_as_the_whole_answer_does(string how, params string[] deltas)
    {
        var whole = await WholeAsync(Call, Result, Answer);
        var streamed = await Answers.StreamedAsync(deltas);

        Assert.True(whole.Describe() == streamed.Describe(), $"{how}\n{streamed.Describe()}");
        Assert.True(JsonNode.DeepEquals(await whole.NextTurnAsync(), await streamed.NextTurnAsync()));
    }

    [Fact]
    public async Task A_call_for_the_program_beside_one_that_ran_is_still_for_the_program()
    {
        const string Calls = """
            {"role":"assistant","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"image_generation","arguments":"{}"},"index":0},
             {"id":"aaaaaaaa2","function":{"name":"save","arguments":"{}"},"index":1}],"index":0}
            """;

        foreach (var response in new[] { await WholeAsync(Calls, Result), await Answers.StreamedAsync([Calls, Result]) })
        {
            Assert.Equal(
                [("aaaaaaaa1", true), ("aaaaaaaa2", false)],
                response.Contents().OfType<FunctionCallContent>().Select(call => (call.CallId, call.InformationalOnly)));
            Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        }
    }

    [Fact]
    public async Task Results_of_parallel_calls_may_take_turns()
    {
        var response = await Answers.StreamedAsync(
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
    public async Task A_result_that_is_more_than_text_is_contents()
    {
        const string File = """{"role":"tool","tool_call_id":"aaaaaaaa1","content":[{"type":"text","text":"A cat: "},{"type":"image_url","image_url":"https://example.com/cat.png"}],"index":1}""";

        foreach (var response in new[] { await WholeAsync(Call, File, Answer), await Answers.StreamedAsync([Call, File, Answer]) })
        {
            var result = Assert.Single(response.Contents().OfType<FunctionResultContent>());
            Assert.Equal(
                ["TextContent A cat:", "UriContent https://example.com/cat.png"],
                Assert.IsAssignableFrom<IEnumerable<AIContent>>(result.Result).Select(content => Answers.Describe(content).Trim()));
        }
    }

    private static Task<ChatResponse> WholeAsync(params string[] messages) => Answers.ReadAsync($$"""
        {"id":"cmpl-1","object":"chat.completion","created":1769088720,"model":"{{StubServer.Model}}",
         "choices":[{"index":0,"messages":[{{string.Join(',', messages)}}],"finish_reason":"stop"}],
         "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15} }
        """);
}
