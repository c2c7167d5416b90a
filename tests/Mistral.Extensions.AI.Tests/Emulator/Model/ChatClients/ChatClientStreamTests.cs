using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Model.ChatClients;

/// <summary>Streams of a chat client behind the emulator.</summary>
public sealed class ChatClientStreamTests : IDisposable
{
    private const string ChatPath = "/v1/chat/completions";
    private const string ConversationPath = "/v1/conversations";
    private const string ChatRequest =
        """{"model":"mistral-small-latest","stream":true,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string ConversationRequest = """{"model":"mistral-small-latest","stream":true,"inputs":"Hi"}""";

    /// <summary>A test fails after this time, instead of waiting forever.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly RecordingChatClient _client = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(ChatPath, ChatRequest)]
    [InlineData(ConversationPath, ConversationRequest)]
    public async Task Chunk_is_sent_before_the_chat_client_has_produced_the_next_one(string path, string request)
    {
        _client.Respond(RespondInTwoPartsAsync);
        await using var emulator = await StartAsync();
        using var response = await SendAsync(emulator, path, request);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));

        var start = await ReadUntilAsync(reader, "first");
        var isReleased = _release.Task.IsCompleted;
        _release.SetResult();
        var end = await reader.ReadToEndAsync(Token);

        Assert.Contains("first", start, StringComparison.Ordinal);
        Assert.False(isReleased);
        Assert.Contains("second", end, StringComparison.Ordinal);
        Assert.DoesNotContain("error", end, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChatPath, ChatRequest)]
    [InlineData(ConversationPath, ConversationRequest)]
    public async Task Closed_connection_cancels_the_chat_client(string path, string request)
    {
        _client.Respond(RespondInTwoPartsAsync);
        await using var emulator = await StartAsync();

        using (var response = await SendAsync(emulator, path, request))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
            await ReadUntilAsync(reader, "first");
        }

        await _cancelled.Task.WaitAsync(MaxWait, Token);
    }

    [Fact]
    public async Task Cancelled_request_cancels_the_chat_client_before_the_first_chunk()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _client.Respond(token => WaitAsync(started, token));
        await using var emulator = await StartAsync();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var json = ChatRequest.Replace("true", "false", StringComparison.Ordinal);
        using var content = new StringContent(json, Encoding.UTF8, "application/json");

        var request = emulator.Http.PostAsync(ChatPath, content, cancellation.Token);
        await started.Task.WaitAsync(MaxWait, Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await _cancelled.Task.WaitAsync(MaxWait, Token);
    }

    [Fact]
    public async Task Disposed_emulator_cancels_the_chat_client()
    {
        _client.Respond(RespondInTwoPartsAsync);
        var emulator = await StartAsync();
        using var response = await SendAsync(emulator, ChatPath, ChatRequest);

        await emulator.DisposeAsync();

        await _cancelled.Task.WaitAsync(MaxWait, Token);
    }

    [Fact]
    public async Task Reasoning_text_and_usage_are_streamed()
    {
        _client.Respond(
            new TextReasoningContent("Hm"),
            new TextReasoningContent("m") { ProtectedData = "sig" },
            new TextContent("Hel"),
            new TextContent("lo"),
            ChatClientOptionsTests.Usage(input: 7, output: 3));
        await using var emulator = await StartAsync();

        var stream = await emulator.PostUserMessageAsync("Hi", """{"stream":true}""");

        string[] expected =
        [
            "\"\"",
            """[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]}]""",
            "\"\"",
            """[{"type":"thinking","thinking":[{"type":"text","text":"m"}]}]""",
            "\"\"",
            """[{"type":"thinking","thinking":[{"type":"text","text":""}],"closed":true,"signature":"sig"},{"type":"text","text":"Hel"}]""",
            "\"lo\"",
            "\"\"",
        ];
        Assert.Equal(expected, stream.Deltas.Select(delta => delta["content"]!.ToJsonString()));
        Assert.Equal("stop", (string?)stream.Chunks[^1]["choices"]![0]!["finish_reason"]);
        Assert.Equal((7, 3), GetUsage(stream.Chunks[^1]["usage"]!));
        Assert.Equal("[DONE]", stream.EventPayloads[^1]);
    }

    [Fact]
    public async Task Reasoning_before_a_tool_call_is_closed()
    {
        _client.Respond(new TextReasoningContent("Hm"), ChatClientResponseTests.Call("a1B2c3D4e", "Paris"));
        await using var emulator = await StartAsync();

        var stream = await emulator.PostUserMessageAsync("Hi", """{"stream":true}""");

        Assert.True((bool)stream.Deltas[^2]["content"]![0]!["closed"]!);
        Assert.Equal("a1B2c3D4e", (string?)stream.Deltas[^1]["tool_calls"]![0]!["id"]);
        Assert.Equal("tool_calls", (string?)stream.Chunks[^1]["choices"]![0]!["finish_reason"]);
    }

    [Fact]
    public async Task Several_choices_are_streamed_one_after_the_other()
    {
        _client.Respond(new TextContent("A"), ChatClientOptionsTests.Usage(input: 7, output: 2));
        _client.Respond(new TextContent("B"), ChatClientOptionsTests.Usage(input: 7, output: 3));
        await using var emulator = await StartAsync();

        var stream = await emulator.PostUserMessageAsync("Hi", """{"stream":true,"n":2}""");

        var choices = stream.Chunks.Select(chunk => chunk["choices"]![0]!).ToArray();
        Assert.Equal([0, 1, 0, 0, 1, 1], choices.Select(choice => (int)choice["index"]!));
        Assert.Equal(["", "", "A", "", "B", ""], choices.Select(choice => (string?)choice["delta"]!["content"]));
        Assert.Equal((7, 5), GetUsage(stream.Chunks[^1]["usage"]!));
    }

    [Fact]
    public async Task Tokens_of_a_stream_count_toward_the_quota()
    {
        _client.Respond(new TextContent("Hi"), ChatClientOptionsTests.Usage(input: 70, output: 30));
        await using var emulator = await TestEmulator.StartAsync(
            new MistralEmulatorOptions { ChatClient = _client, Quota = new RateLimitQuota { Tokens = 100 } });

        var stream = await emulator.PostUserMessageAsync("Hi", """{"stream":true}""");
        var rejected = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal("[DONE]", stream.EventPayloads[^1]);
        Assert.Equal(429, (int)rejected.Status);
        Assert.Single(_client.Requests);
    }

    [Fact]
    public async Task Streamed_conversation_is_stored()
    {
        _client.Respond(new TextReasoningContent("Hm"), new TextContent("Hel"), new TextContent("lo"),
            ChatClientResponseTests.Call("a1B2c3D4e", "Paris"), ChatClientOptionsTests.Usage(input: 7, output: 3));
        await using var emulator = await StartAsync();

        var stream = await emulator.SendAsync(HttpMethod.Post, ConversationPath, ConversationRequest);

        var events = stream.NamedEvents();
        Assert.Equal(
            [
                ("conversation.response.started", null, null), ("message.output.delta", 0, 0), ("message.output.delta", 0, 0),
                ("message.output.delta", 0, 1), ("message.output.delta", 0, 1), ("function.call.delta", 1, null),
                ("conversation.response.done", null, null),
            ],
            events.Select(item => (item.Name, (int?)item.Data["output_index"], (int?)item.Data["content_index"])));
        Assert.Equal((7, 3), GetUsage(events[^1].Data["usage"]!));
        var history = await emulator.GetJsonAsync($"{ConversationPath}/{events[0].Data["conversation_id"]}/history");
        var entries = history["entries"]!.AsArray();
        Assert.Equal(
            ["message.input", "message.output", "function.call"], entries.Select(entry => (string?)entry!["type"]));
        Assert.Equal((string?)events[1].Data["id"], (string?)entries[1]!["id"]);
        JsonAssert.Equal(
            """[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}],"closed":true},{"type":"text","text":"Hello"}]""",
            entries[1]!["content"]);
    }

    [Fact]
    public async Task Conversation_can_be_continued_after_an_interrupted_stream()
    {
        await using var emulator = await StartAsync();
        var start = await emulator.StartAsync("Hi");
        var path = $"{ConversationPath}/{start.Json["conversation_id"]}";
        _client.Respond(RespondInTwoPartsAsync);
        using (var response = await SendAsync(emulator, path, """{"inputs":"Interrupted","stream":true}"""))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
            await ReadUntilAsync(reader, "first");
        }

        var append = await emulator.SendAsync(HttpMethod.Post, path, """{"inputs":"Next","stream":true}""");

        Assert.Equal("conversation.response.done", append.NamedEvents()[^1].Name);
        Assert.Equal(["Hi", "Hello!", "Next"], _client.Requests[^1].Messages.Select(message => message.Text));
    }

    private static (int, int) GetUsage(JsonNode usage) => ((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!);

    private Task<TestEmulator> StartAsync() => TestEmulator.StartAsync(new MistralEmulatorOptions { ChatClient = _client });

    private static async Task<HttpResponseMessage> SendAsync(TestEmulator emulator, string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        return await emulator.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    private static async Task<string> ReadUntilAsync(StreamReader reader, string text)
    {
        var lines = "";
        while (!lines.Contains(text, StringComparison.Ordinal))
            lines += await reader.ReadLineAsync(Token).AsTask().WaitAsync(MaxWait, Token) ?? throw new EndOfStreamException(lines);
        return lines;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> RespondInTwoPartsAsync([EnumeratorCancellation] CancellationToken token)
    {
        yield return new(ChatRole.Assistant, "first");
        await WaitForReleaseAsync(token);
        yield return new(ChatRole.Assistant, "second");
    }

    private async IAsyncEnumerable<ChatResponseUpdate> WaitAsync(
        TaskCompletionSource started, [EnumeratorCancellation] CancellationToken token)
    {
        started.SetResult();
        await WaitForReleaseAsync(token);
        yield return new(ChatRole.Assistant, "late");
    }

    private async Task WaitForReleaseAsync(CancellationToken token)
    {
        try
        {
            await _release.Task.WaitAsync(token);
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }
    }
}
