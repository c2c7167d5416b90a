using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

public sealed class ToolCallResponseTests
{
    [Fact]
    public async Task Fragmented_tool_call_is_assembled_once()
    {
        var updates = await ChatResponses.UpdatesFromDeltasAsync(
        [
            """{"tool_calls":[{"id":"aaaaaaaa1","type":"function","function":{"name":"weather","arguments":""},"index":0}],"content":""}""",
            """{"tool_calls":[{"type":"function","function":{"name":"","arguments":"{\"city\":"},"index":0}]}""",
            """{"tool_calls":[{"id":null,"function":{"arguments":"\"Paris\"}"},"index":0}]}""",
        ], "tool_calls");

        var call = Assert.Single(updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>());
        Assert.Equal(("aaaaaaaa1", "weather"), (call.CallId, call.Name));
        Assert.Equal("Paris", GetArgument(call, "city"));
        Assert.Null(call.Exception);
        Assert.Equal(ChatFinishReason.ToolCalls, updates.ToChatResponse().FinishReason);
    }

    [Theory]
    [InlineData("two calls in one delta, both with index 0", """
        {"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":"{\"x\":1}"},"index":0},
         {"id":"aaaaaaaa2","function":{"name":"g","arguments":"{\"x\":2}"},"index":0}]}
        """)]
    [InlineData("one call per delta, without index", """
        {"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":"{\"x\":1}"}}]}
        {"tool_calls":[{"id":"aaaaaaaa2","function":{"name":"g","arguments":"{\"x\":2}"}}]}
        """)]
    [InlineData("without ids", """
        {"tool_calls":[{"id":"null","function":{"name":"f","arguments":"{\"x\":1}"},"index":0}]}
        {"tool_calls":[{"id":"","function":{"name":"g","arguments":"{\"x\":2}"},"index":0}]}
        """)]
    [InlineData("without ids, fragmented, sequential, index 0", """
        {"tool_calls":[{"id":"null","function":{"name":"f","arguments":""},"index":0}]}
        {"tool_calls":[{"id":"null","function":{"name":"","arguments":"{\"x\""},"index":0}]}
        {"tool_calls":[{"id":"null","function":{"arguments":":1}"},"index":0}]}
        {"tool_calls":[{"id":"null","function":{"name":"g","arguments":"{\"x\""},"index":0}]}
        {"tool_calls":[{"id":"null","function":{"arguments":":2}"},"index":0}]}
        """)]
    [InlineData("interleaved fragments", """
        {"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":"{\"x\""},"index":0},
         {"id":"aaaaaaaa2","function":{"name":"g","arguments":"{"},"index":1}]}
        {"tool_calls":[{"function":{"arguments":"\"x\":"},"index":1},{"function":{"arguments":":1"},"index":0}]}
        {"tool_calls":[{"function":{"arguments":"}"},"index":0}]}
        {"tool_calls":[{"function":{"arguments":"2}"},"index":1}]}
        """)]
    [InlineData("id and name repeated in each fragment", """
        {"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":"{\"x\""},"index":0}]}
        {"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":":1}"},"index":0}]}
        {"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":""},"index":0}]}
        {"tool_calls":[{"id":"aaaaaaaa2","function":{"name":"g","arguments":"{\"x\":2}"},"index":0}]}
        """)]
    [InlineData("index only in the first fragment", """
        {"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":"{\"x\":1}"},"index":0}]}
        {"tool_calls":[{"id":"aaaaaaaa2","function":{"name":"g","arguments":"{\"x\""},"index":1}]}
        {"tool_calls":[{"function":{"arguments":":2}"}}]}
        """)]
    [InlineData("id only in a later fragment", """
        {"tool_calls":[{"id":"null","function":{"name":"f","arguments":""},"index":0}]}
        {"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"","arguments":"{\"x\":1}"},"index":0}]}
        {"tool_calls":[{"id":"aaaaaaaa2","function":{"name":"g","arguments":"{\"x\":2}"},"index":0}]}
        """)]
    [InlineData("arguments as JSON objects", """
        {"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":{"x":1}}},
         {"id":"aaaaaaaa2","function":{"name":"g","arguments":{"x":2}}}]}
        """)]
    public async Task Two_tool_calls_are_distinguished(string caseName, string deltas)
    {
        // A line that starts with a space continues the delta of the line above.
        var updates = await ChatResponses.UpdatesFromDeltasAsync(Regex.Split(deltas, @"\n(?! )"), "tool_calls");
        var calls = updates.ToChatResponse().Contents().Cast<FunctionCallContent>().ToList();

        Assert.True(calls.Count == 2, $"{caseName}: {calls.Count} calls");
        Assert.Equal(["f", "g"], calls.Select(call => call.Name));
        Assert.Equal(["1", "2"], calls.Select(call => GetArgument(call, "x")));
        Assert.All(calls, call => Assert.Matches("^[a-zA-Z0-9]{9}$", call.CallId));
        Assert.Equal(2, calls.Select(call => call.CallId).Distinct().Count());
        Assert.Equal(
            [(calls[0].CallId, "f", """{"x":1}"""), (calls[1].CallId, "g", """{"x":2}""")],
            updates.SelectMany(update => update.GetToolCallDeltas()).GroupBy(delta => (delta.CallId, delta.Name))
                .Select(parts => (parts.Key.CallId!, parts.Key.Name!, string.Concat(parts.Select(part => part.Arguments)))));
    }

    [Theory]
    [InlineData("null", "")]
    [InlineData("null", "{}")]
    [InlineData("aaaaaaaa1", "")]
    [InlineData("aaaaaaaa1", "{}")]
    public async Task Same_function_twice_in_one_delta_is_two_calls(string id, string arguments)
    {
        var call = $$$"""{"id":"{{{id}}}","function":{"name":"now","arguments":"{{{arguments}}}"},"index":0}""";
        var message = $$"""{"role":"assistant","tool_calls":[{{call}},{{call}}]}""";

        foreach (var response in new[] { await ChatResponses.FromDeltasAsync([message]), await ChatResponses.FromMessageAsync(message) })
        {
            Assert.Equal(["now", "now"], response.Contents().Cast<FunctionCallContent>().Select(content => content.Name));
            Assert.Equal(2, response.Contents().Cast<FunctionCallContent>().Select(content => content.CallId).Distinct().Count());
        }
    }

    [Fact]
    public async Task Same_function_in_two_deltas_with_different_ids_is_two_calls()
    {
        var response = await ChatResponses.FromDeltasAsync(
        [
            """{"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"now","arguments":""},"index":0}]}""",
            """{"tool_calls":[{"id":"aaaaaaaa2","function":{"name":"now","arguments":""},"index":0}]}""",
        ]);

        Assert.Equal(["aaaaaaaa1", "aaaaaaaa2"], response.Contents().Cast<FunctionCallContent>().Select(call => call.CallId));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("\"null\"")]
    [InlineData("\" \"")]
    [InlineData("\"{}\"")]
    [InlineData("{}")]
    public async Task Function_without_parameters_has_no_arguments_and_no_error(string arguments)
    {
        var message = $$$"""
            {"role":"assistant","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"now","arguments":{{{arguments}}} } }]}
            """;

        foreach (var response in new[] { await ChatResponses.FromDeltasAsync([message]), await ChatResponses.FromMessageAsync(message) })
        {
            var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Contents()));
            Assert.Null(call.Exception);
            Assert.Empty(call.Arguments ?? new Dictionary<string, object?>());
            JsonAssert.Equal(
                """{"id":"aaaaaaaa1","type":"function","function":{"name":"now","arguments":"{}"}}""",
                (await response.GetNextRequestMessagesAsync())[1]!["tool_calls"]![0]);
        }
    }

    [Theory]
    [InlineData("""{\"city\":""")]
    [InlineData("""[1,2]""")]
    [InlineData("""Paris""")]
    [InlineData("""{\"city\":\"Paris\"}}""")]
    public async Task Invalid_arguments_of_one_call_do_not_affect_other_calls(string arguments)
    {
        var message = $$$"""
            {"role":"assistant","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"bad","arguments":"{{{arguments}}}"}},
             {"id":"aaaaaaaa2","function":{"name":"good","arguments":"{}"}}]}
            """;

        foreach (var response in new[] { await ChatResponses.FromDeltasAsync([message]), await ChatResponses.FromMessageAsync(message) })
        {
            Assert.Collection(
                response.Contents().Cast<FunctionCallContent>(),
                invalid => Assert.IsType<JsonException>(invalid.Exception?.InnerException ?? invalid.Exception),
                valid => Assert.Null(valid.Exception));
        }
    }

    [Fact]
    public async Task Original_finish_reason_is_kept_as_an_additional_property()
    {
        const string Message = """{"role":"assistant","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"now","arguments":"{}"}}]}""";

        ChatResponse[] responses =
        [
            await ChatResponses.FromDeltasAsync([Message], "stop"),
            await ChatResponses.FromMessageAsync(Message, "stop"),
        ];
        foreach (var response in responses)
        {
            Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
            Assert.Equal("stop", Assert.Single(response.Messages).AdditionalProperties?["finish_reason"]);
            Assert.Equal("stop", response.AdditionalProperties?["finish_reason"]);
        }
    }

    [Theory]
    [InlineData("""High: \\ud83d""", "High: \uFFFD")]
    [InlineData("""Low: \\uDE00.""", "Low: \uFFFD.")]
    [InlineData("""Low before high: \\ude00\\ud83d""", "Low before high: \uFFFD\uFFFD")]
    [InlineData("""Pair: \\uD83D\\ude00""", "Pair: \uD83D\uDE00")]
    [InlineData("""A path: C:\\\\ud83d\\nand more""", "A path: C:\\ud83d\nand more")]
    public async Task Unpaired_surrogates_in_arguments_are_replaced_with_U_FFFD(string escapedText, string expected)
    {
        var message = $$$"""
            {"role":"assistant",
             "tool_calls":[{"id":"aaaaaaaa1","function":{"name":"say","arguments":"{\"text\":\"{{{escapedText}}}\"}"}}]}
            """;

        foreach (var response in new[] { await ChatResponses.FromDeltasAsync([message]), await ChatResponses.FromMessageAsync(message) })
        {
            Assert.Equal(expected, GetArgument(Assert.IsType<FunctionCallContent>(Assert.Single(response.Contents())), "text"));
            var sent = (await response.GetNextRequestMessagesAsync())[1]!["tool_calls"]![0]!["function"]!["arguments"]!;
            Assert.Equal(expected, (string?)System.Text.Json.Nodes.JsonNode.Parse((string)sent!)!["text"]);
        }
    }

    [Fact]
    public async Task Truncated_tool_call_has_an_exception()
    {
        const string Message = """
            {"role":"assistant","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"write","arguments":"{\"text\":\"Once up"}}]}
            """;

        ChatResponse[] responses =
        [
            await ChatResponses.FromDeltasAsync([Message], "length"),
            await ChatResponses.FromMessageAsync(Message, "length"),
        ];
        foreach (var response in responses)
        {
            Assert.Equal(ChatFinishReason.Length, response.FinishReason);
            Assert.NotNull(Assert.IsType<FunctionCallContent>(Assert.Single(response.Contents())).Exception);
        }
    }

    [Fact]
    public async Task Tool_call_after_or_without_finish_reason_is_kept()
    {
        const string Call = """{"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"now","arguments":"{}"}}]}""";

        string[] chunks = [StubServer.Chunk("""{"content":"One moment."}""", "tool_calls"), StubServer.Chunk(Call)];
        var afterFinish = (await ChatResponses.UpdatesFromChunksAsync(chunks)).ToChatResponse();
        var withoutFinish = (await ChatResponses.UpdatesFromChunksAsync([StubServer.Chunk(Call)])).ToChatResponse();

        Assert.Equal("aaaaaaaa1", Assert.Single(afterFinish.Contents().OfType<FunctionCallContent>()).CallId);
        Assert.Equal("aaaaaaaa1", Assert.Single(withoutFinish.Contents().OfType<FunctionCallContent>()).CallId);
        Assert.Equal(ChatFinishReason.ToolCalls, withoutFinish.FinishReason);
    }

    private static string? GetArgument(FunctionCallContent call, string name) => call.Arguments?[name]?.ToString();
}
