using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests;

/// <summary>Tool calls of a stream while the model generates them.</summary>
public sealed class MistralStreamingExtensionsTests
{
    private static readonly string[] Fragments =
    [
        """{"role":"assistant","content":""}""",
        """{"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"get_weather","arguments":""},"index":0}]}""",
        """{"tool_calls":[{"function":{"name":"","arguments":"{\"city\":"},"index":0}]}""",
        """{"tool_calls":[null,{"id":"null","function":{"arguments":"\"Paris\"}"},"index":0}]}""",
    ];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_chunk_with_a_part_of_a_tool_call_is_an_update()
    {
        var updates = await ChatResponses.UpdatesFromDeltasAsync(Fragments, "tool_calls");

        Assert.Equal([0, 1, 1, 1, 0], updates.Select(update => update.GetToolCallDeltas().Count));
        Assert.Equal(
            [
                ("aaaaaaaa1", "get_weather", ""), ("aaaaaaaa1", "get_weather", "{\"city\":"),
                ("aaaaaaaa1", "get_weather", "\"Paris\"}"),
            ],
            updates.SelectMany(update => update.GetToolCallDeltas()).Select(Flatten));
        Assert.All(updates, update => Assert.IsType<CompletionChunk>(update.RawRepresentation));
        Assert.IsType<FunctionCallContent>(updates[4].Contents[0]);
    }

    [Fact]
    public async Task Call_that_is_sent_in_one_chunk_has_one_part()
    {
        const string Call = """{"id":"aaaaaaaa1","function":{"name":"now","arguments":"{}"},"index":0}""";
        var updates = await ChatResponses.UpdatesFromChunksAsync(
            [StubServer.Chunk($$"""{"tool_calls":[{{Call}}]}""", "tool_calls")]);

        var update = Assert.Single(updates);
        Assert.Equal(("aaaaaaaa1", "now", "{}"), Flatten(Assert.Single(update.GetToolCallDeltas())));
        Assert.Equal("aaaaaaaa1", Assert.IsType<FunctionCallContent>(update.Contents[0]).CallId);
    }

    [Theory]
    [InlineData("null", "null")]
    [InlineData("null", "aaaaaaaa1")]
    [InlineData("aaaaaaaa1", "")]
    public async Task ID_of_a_part_is_the_ID_of_the_call(string firstId, string secondId)
    {
        var server = StubServer.WithStream(
            StubServer.Chunk($$$"""{"tool_calls":[{"id":"{{{firstId}}}","function":{"name":"f","arguments":"{"},"index":0}]}"""),
            StubServer.Chunk($$$"""{"tool_calls":[{"id":"{{{secondId}}}","function":{"arguments":"}"},"index":0}]}"""),
            StubServer.Chunk("""{"content":""}""", "tool_calls"));
        var ids = new List<string?>();
        FunctionCallContent? call = null;

        await foreach (var update in server.CreateChatClient().GetStreamingResponseAsync("Hi", cancellationToken: CancellationToken))
        {
            ids.AddRange(update.GetToolCallDeltas().Select(delta => delta.CallId));
            call ??= update.Contents.OfType<FunctionCallContent>().FirstOrDefault();
        }

        Assert.Equal([call!.CallId, call.CallId], ids);
        Assert.Matches("^[a-zA-Z0-9]{9}$", call.CallId);
    }

    [Fact]
    public async Task Only_the_choice_of_the_response_has_parts()
    {
        const string Call = """{"function":{"name":"f","arguments":"{}"},"index":0}""";
        var chunk = $$$"""
            {"id":"1","choices":[{"index":1,"delta":{"tool_calls":[{{{Call}}}]},"finish_reason":"tool_calls"},
             {"index":0,"delta":{"tool_calls":[{{{Call}}}]},"finish_reason":"tool_calls"}]}
            """;
        var options = new ChatOptions { RawRepresentationFactory = _ => new ChatCompletionRequest { N = 2 } };

        var updates = await ChatResponses.UpdatesFromChunksAsync([chunk], options);

        Assert.Equal(
            updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>().Single().CallId,
            updates.SelectMany(update => update.GetToolCallDeltas()).Single().CallId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parts_of_a_conversation_are_those_of_its_events(bool isAgent)
    {
        var server = StubServer.WithRawStream(
            """
            event: conversation.response.started
            data: {"type":"conversation.response.started","conversation_id":"conv_1"}

            event: function.call.delta
            data: {"type":"function.call.delta","output_index":0,"id":"fc_1","name":"f","tool_call_id":"aaaaaaaa1","arguments":"{\"a\""}

            event: function.call.delta
            data: {"type":"function.call.delta","output_index":0,"id":"fc_1","name":"f","tool_call_id":"aaaaaaaa1","arguments":":1}"}

            event: conversation.response.done
            data: {"type":"conversation.response.done","usage":{}}


            """);
        var client = server.CreateClient();
        var chat = isAgent ? client.AsAgentChatClient("ag_1") : client.AsConversationChatClient("mistral-medium-latest");

        var updates = await chat.GetStreamingResponseAsync("Hi", cancellationToken: CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal(
            [("aaaaaaaa1", "f", "{\"a\""), ("aaaaaaaa1", "f", ":1}")],
            updates.SelectMany(update => update.GetToolCallDeltas()).Select(Flatten));
        Assert.Equal("aaaaaaaa1", updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>().Single().CallId);
    }

    [Fact]
    public void Updates_of_other_providers_have_no_parts()
    {
        Assert.Empty(new ChatResponseUpdate(ChatRole.Assistant, "Hi").GetToolCallDeltas());
        Assert.Empty(new ChatResponseUpdate { RawRepresentation = "raw" }.GetToolCallDeltas());
    }

    [Fact]
    public void Null_update_is_rejected() =>
        Assert.Throws<ArgumentNullException>("update", () => ((ChatResponseUpdate)null!).GetToolCallDeltas());

    private static (string? CallId, string? Name, string Arguments) Flatten(MistralToolCallDelta delta) =>
        (delta.CallId, delta.Name, delta.Arguments);
}
