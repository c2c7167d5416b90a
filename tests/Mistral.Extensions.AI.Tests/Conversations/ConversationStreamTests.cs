using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Conversations;

public sealed class ConversationStreamTests
{
    private const string Started = """{"type":"conversation.response.started","conversation_id":"conv_1"}""";

    private const string Done = """{"type":"conversation.response.done","usage":{"total_tokens":1} }""";

    private static readonly ConversationRequest Request = new() { Model = "mistral-medium-latest", Inputs = "Hi" };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_are_typed()
    {
        var events = await ReadAsync(StubServer.WithRawStream(ConversationSamples.Events));

        Assert.Equal("conv_1", Assert.IsType<ResponseStartedEvent>(events[0]).ConversationId);
        var started = Assert.IsType<ToolExecutionStartedEvent>(events[1]);
        Assert.Equal(("te_1", "web_search", "ag_1"), (started.Id, started.Name, started.AgentId));
        Assert.Equal("""{"query":"tides"}""", Assert.IsType<ToolExecutionDeltaEvent>(events[2]).Arguments);
        Assert.Equal("{}", Assert.IsType<ToolExecutionDoneEvent>(events[3]).Info!["result"].GetString());
        Assert.Equal("Pilot", Assert.IsType<AgentHandoffStartedEvent>(events[4]).PreviousAgentName);
        Assert.Equal("Harbor", Assert.IsType<AgentHandoffDoneEvent>(events[5]).NextAgentName);
        var messages = events.OfType<MessageOutputEvent>().ToList();
        Assert.Equal("High tide is at 9:41.", string.Concat(messages.Select(message => message.Content!.Text)));
        Assert.IsType<ThinkChunk>(Assert.Single(messages[0].Content!));
        Assert.Equal("Tides", Assert.IsType<ToolReferenceChunk>(Assert.Single(messages[3].Content!)).Title);
        Assert.Equal([(2, 0), (2, 1), (2, 1), (2, 2)], messages.Select(message => (message.OutputIndex, message.ContentIndex)));
        var calls = events.OfType<FunctionCallEvent>().ToList();
        Assert.Equal("""{"port":1}""", string.Concat(calls.Select(call => call.Arguments)));
        Assert.Equal([false, true], calls.Select(call => call.IsConfirmationPending));
        Assert.Equal(22, Assert.IsType<ResponseDoneEvent>(events[^1]).Usage!.TotalTokens);
    }

    [Fact]
    public async Task Events_are_read_without_loss()
    {
        var events = await ReadAsync(StubServer.WithRawStream(ConversationSamples.Events));

        Assert.Equal(ConversationSamples.EventData.Count, events.Count);
        foreach (var (data, value) in ConversationSamples.EventData.Zip(events))
        {
            // A single chunk is written as a list with one chunk.
            var expected = JsonNode.Parse(data)!;
            if (expected["content"] is JsonObject chunk)
                expected["content"] = new JsonArray(chunk.DeepClone());
            RoundTrip.AssertEqualIgnoringNulls(
                expected.ToJsonString(), JsonSerializer.SerializeToNode(value, ConversationsJson.Default.ConversationEvent));
        }
    }

    [Fact]
    public async Task Conversation_ID_is_available_before_the_response_is_generated()
    {
        var server = StubServer.WithRawStream(TestCalls.SseEvent(Started));

        await using var events = server.CreateClient().Conversations.StartStreamAsync(Request, CancellationToken)
            .GetAsyncEnumerator(CancellationToken);

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("conv_1", Assert.IsType<ResponseStartedEvent>(events.Current).ConversationId);
    }

    [Fact]
    public async Task Streaming_requests_set_stream()
    {
        var server = StubServer.WithRawStream(ConversationSamples.Events);
        var conversations = server.CreateClient().Conversations;

        await conversations.StartStreamAsync(Request, CancellationToken).ToListAsync(CancellationToken);
        await conversations.AppendStreamAsync("conv_1", new() { Inputs = "Hi" }, CancellationToken).ToListAsync(CancellationToken);
        await conversations.RestartStreamAsync("conv_1", new() { FromEntryId = "e" }, CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal(
            ["/v1/conversations", "/v1/conversations/conv_1", "/v1/conversations/conv_1/restart"],
            server.RequestMessages.Select(message => message.RequestUri!.AbsolutePath));
        Assert.All(server.RequestBodies, body => Assert.True(body!["stream"]!.GetValue<bool>()));
    }

    [Theory]
    [InlineData("""{"type":"conversation.response.error","message":"Out of capacity","code":3505}""", null)]
    [InlineData("""{"type":"conversation.response.error","message":"Out of capacity","code":3505}""", "conversation.response.error")]
    [InlineData("""{"message":"Out of capacity","code":3505}""", "conversation.response.error")]
    [InlineData("""{"message":"Out of capacity","code":3505}""", "error")]
    [InlineData("""{"object":"Error","message":"Out of capacity","type":"service_unavailable","code":3505}""", null)]
    [InlineData("""{"error":{"message":"Out of capacity","code":3505} }""", null)]
    public async Task Error_event_throws(string data, string? type)
    {
        var line = type is null ? "" : $"event: {type}\n";
        var server = StubServer.WithRawStream(TestCalls.SseEvent(Started) + line + TestCalls.SseEvent(data));

        var exception = await Assert.ThrowsAsync<MistralException>(() => ReadAsync(server));

        Assert.StartsWith("POST /v1/conversations: Out of capacity.", exception.Message, StringComparison.Ordinal);
        Assert.Equal((null, "3505"), (exception.StatusCode, exception.Code));
    }

    [Fact]
    public async Task Error_event_without_message_throws()
    {
        var server = StubServer.WithRawStream(TestCalls.SseEvent("""{"type":"conversation.response.error","code":3505}"""));

        var exception = await Assert.ThrowsAsync<MistralException>(() => ReadAsync(server));

        Assert.StartsWith(
            "POST /v1/conversations: The server reported an error during the stream.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"conversation.response.notice","message":"Slow","error":"none","detail":[]}""")]
    [InlineData("""{"type":"tool.execution.error","id":"te_1"}""")]
    [InlineData("{}")]
    public async Task Unknown_event_is_preserved(string data)
    {
        var events = await ReadAsync(StubServer.WithStream(Started, data, Done));

        JsonAssert.Equal(data, Assert.IsType<UnknownEvent>(events[1]).Json.GetRawText());
        Assert.IsType<ResponseDoneEvent>(events[2]);
    }

    [Fact]
    public async Task Stream_cut_at_any_byte_is_complete_or_throws()
    {
        var bytes = FragmentedStream.ToUtf8(ConversationSamples.Events);
        var end = bytes.Length - 2;
        for (var length = 0; length <= bytes.Length; length++)
        {
            var server = new FragmentedStream(bytes[..length]).CreateServer();
            if (length >= end)
                Assert.Equal(ConversationSamples.EventData.Count, (await ReadAsync(server)).Count);
            else
                await Assert.ThrowsAsync<MistralException>(() => ReadAsync(server));
        }
    }

    [Fact]
    public async Task Stream_without_done_event_throws()
    {
        var exception = await Assert.ThrowsAsync<MistralException>(() => ReadAsync(StubServer.WithRawStream(TestCalls.SseEvent(Started))));

        Assert.Equal(
            "POST /v1/conversations: The stream ended before the response was complete (no conversation.response.done was received). "
                + "Send the request again.",
            exception.Message);
    }

    private static async Task<List<ConversationEvent>> ReadAsync(StubServer server) =>
        await server.CreateClient().Conversations.StartStreamAsync(Request, CancellationToken).ToListAsync(CancellationToken);
}
