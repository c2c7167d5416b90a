using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Classifiers;

namespace Mistral.Extensions.AI.Tests.Adapters.Moderation;

public sealed class ModerationStreamingTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Harmless_stream_is_returned_unchanged()
    {
        await using var server = await ModerationServer.StartAsync();
        ChatResponseUpdate[] updates =
        [
            new(ChatRole.Assistant, ""), new(null, "One "), new(null, "two "), new(null, "three"),
            new(null, [new UsageContent(new() { OutputTokenCount = 3 })]) { FinishReason = ChatFinishReason.Stop },
        ];

        var returned = await ReadAsync(server.Moderate(new ScriptedChatClient(updates), new() { StreamingBlockLength = 6 }));

        Assert.Equal(updates, returned);
    }

    [Fact]
    public async Task Block_is_moderated_together_with_the_block_before_it()
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = CreateStream("aaa ", "bbb ", "ccc ", "d");

        await ReadAsync(server.Moderate(inner, new() { StreamingBlockLength = 4 }));

        Assert.Equal(
            ["user: Hi", "user: Hi | assistant: aaa ", "user: Hi | assistant: aaa bbb ", "user: Hi | assistant: bbb ccc ",
                "user: Hi | assistant: ccc d"],
            server.Requests.Select(conversations => Assert.Single(conversations)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(1000)]
    public async Task Flagged_text_is_never_returned(int length)
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = CreateStream("Good ", "text ", "PII ", "more ", "and ", "more");
        var returned = new List<ChatResponseUpdate>();

        await Assert.ThrowsAsync<ModerationException>(
            () => ReadAsync(server.Moderate(inner, new() { StreamingBlockLength = length }), returned));

        Assert.DoesNotContain("PII", string.Concat(returned), StringComparison.Ordinal);
        Assert.StartsWith(string.Concat(returned), "Good text ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flagged_text_across_two_blocks_is_found()
    {
        await using var server = await ModerationServer.StartAsync();
        var returned = new List<ChatResponseUpdate>();

        await Assert.ThrowsAsync<ModerationException>(
            () => ReadAsync(server.Moderate(CreateStream("UN", "SAFE"), new() { StreamingBlockLength = 1 }), returned));

        Assert.Equal("UN", string.Concat(returned));
    }

    [Fact]
    public async Task Block_ends_between_two_words()
    {
        await using var server = await ModerationServer.StartAsync();
        var chat = server.Moderate(CreateStream("Here ", "is her", " P", "II", " too"), new() { StreamingBlockLength = 7 });
        var returned = new List<ChatResponseUpdate>();

        await Assert.ThrowsAsync<ModerationException>(() => ReadAsync(chat, returned));

        Assert.Equal("Here is her", string.Concat(returned));
        Assert.Equal(["user: Hi | assistant: Here is her"], server.Requests[1]);
    }

    [Fact]
    public async Task Stream_is_not_read_further_after_flagged_text()
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = CreateStream("PII ", "more ", "and ", "more");

        await Assert.ThrowsAsync<ModerationException>(
            () => ReadAsync(server.Moderate(inner, new() { StreamingBlockLength = 2 })));

        Assert.Equal(2, inner.ReadCount);
    }

    [Fact]
    public async Task RefusalText_is_the_last_update_and_a_separate_message()
    {
        await using var server = await ModerationServer.StartAsync();
        ChatResponseUpdate[] updates =
        [
            new(ChatRole.Assistant, "Good text ") { ResponseId = "r", MessageId = "m", ModelId = "model" },
            new(null, [new TextContent("PII"), new UsageContent(new() { OutputTokenCount = 9 })])
            {
                ResponseId = "r", MessageId = "m", ModelId = "model", FinishReason = ChatFinishReason.Stop,
            },
        ];

        var returned = await ReadAsync(
            server.Moderate(new ScriptedChatClient(updates), new() { StreamingBlockLength = 5, RefusalText = "Sorry." }));
        var response = returned.ToChatResponse();

        Assert.Equal(["Good text ", "Sorry."], response.Messages.Select(message => message.Text));
        Assert.Equal(ChatFinishReason.ContentFilter, response.FinishReason);
        Assert.Equal(("r", "model", 9), (response.ResponseId, response.ModelId, response.Usage!.OutputTokenCount));
        Assert.IsType<ModerationObject>(returned[^1].RawRepresentation);
    }

    [Fact]
    public async Task RefusalText_replaces_the_stream_for_flagged_input()
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = CreateStream("Hello!");
        var chat = server.Moderate(inner, new() { RefusalText = "Sorry." });

        var update = Assert.Single(await chat.GetStreamingResponseAsync("PII", cancellationToken: CancellationToken)
            .ToListAsync(CancellationToken));

        Assert.Equal(("Sorry.", ChatFinishReason.ContentFilter, 0), (update.Text, update.FinishReason, inner.CallCount));
    }

    [Fact]
    public async Task Stream_without_block_length_is_returned_at_once_and_moderated_at_its_end()
    {
        await using var server = await ModerationServer.StartAsync();
        var returned = new List<ChatResponseUpdate>();

        var error = await Assert.ThrowsAsync<ModerationException>(
            () => ReadAsync(server.Moderate(CreateStream("a PII ", "b"), new() { StreamingBlockLength = null }), returned));

        Assert.Equal("a PII b", string.Concat(returned));
        Assert.Equal(["pii"], error.Categories);
        Assert.Equal([["user: Hi"], ["user: Hi | assistant: a PII b"]], server.Requests);
    }

    [Fact]
    public async Task RefusalText_after_returned_text_does_not_count_the_usage_twice()
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = new ScriptedChatClient(
            new ChatResponseUpdate(ChatRole.Assistant, "PII") { MessageId = "m" },
            new ChatResponseUpdate(null, [new UsageContent(new() { OutputTokenCount = 9 })]) { MessageId = "m" });

        var returned = await ReadAsync(server.Moderate(inner, new() { StreamingBlockLength = null, RefusalText = "Sorry." }));

        Assert.Equal(9, returned.ToChatResponse().Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task Function_call_is_withheld_until_its_arguments_are_moderated()
    {
        await using var server = await ModerationServer.StartAsync();
        var call = new FunctionCallContent("1", "send", new Dictionary<string, object?> { ["text"] = "PII" });
        var returned = new List<ChatResponseUpdate>();

        await Assert.ThrowsAsync<ModerationException>(() => ReadAsync(
            server.Moderate(new ScriptedChatClient(new ChatResponseUpdate(ChatRole.Assistant, [call]))), returned));

        Assert.Empty(returned);
    }

    private static ScriptedChatClient CreateStream(params string[] texts) =>
        new([.. texts.Select(text => new ChatResponseUpdate(ChatRole.Assistant, text))]);

    private static async Task<List<ChatResponseUpdate>> ReadAsync(IChatClient chat, List<ChatResponseUpdate>? returned = null)
    {
        returned ??= [];
        await foreach (var update in chat.GetStreamingResponseAsync("Hi", cancellationToken: CancellationToken))
            returned.Add(update);
        return returned;
    }
}
