using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>The typed client sends a conversation as it is, or says what is wrong with it: mending is the chat client's.</summary>
public sealed class ConversationValidationTests
{
    private const string UserMessageJson = """{"role":"user","content":"a"}""";
    private const string ToolCallJson = """{"role":"assistant","tool_calls":[{"id":"aaaaaaaaa","type":"function","function":{"name":"f","arguments":"{}"}}]}""";
    private const string ToolResultJson = """{"role":"tool","tool_call_id":"aaaaaaaaa","content":"1"}""";
    private const string PendingCallsError =
        "The last message has role \"assistant\" and pending tool calls. Mistral needs a tool result, a user message, or an assistant text message sent as a prefix.";

    private const string MissingResultError =
        "Assistant called 1 tools but 0 results were sent; missing: aaaaaaaaa. Send a result for each call, or set ChatRules.FillMissingToolResults.";

    [Theory]
    [InlineData($"{UserMessageJson}")]
    [InlineData("""{"role":"system","content":"s"}""")]
    [InlineData($"{UserMessageJson},{UserMessageJson}")]
    [InlineData($$"""{"role":"system","content":"s"},{"role":"system","content":"t"},{{UserMessageJson}}""")]
    [InlineData($$"""{{UserMessageJson}},{"role":"system","content":"s"},{{UserMessageJson}}""")]
    [InlineData($$"""{"role":"assistant","content":"Hello"},{{UserMessageJson}}""")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":"b"},{"role":"assistant","content":"c"},{{UserMessageJson}}""")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":"b","prefix":true}""")]
    [InlineData($"{UserMessageJson},{ToolCallJson},{ToolResultJson}")]
    [InlineData($"{UserMessageJson},{ToolCallJson},{ToolResultJson},{UserMessageJson}")]
    [InlineData($"{UserMessageJson},{ToolCallJson},{ToolResultJson},{ToolCallJson},{ToolResultJson}")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"b"}]},{{UserMessageJson}}""")]
    public Task Valid_conversation_is_sent_unchanged(string messages) => AssertSentUnchangedAsync(messages);

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public Task Unknown_role_is_sent_unchanged() => AssertSentUnchangedAsync($$"""{{UserMessageJson}},{"role":"critic","content":"c"},{{UserMessageJson}}""");

    private static async Task AssertSentUnchangedAsync(string messages)
    {
        var server = StubServer.WithDefaultResponse();

        await server.CreateClient().Chat.CompleteAsync(Parse(messages), TestContext.Current.CancellationToken);

        JsonAssert.Equal($"[{messages}]", server.SingleRequestBody()["messages"]);
    }

    [Theory]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":"b"}""",
        "The last message has role \"assistant\". Mistral needs a user message or a tool result there, or Prefix = true on it.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":"b","prefix":false}""",
        "The last message has role \"assistant\". Mistral needs a user message or a tool result there, or Prefix = true on it.")]
    [InlineData("""{"role":"assistant","content":"b","prefix":true}""",
        "The only message has role \"assistant\". Mistral needs a user or a system message before it.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"system","content":"s"}""",
        "The last message has role \"system\". Mistral needs a user message or a tool result there.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":"b"},{"role":"system","content":"s"},{{UserMessageJson}}""",
        "messages[2] (system): Mistral takes no system message right after one of role \"assistant\".")]
    [InlineData($$"""{{UserMessageJson}},{{ToolCallJson}},{{ToolResultJson}},{"role":"system","content":"s"},{{UserMessageJson}}""",
        "messages[3] (system): Mistral takes no system message right after one of role \"tool\".")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":"b","prefix":true},{{UserMessageJson}}""",
        "messages[1] (assistant): prefix is only allowed on the last message.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":""},{{UserMessageJson}}""",
        "messages[1] (assistant): the message must have content or tool calls.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","tool_calls":[]},{{UserMessageJson}}""",
        "messages[1] (assistant): the message must have content or tool calls.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":[{"type":"text","text":""}]},{{UserMessageJson}}""",
        "messages[1] (assistant): the message must have content or tool calls.")]
    public async Task Roles_out_of_order_are_rejected_with_the_index(string messages, string expectedMessage) => await AssertRejectedAsync(messages, expectedMessage);

    [Theory]
    [InlineData($"{UserMessageJson},{ToolCallJson}", PendingCallsError)]
    [InlineData($"{UserMessageJson},{ToolCallJson},{UserMessageJson}", MissingResultError)]
    [InlineData($"{UserMessageJson},{ToolCallJson},{ToolCallJson},{ToolResultJson}", MissingResultError)]
    [InlineData($"{UserMessageJson},{ToolCallJson},{UserMessageJson},{ToolResultJson}", MissingResultError)]
    [InlineData($"{UserMessageJson},{ToolResultJson}", "Tool result for call \"aaaaaaaaa\" has no matching tool call in an earlier assistant message.")]
    [InlineData($"{UserMessageJson},{ToolCallJson},{ToolResultJson},{ToolResultJson}", "Tool result for call \"aaaaaaaaa\" has no matching tool call in an earlier assistant message.")]
    [InlineData($"{UserMessageJson},{ToolCallJson},{ToolResultJson},{UserMessageJson},{ToolResultJson}",
        "Tool result for call \"aaaaaaaaa\" has no matching tool call in an earlier assistant message.")]
    [InlineData($$"""{{UserMessageJson}},{{ToolCallJson}},{"role":"tool","content":"1"}""", "FunctionResultContent.CallId is empty; Mistral requires it.")]
    [InlineData($$"""{{UserMessageJson}},{{ToolCallJson}},{"role":"tool","tool_call_id":"null","content":"1"}""", "FunctionResultContent.CallId is empty; Mistral requires it.")]
    public async Task Mismatched_tool_calls_and_results_are_rejected(string messages, string expectedMessage) => await AssertRejectedAsync(messages, expectedMessage);

    [Fact]
    public async Task Two_tool_calls_with_the_same_id_are_rejected() => await AssertRejectedAsync(
        $$"""
        {{UserMessageJson}},{"role":"assistant","tool_calls":[
            {"id":"aaaaaaaaa","type":"function","function":{"name":"f","arguments":"{}"} },{"id":"aaaaaaaaa","type":"function","function":{"name":"g","arguments":"{}"} }]},
        {{ToolResultJson}},{{ToolResultJson}}
        """,
        "messages[1] (assistant): two tool calls have the id \"aaaaaaaaa\".");

    [Theory]
    [InlineData("thinking thinking text", "messages[1] (assistant): 2 thinking chunks; Mistral takes one, as the first chunk.")]
    [InlineData("thinking text thinking", "messages[1] (assistant): 2 thinking chunks; Mistral takes one, as the first chunk.")]
    [InlineData("text thinking", "messages[1] (assistant): the thinking chunk must be the first chunk.")]
    public async Task Thinking_that_is_not_the_first_chunk_is_rejected(string chunkTypes, string expectedMessage)
    {
        var chunks = chunkTypes.Split(' ').Select(kind =>
            kind is "text" ? """{"type":"text","text":"b"}""" : """{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}""");

        await AssertRejectedAsync($$"""{{UserMessageJson}},{"role":"assistant","content":[{{string.Join(',', chunks)}}]},{{UserMessageJson}}""", expectedMessage);
    }

    private static async Task AssertRejectedAsync(string messages, string expectedMessage)
    {
        var server = StubServer.WithDefaultResponse();
        var chat = server.CreateClient().Chat;

        var error = await Assert.ThrowsAsync<ArgumentException>(() => chat.CompleteAsync(Parse(messages), TestContext.Current.CancellationToken));

        Assert.Equal(expectedMessage, error.Message);
        Assert.Empty(server.RequestBodies);
    }

    private static ChatCompletionRequest Parse(string messages) =>
        JsonSerializer.Deserialize($$"""{"model":"m","messages":[{{messages}}]}""", ChatJson.Default.ChatCompletionRequest)!;
}
