using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary><see cref="ChatApi"/> sends a conversation unchanged, or throws. Only <c>IChatClient</c> normalizes it.</summary>
public sealed class ConversationValidationTests
{
    private const string UserMessageJson = """{"role":"user","content":"a"}""";
    private const string ToolCallJson =
        """
        {"role":"assistant","tool_calls":[{"id":"aaaaaaaaa","type":"function","function":{"name":"f","arguments":"{}"}}]}
        """;
    private const string ToolResultJson = """{"role":"tool","tool_call_id":"aaaaaaaaa","content":"1"}""";
    private const string PendingCallsError =
        "The last message has the role \"assistant\" and tool calls without results. Add a tool result for each call.";

    private const string MissingCallIdError = "A tool result has no call ID. Set FunctionResultContent.CallId or ToolMessage.ToolCallId.";

    private const string UnmatchedResultError =
        "Tool result for call \"aaaaaaaaa\" has no matching tool call in an earlier assistant message. "
        + "Add the message with the call, or remove the result.";

    private const string MissingResultError =
        "Tool results are missing for 1 of 1 tool calls: aaaaaaaaa. Send a result for each call. "
        + "With IChatClient, ChatRules.FillMissingToolResults adds the missing results.";

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
    [InlineData(
        $$"""
        {{UserMessageJson}},{"role":"assistant",
         "content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"b"}]},{{UserMessageJson}}
        """)]
    public async Task Valid_conversation_is_sent_unchanged(string messages)
    {
        var server = StubServer.WithDefaultResponse();

        await server.CreateClient().Chat.CompleteAsync(Parse(messages), TestContext.Current.CancellationToken);

        JsonAssert.Equal($"[{messages}]", server.SingleRequestBody()["messages"]);
    }

    [Theory]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":"b"}""",
        "The last message has the role \"assistant\". Add a user message after it, or set Prefix = true on it.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":"b","prefix":false}""",
        "The last message has the role \"assistant\". Add a user message after it, or set Prefix = true on it.")]
    [InlineData("""{"role":"assistant","content":"b","prefix":true}""",
        "The only message has the role \"assistant\". Add a user or system message before it.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assitant","content":"c"},{{UserMessageJson}}""",
        "messages[1] has the role \"assitant\". Set it to \"system\", \"user\", \"assistant\" or \"tool\".")]
    [InlineData($$"""{{UserMessageJson}},{"role":"system","content":"s"}""",
        "The last message has the role \"system\". Add a user message after it.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":"b"},{"role":"system","content":"s"},{{UserMessageJson}}""",
        "messages[2] (system): a system message cannot directly follow a message with the role \"assistant\". Move it to the beginning.")]
    [InlineData($$"""{{UserMessageJson}},{{ToolCallJson}},{{ToolResultJson}},{"role":"system","content":"s"},{{UserMessageJson}}""",
        "messages[3] (system): a system message cannot directly follow a message with the role \"tool\". Move it to the beginning.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":"b","prefix":true},{{UserMessageJson}}""",
        "messages[1] (assistant): prefix is only allowed on the last message. Remove it.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":""},{{UserMessageJson}}""",
        "messages[1] (assistant): the message has neither content nor tool calls. Add one of them, or remove the message.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","tool_calls":[]},{{UserMessageJson}}""",
        "messages[1] (assistant): the message has neither content nor tool calls. Add one of them, or remove the message.")]
    [InlineData($$"""{{UserMessageJson}},{"role":"assistant","content":[{"type":"text","text":""}]},{{UserMessageJson}}""",
        "messages[1] (assistant): the message has neither content nor tool calls. Add one of them, or remove the message.")]
    public async Task Invalid_message_order_or_content_is_rejected(string messages, string expectedMessage) =>
        await AssertRejectedAsync(messages, expectedMessage);

    [Theory]
    [InlineData($"{UserMessageJson},{ToolCallJson}", PendingCallsError)]
    [InlineData($"{UserMessageJson},{ToolCallJson},{UserMessageJson}", MissingResultError)]
    [InlineData($"{UserMessageJson},{ToolCallJson},{ToolCallJson},{ToolResultJson}", MissingResultError)]
    [InlineData($"{UserMessageJson},{ToolCallJson},{UserMessageJson},{ToolResultJson}", MissingResultError)]
    [InlineData($"{UserMessageJson},{ToolResultJson}", UnmatchedResultError)]
    [InlineData($"{UserMessageJson},{ToolCallJson},{ToolResultJson},{ToolResultJson}", UnmatchedResultError)]
    [InlineData($"{UserMessageJson},{ToolCallJson},{ToolResultJson},{UserMessageJson},{ToolResultJson}",
        UnmatchedResultError)]
    [InlineData($$"""{{UserMessageJson}},{{ToolCallJson}},{"role":"tool","content":"1"}""", MissingCallIdError)]
    [InlineData($$"""{{UserMessageJson}},{{ToolCallJson}},{"role":"tool","tool_call_id":"null","content":"1"}""", MissingCallIdError)]
    public async Task Mismatched_tool_calls_and_results_are_rejected(string messages, string expectedMessage) =>
        await AssertRejectedAsync(messages, expectedMessage);

    [Fact]
    public async Task Two_tool_calls_with_the_same_id_are_rejected() => await AssertRejectedAsync(
        $$"""
        {{UserMessageJson}},{"role":"assistant","tool_calls":[
            {"id":"aaaaaaaaa","type":"function","function":{"name":"f","arguments":"{}"} },
             {"id":"aaaaaaaaa","type":"function","function":{"name":"g","arguments":"{}"} }]},
        {{ToolResultJson}},{{ToolResultJson}}
        """,
        "messages[1] (assistant): two tool calls have the ID \"aaaaaaaaa\". Use a different ID for each call.");

    [Theory]
    [InlineData(
        "thinking thinking text", "messages[1] (assistant): the message has 2 thinking chunks. Merge them into one, as the first chunk.")]
    [InlineData(
        "thinking text thinking", "messages[1] (assistant): the message has 2 thinking chunks. Merge them into one, as the first chunk.")]
    [InlineData("text thinking", "messages[1] (assistant): the thinking chunk must be the first chunk.")]
    public async Task Thinking_that_is_not_the_first_chunk_is_rejected(string chunkTypes, string expectedMessage)
    {
        var chunks = chunkTypes.Split(' ').Select(type =>
            type is "text" ? """{"type":"text","text":"b"}""" : """{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}""");

        await AssertRejectedAsync(
            $$"""{{UserMessageJson}},{"role":"assistant","content":[{{string.Join(',', chunks)}}]},{{UserMessageJson}}""", expectedMessage);
    }

    private static async Task AssertRejectedAsync(string messages, string expectedMessage)
    {
        var server = StubServer.WithDefaultResponse();
        var chat = server.CreateClient().Chat;

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => chat.CompleteAsync(Parse(messages), TestContext.Current.CancellationToken));

        Assert.Equal(expectedMessage, error.Message);
        Assert.Empty(server.RequestBodies);
    }

    private static ChatCompletionRequest Parse(string messages) =>
        JsonSerializer.Deserialize($$"""{"model":"m","messages":[{{messages}}]}""", ChatJson.Default.ChatCompletionRequest)!;
}
