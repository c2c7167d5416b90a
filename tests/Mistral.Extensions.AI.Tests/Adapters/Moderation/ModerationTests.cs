using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Classifiers;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Moderation;

public sealed class ModerationTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Harmless_input_and_response_are_passed_on()
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = new ScriptedChatClient("Hello!");
        var options = new ChatOptions { Instructions = "Be brief." };
        using var source = new CancellationTokenSource();

        var response = await server.Moderate(inner).GetResponseAsync("Hi", options, source.Token);

        Assert.Equal("Hello!", response.Text);
        Assert.Equal([["user: Hi"], ["user: Hi | assistant: Hello!"]], server.Requests);
        Assert.Same(options, inner.Options);
        Assert.Equal(source.Token, inner.CancellationToken);
    }

    [Fact]
    public async Task Flagged_input_throws_without_a_request_to_the_model()
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = new ScriptedChatClient("Hello!");

        var error = await Assert.ThrowsAsync<ModerationException>(
            () => server.Moderate(inner).GetResponseAsync("My secret PII", cancellationToken: CancellationToken));

        Assert.Equal(0, inner.CallCount);
        Assert.True(error.IsInput);
        Assert.Equal(["pii"], error.Categories);
        Assert.Equal(0.9, error.Result!.CategoryScores["pii"]);
        Assert.StartsWith("The moderation flagged the input: pii (0.9).", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flagged_response_throws()
    {
        await using var server = await ModerationServer.StartAsync();

        var error = await Assert.ThrowsAsync<ModerationException>(
            () => server.Moderate(new ScriptedChatClient("Their PII")).GetResponseAsync("Hi", cancellationToken: CancellationToken));

        Assert.False(error.IsInput);
        Assert.StartsWith("The moderation flagged the response: pii (0.9).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusalText_replaces_a_flagged_response_and_keeps_its_usage()
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = new ScriptedChatClient(
            new ChatResponseUpdate(ChatRole.Assistant, "Their PII") { ResponseId = "r", ModelId = "m" },
            new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new() { OutputTokenCount = 7 })]));

        var response = await server.Moderate(inner, new() { RefusalText = "I cannot say that." })
            .GetResponseAsync("Hi", cancellationToken: CancellationToken);

        Assert.Equal("I cannot say that.", response.Text);
        Assert.Equal(ChatFinishReason.ContentFilter, response.FinishReason);
        Assert.Equal(("r", "m", 7), (response.ResponseId, response.ModelId, response.Usage!.OutputTokenCount));
        Assert.True(Assert.IsType<ModerationObject>(response.RawRepresentation).Categories["pii"]);
    }

    [Fact]
    public async Task RefusalText_replaces_the_response_to_flagged_input()
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = new ScriptedChatClient("Hello!");

        var response = await server.Moderate(inner, new() { RefusalText = "No." })
            .GetResponseAsync("PII", cancellationToken: CancellationToken);

        Assert.Equal(("No.", ChatFinishReason.ContentFilter, 0), (response.Text, response.FinishReason, inner.CallCount));
    }

    [Fact]
    public async Task Every_message_after_the_last_response_is_moderated_with_the_earlier_ones_as_context()
    {
        await using var server = await ModerationServer.StartAsync();
        ChatMessage[] messages =
        [
            new(ChatRole.System, "PII in a system prompt"),
            new(ChatRole.User, "A"),
            new(ChatRole.Assistant, "B"),
            new(ChatRole.User, "C"),
            new(ChatRole.User, "D"),
        ];

        await server.Moderate(new ScriptedChatClient("")).GetResponseAsync(messages, cancellationToken: CancellationToken);

        Assert.Equal(
            [["user: A | assistant: B | user: C", "user: A | assistant: B | user: C | user: D"]], server.Requests);
    }

    [Fact]
    public async Task Earlier_flagged_message_of_the_same_turn_is_found()
    {
        await using var server = await ModerationServer.StartAsync();
        ChatMessage[] messages = [new(ChatRole.User, "PII"), new(ChatRole.User, "Hi")];

        await Assert.ThrowsAsync<ModerationException>(
            () => server.Moderate(new ScriptedChatClient("")).GetResponseAsync(messages, cancellationToken: CancellationToken));
    }

    [Fact]
    public async Task Assistant_message_at_the_end_is_moderated_together_with_the_message_before_it()
    {
        await using var server = await ModerationServer.StartAsync();
        ChatMessage[] messages = [new(ChatRole.User, "A"), new(ChatRole.Assistant, "Sure,")];

        await server.Moderate(new ScriptedChatClient("")).GetResponseAsync(messages, cancellationToken: CancellationToken);

        Assert.Equal([["user: A", "user: A | assistant: Sure,"]], server.Requests);
    }

    [Fact]
    public async Task Text_files_function_results_and_raw_messages_are_moderated_and_images_are_not()
    {
        await using var server = await ModerationServer.StartAsync();
        ChatMessage[] messages =
        [
            new(ChatRole.User, [new TextContent("See"), new DataContent("a,b"u8.ToArray(), "text/csv"), CreateImage()]),
            new(ChatRole.Tool, [new FunctionResultContent("1", "sunny"), new FunctionResultContent("2", JsonElement.Parse("{\"a\":1}"))]),
            new(ChatRole.User, [new UriContent("https://example.com/a.png", "image/png")]),
            new(ChatRole.User, "") { RawRepresentation = new UserMessage("raw") },
        ];

        await server.Moderate(new ScriptedChatClient("")).GetResponseAsync(messages, cancellationToken: CancellationToken);

        var texts = Assert.Single(server.Requests)[^1].Split(" | ");
        Assert.Equal(["user: See\n<file>\na,b\n</file>", "user: sunny\n{\"a\":1}", "user: raw"], texts);
    }

    [Fact]
    public async Task Converted_message_is_moderated_as_it_is_sent()
    {
        await using var server = await ModerationServer.StartAsync();
        var messages = new Message[] { new UserMessage("first"), new UserMessage([new TextChunk("second")]) }.ToChatMessages();
        ((TextContent)messages[1].Contents[0]).Text = "changed";

        await server.Moderate(new ScriptedChatClient("")).GetResponseAsync(messages, cancellationToken: CancellationToken);

        Assert.Equal("user: first | user: changed", Assert.Single(server.Requests)[^1]);
    }

    [Fact]
    public async Task Reasoning_and_arguments_of_function_calls_are_moderated_as_output()
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = new ScriptedChatClient(new ChatResponseUpdate(
            ChatRole.Assistant,
            [
                new TextReasoningContent("Think"), new TextContent("Hel"), new TextContent("lo"),
                new FunctionCallContent("1", "send", new Dictionary<string, object?> { ["text"] = "Bye" }),
            ]));

        await server.Moderate(inner).GetResponseAsync("Hi", cancellationToken: CancellationToken);

        Assert.Equal(["user: Hi | assistant: Think\nHello\n{\"text\":\"Bye\"}"], server.Requests[1]);
    }

    [Fact]
    public async Task Content_without_text_needs_no_moderation_request()
    {
        await using var server = await ModerationServer.StartAsync();
        var image = CreateImage();

        await server.Moderate(new ScriptedChatClient(new ChatResponseUpdate(ChatRole.Assistant, [image])))
            .GetResponseAsync([new(ChatRole.User, [image])], cancellationToken: CancellationToken);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Response_to_a_message_without_text_is_moderated_as_a_single_text()
    {
        await using var server = await ModerationServer.StartAsync();

        await server.Moderate(new ScriptedChatClient("A cat"))
            .GetResponseAsync([new(ChatRole.User, [CreateImage()])], cancellationToken: CancellationToken);

        Assert.Equal([["user: A cat"]], server.Requests);
    }

    [Theory]
    [InlineData(true, false, "user: Hi")]
    [InlineData(false, true, "user: Hi | assistant: Hello!")]
    [InlineData(false, false, null)]
    public async Task Input_and_output_can_be_switched_off(bool input, bool output, string? request)
    {
        await using var server = await ModerationServer.StartAsync();
        var chat = server.Moderate(new ScriptedChatClient("Hello!"), new() { ModerateInput = input, ModerateOutput = output });

        await chat.GetResponseAsync("Hi", cancellationToken: CancellationToken);
        await chat.GetStreamingResponseAsync("Hi", cancellationToken: CancellationToken).ToChatResponseAsync(CancellationToken);

        Assert.Equal(request is null ? [] : [request, request], server.Requests.Select(conversations => Assert.Single(conversations)));
    }

    [Fact]
    public async Task Services_are_those_of_the_inner_client()
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = new ScriptedChatClient("");

        Assert.Same(inner, server.Moderate(inner).GetService<ScriptedChatClient>());
    }

    [Fact]
    public async Task Failed_moderation_request_throws_before_the_model_is_called()
    {
        await using var server = await ModerationServer.StartAsync();
        server.Emulator.Enqueue(ScriptedResponse.Fault(503));
        var inner = new ScriptedChatClient("Hello!");

        var error = await Assert.ThrowsAsync<MistralException>(
            () => server.Moderate(inner).GetResponseAsync("Hi", cancellationToken: CancellationToken));

        Assert.Contains("POST /v1/chat/moderations", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, inner.CallCount);
    }

    [Fact]
    public async Task Failed_moderation_request_is_logged_and_ignored_with_ContinueOnError()
    {
        using var log = new LogCapture();
        await using var server = await ModerationServer.StartAsync(new() { LoggerFactory = log });
        server.Emulator.Enqueue(ScriptedResponse.Fault(503));

        var response = await server.Moderate(new ScriptedChatClient("Hello!"), new() { ContinueOnError = true })
            .GetResponseAsync("Hi", cancellationToken: CancellationToken);

        Assert.Equal("Hello!", response.Text);
        Assert.Single(log.LibraryEntries, entry => entry.StartsWith("Warning 27 ModerationFailed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"results":[{"categories":{},"category_scores":{}}]}""")]
    [InlineData("""{"results":[null]}""")]
    [InlineData("""{"results":[{"categories":{"pii":false,"law":"perhaps"},"category_scores":{}}]}""")]
    public async Task Moderation_response_without_a_decision_throws(string json)
    {
        await using var server = await ModerationServer.StartAsync();
        server.Emulator.Enqueue(ScriptedResponse.Json(json));
        var inner = new ScriptedChatClient("Hello!");

        await Assert.ThrowsAsync<MistralException>(
            () => server.Moderate(inner).GetResponseAsync("Hi", cancellationToken: CancellationToken));

        Assert.Equal(0, inner.CallCount);
    }

    [Fact]
    public async Task Cancellation_during_the_moderation_is_not_an_error_that_can_be_ignored()
    {
        await using var server = await ModerationServer.StartAsync();
        var inner = new ScriptedChatClient("Hello!");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Moderate(inner, new() { ContinueOnError = true })
            .GetResponseAsync("Hi", cancellationToken: new CancellationToken(canceled: true)));

        Assert.Equal(0, inner.CallCount);
    }

    [Fact]
    public async Task Null_messages_throw()
    {
        await using var server = await ModerationServer.StartAsync();
        var chat = server.Moderate(new ScriptedChatClient(""));

        await Assert.ThrowsAsync<ArgumentNullException>(
            () => chat.GetResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(
            () => chat.GetResponseAsync(new ChatMessage[] { null! }, cancellationToken: CancellationToken));
        Assert.Throws<ArgumentNullException>(
            () => { _ = chat.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: CancellationToken); });
    }

    private static DataContent CreateImage() => new(new byte[3], "image/png");
}
