using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.HostedConversations;

/// <summary>
/// The requests that FunctionInvokingChatClient and the agents of the Agent Framework send to the chat client for conversations. Their
/// packages are not on every feed, so these tests send the same messages and options.
/// </summary>
public sealed class FunctionInvocationTests : EmulatedConversationTests
{
    private readonly AIFunction _getWeather = AIFunctionFactory.Create((string city) => $"22 °C in {city}", "get_weather");

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Instructions_without_messages_start_a_conversation(bool stream)
    {
        var response = await SendAsync(stream, [], new() { Instructions = "Always respond with one word." });

        Assert.NotEmpty(response.Text);
        Assert.Equal(0, (int)Emulator.Requests[0].Json!["inputs"]!.AsArray().Sum(entry => ((string?)entry!["content"])!.Length));
    }

    [Fact]
    public async Task Agent_without_messages_starts_a_conversation()
    {
        var agent = await Client.Agents.CreateAsync(new() { Model = Model, Name = "Greeter" }, CancellationToken);

        var response = await Client.AsAgentChatClient(agent.Id!).GetResponseAsync([], null, CancellationToken);

        Assert.NotEmpty(response.Text);
    }

    [Fact]
    public async Task Conversation_without_messages_and_instructions_is_rejected()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(false, [], null));

        Assert.StartsWith("The request has no inputs.", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Emulator.Requests);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Required_tool_call_is_not_required_after_its_result(bool stream)
    {
        var options = new ChatOptions { Tools = [_getWeather], ToolMode = ChatToolMode.RequireAny };
        var first = await SendAsync(stream, [new(ChatRole.User, "Hello Paris")], options);
        (options.ToolMode, options.ConversationId) = (null, first.ConversationId);

        var second = await SendAsync(stream, [await InvokeAsync(first)], options);

        Assert.Contains("22 °C", second.Text, StringComparison.Ordinal);
        JsonAssert.Equal("""{"tool_choice":"auto"}""", Emulator.Requests[1].Json!["completion_args"]);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Response_format_applies_to_one_response(bool stream)
    {
        var first = await SendAsync(stream, [new(ChatRole.User, "Respond with JSON")], new() { ResponseFormat = ChatResponseFormat.Json });

        var second = await SendAsync(stream, [new(ChatRole.User, "Hello")], new() { ConversationId = first.ConversationId });

        Assert.StartsWith("{", first.Text, StringComparison.Ordinal);
        Assert.StartsWith("You said", second.Text, StringComparison.Ordinal);
        JsonAssert.Equal("""{"response_format":{"type":"text"}}""", Emulator.Requests[1].Json!["completion_args"]);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Functions_can_be_omitted_after_the_maximum_number_of_iterations(bool stream)
    {
        var options = new ChatOptions { Tools = [new HostedWebSearchTool(), _getWeather] };
        var first = await SendAsync(stream, [new(ChatRole.User, "get_weather for Paris")], options);
        (options.Tools, options.ConversationId) = ([new HostedWebSearchTool()], first.ConversationId);

        var second = await SendAsync(stream, [await InvokeAsync(first)], options);

        Assert.Contains("22 °C", second.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Invoked_call_without_raw_representation_is_sent_back(bool stream)
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "What is the weather in Paris?"),
            new(ChatRole.Assistant, [new FunctionCallContent("abcdefghi", "get_weather") { InformationalOnly = true }]),
            new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "22 °C")]),
        ];

        var response = await SendAsync(stream, messages, new() { Tools = [_getWeather] });

        Assert.Contains("22 °C", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Informational_call_without_result_is_not_sent()
    {
        var call = new FunctionCallContent("abcdefghi", "search") { InformationalOnly = true };
        ChatMessage[] messages = [new(ChatRole.User, "Hi"), new(ChatRole.Assistant, [call]), new(ChatRole.User, "Go on")];

        await SendAsync(false, messages, null);

        Assert.Equal(2, Emulator.Requests[0].Json!["inputs"]!.AsArray().Count);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Completed_approval_is_not_sent_again(bool stream)
    {
        var call = new FunctionCallContent("abcdefghi", "get_weather") { InformationalOnly = true };
        var request = new ToolApprovalRequestContent("ficc_abcdefghi", call);
        ChatMessage[] messages =
        [
            new(ChatRole.User, "What is the weather?"),
            new(ChatRole.Assistant, [request]),
            new(ChatRole.User, [request.CreateResponse(true)]),
            new(ChatRole.Assistant, [call]),
            new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "22 °C")]),
            new(ChatRole.Assistant, "It is 22 °C."),
            new(ChatRole.User, "Thanks"),
        ];

        await SendAsync(stream, messages, new() { Tools = [_getWeather] });

        Assert.Equal(
            ["message.input", "function.call", "function.result", "message.output", "message.input"],
            Emulator.Requests[0].Json!["inputs"]!.AsArray().Select(entry => (string?)entry!["type"]));
        Assert.Equal(7, messages.Length);
        Assert.Same(request, messages[1].Contents.Single());
    }

    [Fact]
    public async Task Pending_approval_of_a_function_throws()
    {
        var call = new FunctionCallContent("abcdefghi", "get_weather");
        var request = new ToolApprovalRequestContent("a1", call);
        ChatMessage[] pending = [new(ChatRole.Assistant, [request]), new(ChatRole.User, [request.CreateResponse(true)])];

        foreach (var message in pending)
        {
            var exception = await Assert.ThrowsAsync<NotSupportedException>(
                () => SendAsync(false, [new(ChatRole.User, "Hi"), message, new(ChatRole.User, "Go on")], null));

            Assert.Contains("UseFunctionInvocation", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Conversation_continues_after_an_abandoned_stream()
    {
        var options = new ChatOptions { Tools = [_getWeather] };
        var first = await SendAsync(true, [new(ChatRole.User, "What is the weather in Paris?")], options);
        options.ConversationId = first.ConversationId;
        await foreach (var update in Chat.GetStreamingResponseAsync([await InvokeAsync(first)], options, CancellationToken))
        {
            if (update.Text.Length > 0)
                break;
        }

        var response = await SendAsync(false, [new(ChatRole.User, "Thanks")], options);

        Assert.NotEmpty(response.Text);
    }

    private async Task<ChatMessage> InvokeAsync(ChatResponse response)
    {
        var call = response.Messages.Single().Contents.OfType<FunctionCallContent>().Single();
        var result = await _getWeather.InvokeAsync(new(call.Arguments), CancellationToken);
        call.InformationalOnly = true;
        return new(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]);
    }
}
