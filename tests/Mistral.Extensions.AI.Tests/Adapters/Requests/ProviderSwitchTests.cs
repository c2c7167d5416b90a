using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

#pragma warning disable MEAI001 // The contents of hosted tools are experimental.

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>A conversation that began with another provider can be continued with Mistral.</summary>
public sealed class ProviderSwitchTests
{
    public static TheoryData<string, AIContent[]> HostedTools => new()
    {
        { "MCP", [new McpServerToolCallContent("c1", "search", "docs"), new McpServerToolResultContent("c1")] },
        { "code interpreter", [new CodeInterpreterToolCallContent("c1"), new CodeInterpreterToolResultContent("c1")] },
        { "web search", [new WebSearchToolCallContent("c1"), new WebSearchToolResultContent("c1")] },
        { "image generation", [new ImageGenerationToolCallContent("c1"), new ImageGenerationToolResultContent("c1")] },
        { "generated image", [new DataContent("data:image/png;base64,AAAA"), new UriContent("https://example.com/a.png", "image/png")] },
        { "files", [new HostedFileContent("file-1"), new HostedVectorStoreContent("store-1")] },
        { "unknown content", [new AIContent { RawRepresentation = new Version(1, 2) }, new AIContent()] },
    };

    [Theory]
    [MemberData(nameof(HostedTools))]
    public async Task Hosted_tools_of_another_provider_are_left_out_and_logged(string tool, AIContent[] contents)
    {
        using var logs = new LogCapture();
        ChatMessage message = new(ChatRole.Assistant, [new TextContent("Let me look. "), .. contents, new TextContent("Found it.")]);

        var request = await SentRequests.GetAsync(
            [new(ChatRole.User, "Hi"), message, new(ChatRole.User, "Go on")], configure: options => options.LoggerFactory = logs);

        JsonAssert.Equal("""{"role":"assistant","content":"Let me look. Found it."}""", request["messages"]![1]);
        Assert.NotEmpty(tool);
        foreach (var content in contents)
        {
            Assert.Contains(
                $"Debug 25 ContentNotSent: A content of type {content.GetType()} in a message with role assistant is not sent: "
                + "the API does not accept it.",
                logs.LibraryEntries);
        }
    }

    [Fact]
    public async Task Hosted_tool_result_in_a_tool_message_is_left_out() => JsonAssert.Equal(
        """[{"role":"user","content":"Hi"},{"role":"assistant","content":"Found it."},{"role":"user","content":"Go on"}]""",
        await SentRequests.GetMessagesAsync(
            new ChatMessage(ChatRole.User, "Hi"),
            new ChatMessage(ChatRole.Assistant, [new McpServerToolCallContent("c1", "search", "docs")]),
            new ChatMessage(ChatRole.Tool, [new McpServerToolResultContent("c1")]),
            new ChatMessage(ChatRole.Assistant, "Found it."),
            new ChatMessage(ChatRole.User, "Go on")));

    [Theory]
    [InlineData("EqQBCkYIBxgCKkDZ")]
    [InlineData("gAAAAABo")]
    public async Task Protected_data_of_another_provider_is_not_sent_as_a_signature(string data)
    {
        using var logs = new LogCapture();
        ChatMessage message = new(ChatRole.Assistant, [new TextReasoningContent("Hm.") { ProtectedData = data }, new TextContent("Yes.")]);

        var request = await SentRequests.GetAsync(
            [new(ChatRole.User, "Hi"), message, new(ChatRole.User, "Go on")], configure: options => options.LoggerFactory = logs);

        JsonAssert.Equal(
            """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]},{"type":"text","text":"Yes."}]}
            """,
            request["messages"]![1]);
        Assert.Contains(logs.LibraryEntries, entry => entry.StartsWith("Debug 26 ProtectedDataNotSent", StringComparison.Ordinal));
        Assert.DoesNotContain(data, logs.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pending_approval_of_a_tool_call_throws()
    {
        var approval = new ToolApprovalRequestContent("a1", new FunctionCallContent("c1", "search"));

        var error = await SentRequests.ThrowsBeforeSendingAsync<NotSupportedException>(
            [new(ChatRole.User, "Hi"), new(ChatRole.Assistant, [approval]), new(ChatRole.User, "Go on")]);

        Assert.Contains("UseFunctionInvocation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completed_approval_of_a_tool_call_is_not_sent()
    {
        var call = new FunctionCallContent("abcdefghi", "search") { InformationalOnly = true };
        var approval = new ToolApprovalRequestContent("a1", call);

        var request = await SentRequests.GetAsync(
        [
            new(ChatRole.User, "Hi"),
            new(ChatRole.Assistant, [new TextContent("One moment."), approval]),
            new(ChatRole.User, [approval.CreateResponse(true)]),
            new(ChatRole.Assistant, [call]),
            new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "found")]),
            new(ChatRole.Assistant, "Done."),
            new(ChatRole.User, "Go on"),
        ]);

        JsonAssert.Equal(
            """
            [{"role":"user","content":"Hi"},
            {"role":"assistant","content":"One moment.",
            "tool_calls":[{"id":"abcdefghi","type":"function","function":{"name":"search","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"abcdefghi","name":"search","content":"found"},
            {"role":"assistant","content":"Done."},
            {"role":"user","content":"Go on"}]
            """,
            request["messages"]);
    }
}
