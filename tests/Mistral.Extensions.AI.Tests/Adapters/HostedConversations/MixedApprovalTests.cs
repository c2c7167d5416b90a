using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.HostedConversations;

/// <summary>A response with a call of a hosted tool that waits for approval, next to a function call.</summary>
public sealed class MixedApprovalTests
{
    private const string Response =
        """
        {"object":"conversation.response","conversation_id":"conv_1","outputs":[
        {"type":"function.call","id":"fc_1","tool_call_id":"call-1","name":"search","arguments":"{}","confirmation_status":"pending"},
        {"type":"function.call","id":"fc_2","tool_call_id":"call-2","name":"get_weather","arguments":"{}"}],
        "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
        """;

    private const string Events =
        """
        event: conversation.response.started
        data: {"type":"conversation.response.started","conversation_id":"conv_1"}

        event: function.call.delta
        data: {"type":"function.call.delta","id":"fc_1","output_index":0,"tool_call_id":"call-1","name":"search","arguments":"{}",
        data: "confirmation_status":"pending"}

        event: function.call.delta
        data: {"type":"function.call.delta","id":"fc_2","output_index":1,"tool_call_id":"call-2","name":"get_weather","arguments":"{}"}

        event: conversation.response.done
        data: {"type":"conversation.response.done","usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}


        """;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Streaming => [false, true];

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Function_call_waits_for_the_approval_of_the_hosted_call(bool stream)
    {
        var (server, chat) = CreateChat(stream);

        var response = await StartAsync(chat, stream);

        var requests = response.Messages.Single().Contents.OfType<ToolApprovalRequestContent>().ToList();
        Assert.Equal(["call-1", "call-2"], requests.Select(request => request.RequestId));
        Assert.IsType<McpServerToolCallContent>(requests[0].ToolCall);
        Assert.Equal("get_weather", Assert.IsType<FunctionCallContent>(requests[1].ToolCall).Name);
#pragma warning disable MEAI001
        Assert.Equal([true, false], requests.Select(request => request.RequiresConfirmation));
#pragma warning restore MEAI001
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);

        // UseFunctionInvocation replaces the approval of the function by its result.
        await chat.GetResponseAsync(
            [new(ChatRole.User, [requests[0].CreateResponse(true)]), new(ChatRole.Tool, [new FunctionResultContent("call-2", "22 °C")])],
            new() { ConversationId = response.ConversationId },
            CancellationToken);
        JsonAssert.Equal(
            """
            {"inputs":[{"type":"function.result","tool_call_id":"call-2","result":"22 °C"}],
            "tool_confirmations":[{"tool_call_id":"call-1","confirmation":"allow"}]}
            """,
            server.RequestBodies[1]);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Unanswered_call_is_rejected(bool stream)
    {
        var (server, chat) = CreateChat(stream);
        var response = await StartAsync(chat, stream);
        var options = new ChatOptions { ConversationId = response.ConversationId };
        var request = response.Messages.Single().Contents.OfType<ToolApprovalRequestContent>().First();

        var withoutResult = await Assert.ThrowsAsync<ArgumentException>(
            () => chat.GetResponseAsync(new ChatMessage(ChatRole.User, [request.CreateResponse(true)]), options, CancellationToken));
        var withoutApproval = await Assert.ThrowsAsync<ArgumentException>(() => chat.GetResponseAsync(
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call-2", "22 °C")]), options, CancellationToken));

        Assert.StartsWith("The function call \"call-2\" (get_weather) has no result.", withoutResult.Message, StringComparison.Ordinal);
        Assert.StartsWith("The call \"call-1\" of a hosted tool waits for approval.", withoutApproval.Message, StringComparison.Ordinal);
        Assert.Single(server.RequestMessages);
    }

    private static (StubServer Server, IChatClient Chat) CreateChat(bool stream)
    {
        var server = stream ? StubServer.WithRawStream(Events) : StubServer.WithResponse(Response);
        return (server.Then(Response), server.CreateClient().AsConversationChatClient("mistral-medium-latest"));
    }

    private static async Task<ChatResponse> StartAsync(IChatClient chat, bool stream) => stream
        ? await chat.GetStreamingResponseAsync("Hi", null, CancellationToken).ToChatResponseAsync(CancellationToken)
        : await chat.GetResponseAsync("Hi", null, CancellationToken);
}
