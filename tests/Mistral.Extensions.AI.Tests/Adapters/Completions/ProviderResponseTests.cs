using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Completions;

/// <summary>Responses of other providers as responses of the API.</summary>
public sealed class ProviderResponseTests
{
    private static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = MistralJson.Default };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void Response_without_metadata_has_the_required_fields()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi")).ToChatCompletionResponse("mistral-small-latest");

        Assert.Matches("^[0-9a-f]{32}$", response.Id);
        Assert.Equal(("chat.completion", "mistral-small-latest"), (response.Object, response.Model));
        Assert.InRange(response.Created!.Value, before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        JsonAssert.Equal(
            """[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]""", Write(response)["choices"]);
        JsonAssert.Equal("""{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}""", Write(response)["usage"]);
        Assert.Equal("unknown", new ChatResponse().ToChatCompletionResponse().Model);
    }

    [Fact]
    public async Task Empty_stream_is_one_chunk_with_the_required_fields()
    {
        var chunk = Assert.Single(await WriteAsync(AsyncEnumerable.Empty<ChatResponseUpdate>()));

        JsonAssert.Equal(
            """[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]""",
            JsonSerializer.SerializeToNode(chunk, Json.GetTypeInfo(typeof(CompletionChunk)))!["choices"]);
        Assert.Equal(("chat.completion.chunk", "m"), (chunk.Object, chunk.Model));
        Assert.True(chunk.Created > 0);
    }

    [Fact]
    public async Task Finish_reason_is_null_in_the_JSON_of_a_chunk_that_is_not_the_last_one()
    {
        var updates = Updates(new(ChatRole.Assistant, "a"), new(ChatRole.Assistant, "b"));

        var first = (await WriteAsync(updates))[0];

        // The official SDK rejects a choice without finish_reason.
        var choice = JsonSerializer.SerializeToNode(first, Json.GetTypeInfo(typeof(CompletionChunk)))!["choices"]![0]!.AsObject();
        Assert.True(choice.ContainsKey("finish_reason"));
        Assert.Null(choice["finish_reason"]);
    }

    [Fact]
    public async Task Several_rounds_of_function_invocation_become_one_stream()
    {
        var updates = Updates(
            new(ChatRole.Assistant, "Let me check. ") { ResponseId = "1", MessageId = "1" },
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "get_weather")]) { ResponseId = "1" },
            new(ChatRole.Assistant, [Usage(10, 5)]) { ResponseId = "1", FinishReason = ChatFinishReason.ToolCalls },
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "confidential")]),
            new(ChatRole.Assistant, "Sunny.") { ResponseId = "2", FinishReason = ChatFinishReason.Stop },
            new(ChatRole.Assistant, [Usage(20, 6)]) { ResponseId = "2" });

        var chunks = await WriteAsync(updates);

        Assert.Equal("Let me check. Sunny.", string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.All(chunks, chunk => Assert.Null(Assert.Single(chunk.Choices!).Delta!.ToolCalls));
        Assert.Equal("1", Assert.Single(chunks.Select(chunk => chunk.Id).Distinct()));
        Assert.Equal("stop", Assert.Single(chunks.Select(chunk => chunk.Choices![0].FinishReason).OfType<string>()));
        var usage = Assert.Single(chunks.Select(chunk => chunk.Usage).OfType<UsageInfo>());
        Assert.Equal((30, 11, 41), (usage.PromptTokens, usage.CompletionTokens, usage.TotalTokens));
        Assert.DoesNotContain(chunks, chunk => Write(chunk).Contains("confidential", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_is_returned_before_the_next_update_arrives()
    {
        var received = new List<string>();
        async IAsyncEnumerable<ChatResponseUpdate> Generate()
        {
            yield return new(ChatRole.Assistant, "a");
            Assert.Equal(["a"], received);
            yield return new(ChatRole.Assistant, "b");
            Assert.Equal(["a", "b"], received);
            await Task.Yield();
        }

        await foreach (var chunk in Generate().ToCompletionChunksAsync("m", cancellationToken: CancellationToken))
            received.Add(chunk.Text);

        Assert.Equal(["a", "b", ""], received);
    }

    [Fact]
    public async Task Calls_without_a_result_are_pending()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "server"), new FunctionCallContent("call_2", "client")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "done")]),
            new(ChatRole.Assistant,
                [new FunctionCallContent("", "without_id"), new FunctionCallContent("call_3", "hosted") { InformationalOnly = true }]),
        ];
        var response = new ChatResponse(messages) { FinishReason = ChatFinishReason.Stop };

        var choice = Assert.Single(response.ToChatCompletionResponse("m").Choices!);
        var last = (await WriteAsync(response.ToChatResponseUpdates().ToAsyncEnumerable()))[^1].Choices![0];

        foreach (var calls in new[] { choice.Message!.ToolCalls!, last.Delta!.ToolCalls! })
        {
            Assert.Equal(["client", "without_id"], calls.Select(call => call.Function!.Name));
            Assert.Equal("call_2", calls[0].Id);
            Assert.Matches("^[a-zA-Z0-9]{9}$", calls[1].Id);
            Assert.Equal([0, 1], calls.Select(call => call.Index));
        }

        Assert.Equal(("tool_calls", "tool_calls"), (choice.FinishReason, last.FinishReason));
    }

    [Fact]
    public void Finish_reason_of_executed_calls_is_stop()
    {
        var response = new ChatResponse(
            [
                new(ChatRole.Assistant, [new FunctionCallContent("call_1", "f")]),
                new(ChatRole.Tool, [new FunctionResultContent("call_1", "done")]),
            ])
        {
            FinishReason = ChatFinishReason.ToolCalls,
        };

        Assert.Equal("stop", response.ToChatCompletionResponse().Choices![0].FinishReason);
    }

    [Fact]
    public void Error_and_its_text_are_returned()
    {
        var error = new ErrorContent("I cannot help.") { ErrorCode = "Refusal" };
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, [error]));

        var choice = response.ToChatCompletionResponse().Choices![0];

        Assert.Equal(("I cannot help.", "error"), (choice.Message!.Content!.Text, choice.FinishReason));
    }

    [Fact]
    public void Generated_images_and_files_are_returned()
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant,
        [
            new ImageGenerationToolResultContent("call_1") { Outputs = [new DataContent(new byte[] { 1 }, "image/svg+xml")] },
            new CodeInterpreterToolResultContent("call_2") { Outputs = [new TextContent("log"), new HostedFileContent("file-1")] },
        ]));

        JsonAssert.Equal(
            """[{"type":"image_url","image_url":"data:image/svg\u002Bxml;base64,AQ=="},{"type":"file","file_id":"file-1"}]""",
            Write(response.ToChatCompletionResponse())["choices"]![0]!["message"]!["content"]);
    }

    [Fact]
    public void Request_for_an_approval_is_rejected()
    {
        var request = new ToolApprovalRequestContent("1", new FunctionCallContent("call_1", "delete"));
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, [request]));

        var exception = Assert.Throws<NotSupportedException>(() => response.ToChatCompletionResponse());

        Assert.Contains("UseFunctionInvocation", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Protected_data_of_another_provider_is_restored_when_a_client_sends_it_back()
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant,
            [new TextReasoningContent("Thinking.") { ProtectedData = "gAAAA" }, new TextContent("Hi")]));

        var received = response.ToChatCompletionResponse().ToChatResponse();
        ChatMessage[] history = [new(ChatRole.User, "Hello"), .. received.Messages, new(ChatRole.User, "Go on")];
        var sentBack = history.ToChatCompletionRequest().Messages!.ToChatMessages();

        Assert.Equal("gAAAA", Assert.IsType<TextReasoningContent>(sentBack[1].Contents[0]).ProtectedData);
    }

    [Fact]
    public void Usage_contents_are_added_up_if_the_response_has_no_usage()
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, [Usage(1, 2), Usage(3, 4)]));

        var usage = response.ToChatCompletionResponse().Usage!;

        Assert.Equal((4, 6, 10), (usage.PromptTokens, usage.CompletionTokens, usage.TotalTokens));
    }

    [Fact]
    public void Very_large_counts_are_returned_as_the_largest_number()
    {
        var response = new ChatResponse { Usage = new() { InputTokenCount = long.MaxValue, OutputTokenCount = -1 } };

        var usage = response.ToChatCompletionResponse().Usage!;

        Assert.Equal((int.MaxValue, 0), (usage.PromptTokens, usage.CompletionTokens));
    }

    private static ValueTask<List<CompletionChunk>> WriteAsync(IAsyncEnumerable<ChatResponseUpdate> updates) =>
        updates.ToCompletionChunksAsync("m", cancellationToken: CancellationToken).ToListAsync(CancellationToken);

    private static UsageContent Usage(int input, int output) =>
        new(new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output });

    private static IAsyncEnumerable<ChatResponseUpdate> Updates(params ChatResponseUpdate[] updates) => updates.ToAsyncEnumerable();

    private static JsonNode Write(ChatCompletionResponse response) =>
        JsonSerializer.SerializeToNode(response, Json.GetTypeInfo(typeof(ChatCompletionResponse)))!;

    private static string Write(CompletionChunk chunk) => JsonSerializer.Serialize(chunk, Json.GetTypeInfo(typeof(CompletionChunk)));
}
