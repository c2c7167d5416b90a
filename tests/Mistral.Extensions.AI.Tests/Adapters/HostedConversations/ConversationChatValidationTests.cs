using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.HostedConversations;

/// <summary>Requests that the chat client for conversations rejects or changes before they are sent.</summary>
public sealed class ConversationChatValidationTests
{
    private const string Response =
        """
        {"object":"conversation.response","conversation_id":"conv_1","outputs":[{"type":"function.call","id":"fc_1","tool_call_id":"call-1",
        "name":"get_weather","arguments":"{}"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
        """;

    private readonly StubServer _server = new StubServer().Then(Response);
    private readonly IChatClient _chat;

    public ConversationChatValidationTests() => _chat = _server.CreateClient().AsConversationChatClient("mistral-medium-latest");

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static TheoryData<string> Changes => ["The tools", "The instructions", "The model"];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_within_a_conversation_is_rejected(string subject)
    {
        var options = new ChatOptions { Tools = [new HostedWebSearchTool()], Instructions = "Be short." };
        var response = await _chat.GetResponseAsync("Hi", options, CancellationToken);
        options.ConversationId = response.ConversationId;
        var results = new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call-1", "ok")]);
        await _chat.GetResponseAsync(results, options, CancellationToken);
        options.Tools = subject == "The tools" ? [new HostedImageGenerationTool()] : options.Tools;
        options.Instructions = subject == "The instructions" ? "Be long." : options.Instructions;
        options.ModelId = subject == "The model" ? "mistral-small-latest" : null;

        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => _chat.GetResponseAsync(results, options, CancellationToken));

        Assert.StartsWith($"{subject} cannot change in an existing conversation.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, _server.RequestMessages.Count);
    }

    [Fact]
    public async Task Same_tools_and_instructions_are_not_sent_again()
    {
        var options = new ChatOptions { Tools = [new HostedWebSearchTool()], Instructions = "Be short.", Temperature = 0.5f };
        var response = await _chat.GetResponseAsync("Hi", options, CancellationToken);
        options.ConversationId = response.ConversationId;

        await _chat.GetResponseAsync(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call-1", 5)]), options, CancellationToken);

        JsonAssert.Equal(
            """
            {"inputs":[{"type":"function.result","tool_call_id":"call-1","result":"5"}],"completion_args":{"temperature":0.5}}
            """,
            _server.RequestBodies[1]);
    }

    [Fact]
    public async Task Function_call_of_the_last_response_without_result_is_rejected()
    {
        var response = await _chat.GetResponseAsync("Hi", null, CancellationToken);

        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => _chat.GetResponseAsync("Go on", new() { ConversationId = response.ConversationId }, CancellationToken));

        Assert.StartsWith("The function call \"call-1\" (get_weather) has no result.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_call_at_the_end_of_the_messages_without_result_is_rejected()
    {
        ChatMessage[] messages = [new(ChatRole.User, "Hi"), new(ChatRole.Assistant, [new FunctionCallContent("c", "f")])];

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => _chat.GetResponseAsync(messages, null, CancellationToken));

        Assert.StartsWith("The function call \"c\" (f) has no result.", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_server.RequestMessages);
    }

    [Fact]
    public async Task Function_call_without_result_before_a_user_message_gets_an_error_text()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "Hi"),
            new(ChatRole.Assistant, [new TextContent("One moment."), new FunctionCallContent("c", "f")]),
            new(ChatRole.User, "Never mind"),
        ];

        await _chat.GetResponseAsync(messages, null, CancellationToken);

        JsonAssert.Equal(
            """
            {"model":"mistral-medium-latest","inputs":[
            {"type":"message.input","role":"user","content":"Hi"},
            {"type":"message.output","role":"assistant","content":"One moment."},
            {"type":"function.call","tool_call_id":"c","name":"f","arguments":"{}"},
            {"type":"function.result","tool_call_id":"c","result":"{\"error\":\"Tool call was not executed.\"}"},
            {"type":"message.input","role":"user","content":"Never mind"}]}
            """,
            _server.RequestBodies[0]);
    }

    [Fact]
    public async Task Temperature_above_1_is_rejected()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => _chat.GetResponseAsync("Hi", new() { Temperature = 1.2f }, CancellationToken));

        Assert.StartsWith("Temperature must be between 0 and 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approval_without_a_conversation_is_rejected()
    {
        var response = new ToolApprovalResponseContent("c", true, new McpServerToolCallContent("c", "t", null));
        var message = new ChatMessage(ChatRole.User, [response]);

        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => _chat.GetResponseAsync(message, null, CancellationToken));

        Assert.StartsWith(
            "A tool call can be approved only in a conversation that is stored.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_with_approval_needs_a_stored_conversation()
    {
        var options = new ChatOptions
        {
            Tools =
            [
                new HostedMcpServerTool("wiki", "wiki")
                {
                    AllowedTools = ["ask"],
                    ApprovalMode = HostedMcpServerToolApprovalMode.AlwaysRequire,
                },
            ],
            AdditionalProperties = new() { ["store"] = false },
        };

        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => _chat.GetResponseAsync("Hi", options, CancellationToken));

        Assert.StartsWith(
            "A tool call can be approved only in a conversation that is stored.", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_server.RequestMessages);
    }

    [Fact]
    public async Task Tools_for_a_conversation_of_another_client_are_logged_once()
    {
        var logs = new LogCapture();
        var chat = _server.CreateClient(options => options.LoggerFactory = logs).AsConversationChatClient("mistral-medium-latest");
        var options = new ChatOptions { ConversationId = "conv_1", Tools = [new HostedWebSearchTool()] };

        await chat.GetResponseAsync("Hi", options, CancellationToken);
        await chat.GetResponseAsync(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call-1", 1)]), options, CancellationToken);

        Assert.Single(logs.LibraryEntries, entry => entry.StartsWith(
            "Warning 30 ConversationSettingsNotSent: The model, the instructions and the tools are not sent: conversation conv_1 ",
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hosted_tool_cannot_be_added_to_an_agent()
    {
        var chat = _server.CreateClient().AsAgentChatClient("ag_1");

        var exception = await Assert.ThrowsAsync<NotSupportedException>(
            () => chat.GetResponseAsync("Hi", new() { Tools = [new HostedWebSearchTool()] }, CancellationToken));

        Assert.StartsWith(
            "The tool HostedWebSearchTool cannot be added to an agent of Mistral.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_receives_only_the_messages()
    {
        var chat = _server.CreateClient().AsAgentChatClient("ag_1", "3");
        var options = new ChatOptions
        {
            Instructions = "Be short.",
            Temperature = 0.5f,
            Tools = [AIFunctionFactory.Create(() => 1, "get_number")],
        };

        await chat.GetResponseAsync("Hi", options, CancellationToken);

        JsonAssert.Equal(
            """{"agent_id":"ag_1","agent_version":3,"inputs":[{"type":"message.input","role":"user","content":"Hi"}]}""",
            _server.RequestBodies[0]);
    }

    [Fact]
    public async Task Uploaded_file_and_audio_are_rejected()
    {
        foreach (var content in new AIContent[] { new HostedFileContent("file-1"), new DataContent(new byte[] { 1 }, "audio/mpeg") })
        {
            var exception = await Assert.ThrowsAsync<NotSupportedException>(
                () => _chat.GetResponseAsync(new ChatMessage(ChatRole.User, [content]), null, CancellationToken));

            Assert.StartsWith("Conversations do not accept ", exception.Message, StringComparison.Ordinal);
        }
    }
}
