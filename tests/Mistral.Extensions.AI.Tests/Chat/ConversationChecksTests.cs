using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>The typed client sends a conversation as it is, or says what is wrong with it: mending is the chat client's.</summary>
public sealed class ConversationChecksTests
{
    private const string Asked = """{"role":"user","content":"a"}""";
    private const string Called = """{"role":"assistant","tool_calls":[{"id":"aaaaaaaaa","type":"function","function":{"name":"f","arguments":"{}"}}]}""";
    private const string Returned = """{"role":"tool","tool_call_id":"aaaaaaaaa","content":"1"}""";
    private const string Pending =
        "The last message has role \"assistant\" and pending tool calls. Mistral needs a tool result, a user message, or an assistant text message sent as a prefix.";

    private const string Missing =
        "Assistant called 1 tools but 0 results were sent; missing: aaaaaaaaa. Send a result for each call, or set ChatRules.FillMissingToolResults.";

    [Theory]
    [InlineData($"{Asked}")]
    [InlineData("""{"role":"system","content":"s"}""")]
    [InlineData($"{Asked},{Asked}")]
    [InlineData($$"""{"role":"system","content":"s"},{"role":"system","content":"t"},{{Asked}}""")]
    [InlineData($$"""{{Asked}},{"role":"system","content":"s"},{{Asked}}""")]
    [InlineData($$"""{"role":"assistant","content":"Hello"},{{Asked}}""")]
    [InlineData($$"""{{Asked}},{"role":"assistant","content":"b"},{"role":"assistant","content":"c"},{{Asked}}""")]
    [InlineData($$"""{{Asked}},{"role":"assistant","content":"b","prefix":true}""")]
    [InlineData($"{Asked},{Called},{Returned}")]
    [InlineData($"{Asked},{Called},{Returned},{Asked}")]
    [InlineData($"{Asked},{Called},{Returned},{Called},{Returned}")]
    [InlineData($$"""{{Asked}},{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"b"}]},{{Asked}}""")]
    public Task A_lawful_conversation_is_sent_as_it_is(string messages) => IsSentAsItIs(messages);

    [Fact]
    [Trait("Spec", "beyond")]
    public Task A_role_of_tomorrow_is_sent_as_it_is() => IsSentAsItIs($$"""{{Asked}},{"role":"critic","content":"c"},{{Asked}}""");

    private static async Task IsSentAsItIs(string messages)
    {
        var server = StubServer.Any();

        await server.Client().Chat.CompleteAsync(Parse(messages), TestContext.Current.CancellationToken);

        JsonAssert.Equal($"[{messages}]", server.Body()["messages"]);
    }

    [Theory]
    [InlineData($$"""{{Asked}},{"role":"assistant","content":"b"}""",
        "The last message has role \"assistant\". Mistral needs a user message or a tool result there, or Prefix = true on it.")]
    [InlineData($$"""{{Asked}},{"role":"assistant","content":"b","prefix":false}""",
        "The last message has role \"assistant\". Mistral needs a user message or a tool result there, or Prefix = true on it.")]
    [InlineData("""{"role":"assistant","content":"b","prefix":true}""",
        "The only message has role \"assistant\". Mistral needs a user or a system message before it.")]
    [InlineData($$"""{{Asked}},{"role":"system","content":"s"}""",
        "The last message has role \"system\". Mistral needs a user message or a tool result there.")]
    [InlineData($$"""{{Asked}},{"role":"assistant","content":"b"},{"role":"system","content":"s"},{{Asked}}""",
        "messages[2] (system): Mistral takes no system message right after one of role \"assistant\".")]
    [InlineData($$"""{{Asked}},{{Called}},{{Returned}},{"role":"system","content":"s"},{{Asked}}""",
        "messages[3] (system): Mistral takes no system message right after one of role \"tool\".")]
    [InlineData($$"""{{Asked}},{"role":"assistant","content":"b","prefix":true},{{Asked}}""",
        "messages[1] (assistant): prefix is only allowed on the last message.")]
    [InlineData($$"""{{Asked}},{"role":"assistant","content":""},{{Asked}}""",
        "messages[1] (assistant): the message must have content or tool calls.")]
    [InlineData($$"""{{Asked}},{"role":"assistant","tool_calls":[]},{{Asked}}""",
        "messages[1] (assistant): the message must have content or tool calls.")]
    [InlineData($$"""{{Asked}},{"role":"assistant","content":[{"type":"text","text":""}]},{{Asked}}""",
        "messages[1] (assistant): the message must have content or tool calls.")]
    public async Task Roles_out_of_order_are_refused_with_their_place(string messages, string words) => await AssertRefused(messages, words);

    [Theory]
    [InlineData($"{Asked},{Called}", Pending)]
    [InlineData($"{Asked},{Called},{Asked}", Missing)]
    [InlineData($"{Asked},{Called},{Called},{Returned}", Missing)]
    [InlineData($"{Asked},{Called},{Asked},{Returned}", Missing)]
    [InlineData($"{Asked},{Returned}", "Tool result for call \"aaaaaaaaa\" has no matching tool call in an earlier assistant message.")]
    [InlineData($"{Asked},{Called},{Returned},{Returned}", "Tool result for call \"aaaaaaaaa\" has no matching tool call in an earlier assistant message.")]
    [InlineData($"{Asked},{Called},{Returned},{Asked},{Returned}",
        "Tool result for call \"aaaaaaaaa\" has no matching tool call in an earlier assistant message.")]
    [InlineData($$"""{{Asked}},{{Called}},{"role":"tool","content":"1"}""", "FunctionResultContent.CallId is empty; Mistral requires it.")]
    [InlineData($$"""{{Asked}},{{Called}},{"role":"tool","tool_call_id":"null","content":"1"}""", "FunctionResultContent.CallId is empty; Mistral requires it.")]
    public async Task Calls_and_results_that_do_not_match_are_refused(string messages, string words) => await AssertRefused(messages, words);

    [Fact]
    public async Task Two_calls_of_one_message_with_one_id_are_refused() => await AssertRefused(
        $$"""
        {{Asked}},{"role":"assistant","tool_calls":[
            {"id":"aaaaaaaaa","type":"function","function":{"name":"f","arguments":"{}"} },{"id":"aaaaaaaaa","type":"function","function":{"name":"g","arguments":"{}"} }]},
        {{Returned}},{{Returned}}
        """,
        "messages[1] (assistant): two tool calls have the id \"aaaaaaaaa\".");

    [Theory]
    [InlineData("thinking thinking text", "messages[1] (assistant): 2 thinking chunks; Mistral takes one, as the first chunk.")]
    [InlineData("thinking text thinking", "messages[1] (assistant): 2 thinking chunks; Mistral takes one, as the first chunk.")]
    [InlineData("text thinking", "messages[1] (assistant): the thinking chunk must be the first chunk.")]
    public async Task Thinking_that_does_not_lead_is_refused(string kinds, string words)
    {
        var chunks = kinds.Split(' ').Select(kind =>
            kind is "text" ? """{"type":"text","text":"b"}""" : """{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}""");

        await AssertRefused($$"""{{Asked}},{"role":"assistant","content":[{{string.Join(',', chunks)}}]},{{Asked}}""", words);
    }

    private static async Task AssertRefused(string messages, string words)
    {
        var server = StubServer.Any();
        var chat = server.Client().Chat;

        var error = await Assert.ThrowsAsync<ArgumentException>(() => chat.CompleteAsync(Parse(messages), TestContext.Current.CancellationToken));

        Assert.Equal(words, error.Message);
        Assert.Empty(server.Bodies);
    }

    private static ChatCompletionRequest Parse(string messages) =>
        JsonSerializer.Deserialize($$"""{"model":"m","messages":[{{messages}}]}""", ChatJson.Default.ChatCompletionRequest)!;
}
