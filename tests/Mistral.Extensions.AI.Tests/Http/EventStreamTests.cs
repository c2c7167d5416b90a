using System.Net;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>How the events of a stream are read, and what completes a stream or makes it throw.</summary>
public sealed class EventStreamTests
{
    private static readonly string FirstChunk = TestCalls.SseEvent(StubServer.Chunk("""{"content":"Hello"}"""));
    private static readonly string LastChunk = TestCalls.SseEvent(StubServer.Chunk("""{"content":"!"}""", "stop"));

    [Theory]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data:[DONE]\n\n")]
    [InlineData("data: [DONE]")]
    [InlineData("")]
    public async Task Finish_reason_completes_the_stream_with_or_without_DONE(string ending) =>
        Assert.Equal("Hello!", await StubServer.WithRawStream(FirstChunk + LastChunk + ending).CreateClient().StreamTextAsync());

    [Fact]
    public async Task DONE_completes_the_stream_without_finish_reason() =>
        Assert.Equal("Hello", await StubServer.WithRawStream(FirstChunk + "data: [DONE]\n\n").CreateClient().StreamTextAsync());

    [Fact]
    public async Task Events_after_DONE_are_ignored() =>
        Assert.Equal(
            "Hello!",
            await StubServer.WithRawStream(FirstChunk + LastChunk + "data: [DONE]\n\ndata: garbage\n\n").CreateClient().StreamTextAsync());

    [Fact]
    public async Task Event_is_read_when_the_last_byte_of_its_CRLF_arrives()
    {
        var lines = FirstChunk.Replace("\n", "\r\n", StringComparison.Ordinal);
        var body = ScriptedResponseStream.Stalled(lines[..^1], "\n");
        using var client = new StubServer().Then(() => body.ToResponse("text/event-stream")).CreateClient();
        using var cancellation = new CancellationTokenSource();
        var chunks = new List<string>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.StreamTextAsync(
            chunk =>
            {
                chunks.Add(chunk);
                cancellation.Cancel();
            },
            cancellation.Token).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        Assert.Equal(["Hello"], chunks);
    }

    [Fact]
    public async Task Stream_without_finish_reason_or_DONE_throws()
    {
        var chunks = new List<string>();

        var exception = await Assert.ThrowsAsync<MistralException>(
            () => StubServer.WithRawStream(FirstChunk).CreateClient().StreamTextAsync(chunks.Add));

        Assert.Equal(
            "POST /v1/chat/completions: The stream ended before the response was complete (no finish_reason was received). "
                + "Send the request again.",
            exception.Message);
        Assert.Equal(["Hello"], chunks);
    }

    [Fact]
    public async Task Values_of_a_chunk_that_cannot_be_read_are_not_in_the_next_stream()
    {
        var server = StubServer.WithRawStream(FirstChunk + TestCalls.SseEvent("""{"created":1.5,"choices":5}"""))
            .ThenStream("{}", StubServer.Chunk("""{"content":"!"}""", "stop"));
        using var client = server.CreateClient();
        await using var chunks = Stream(client).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await chunks.MoveNextAsync());

        // Both events were received at once. The exception is in the task, as of every asynchronous method.
        var call = chunks.MoveNextAsync().AsTask();

        await Assert.ThrowsAsync<MistralException>(() => call);
        await foreach (var chunk in Stream(client))
            Assert.Null(chunk.AdditionalProperties);
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData(": keep-alive\n\n")]
    [InlineData("id: 7\nretry: 100\nevent: message\n")]
    public async Task Byte_order_mark_comments_and_other_SSE_fields_are_ignored(string start) =>
        Assert.Equal(
            "Hello!",
            await StubServer.WithRawStream(start + FirstChunk + LastChunk + "data: [DONE]\n\n").CreateClient().StreamTextAsync());

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task CR_and_CRLF_line_endings_are_supported(string newLine)
    {
        var body = (FirstChunk + LastChunk + "data: [DONE]\n\n").Replace("\n", newLine, StringComparison.Ordinal);

        Assert.Equal("Hello!", await StubServer.WithRawStream(body).CreateClient().StreamTextAsync());
    }

    [Fact]
    public async Task Unicode_line_separators_stay_in_the_text()
    {
        const string Text = "a\u2028b\u2029c\u0085d";
        var body = $$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{Text}}}"},"finish_reason":"stop"}]}""" + "\n\n";

        Assert.Equal(Text, await StubServer.WithRawStream(body).CreateClient().StreamTextAsync());
    }

    [Fact]
    public async Task Multi_byte_characters_split_across_reads_are_decoded()
    {
        // One byte per read splits "é" and "東".
        var bytes = System.Text.Encoding.UTF8.GetBytes(TestCalls.SseEvent(StubServer.Chunk("""{"content":"é東😀"}""", "stop")));
        var server = new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(new ByteByByteStream(bytes)) });

        Assert.Equal("é東😀", await server.CreateClient().StreamTextAsync());
    }

    [Theory]
    [InlineData(
        """data: {"object":"error","message":"Out of capacity","type":"service_unavailable","code":"3505"}""", "Out of capacity", "3505")]
    [InlineData("""data: {"object":"Error","message":"Out of capacity","code":3505}""", "Out of capacity", "3505")]
    [InlineData("""data: {"error":{"message":"Out of capacity","code":503}}""", "Out of capacity", "503")]
    [InlineData("""data: {"error":"Out of capacity"}""", "Out of capacity", null)]
    [InlineData(
        """data: {"detail":[{"loc":["body","x"],"msg":"Out of capacity","input":"SECRET test-key"}]}""", "x: Out of capacity", null)]
    [InlineData("event: error\ndata: {\"message\":\"Out of capacity\"}", "Out of capacity", null)]
    [InlineData("event: error\ndata: Out of capacity", "Out of capacity", null)]
    [InlineData("event: Error\ndata: {\"msg\":1,\"message\":\"Out of capacity\"}", "Out of capacity", null)]
    [InlineData("""data: {"message":"Out of capacity","request_id":"abc"}""", "Out of capacity", null)]
    [InlineData("""data: {"choices":[],"error":{"message":"Out of capacity"}}""", "Out of capacity", null)]
    [InlineData("""data: {"choices":null,"error":{"message":"Out of capacity","code":"3505"}}""", "Out of capacity", "3505")]
    // The type of an event without data applies to the next event, which is [DONE].
    [InlineData("event: error", "[DONE]", null)]
    public async Task Error_event_within_a_stream_throws(string errorEvent, string message, string? code)
    {
        var chunks = new List<string>();

        var exception = await Assert.ThrowsAsync<MistralException>(
            () => StubServer.WithRawStream($"{FirstChunk}{errorEvent}\n\ndata: [DONE]\n\n").CreateClient().StreamTextAsync(chunks.Add));

        Assert.StartsWith($"POST /v1/chat/completions: {message}.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(code, exception.Code);
        Assert.Null(exception.StatusCode);
        Assert.Equal(["Hello"], chunks);
        Assert.DoesNotContain("SECRET", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("test-key", exception.ResponseBody!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {}")]
    [InlineData("data:")]
    [InlineData("event: ping\ndata: {\"type\":\"ping\"}")]
    [InlineData("""data: {"choices":[]}""")]
    [InlineData("""data: {"error":null,"usage":{"total_tokens":1}}""")]
    public async Task Events_without_content_are_ignored_and_do_not_complete_the_stream(string other)
    {
        await Assert.ThrowsAsync<MistralException>(
            () => StubServer.WithRawStream($"{other}\n\ndata: [DONE]\n\n").CreateClient().StreamTextAsync());

        Assert.Equal(
            "Hello!",
            await StubServer.WithRawStream($"{FirstChunk}{LastChunk}{other}\n\ndata: [DONE]\n\n").CreateClient().StreamTextAsync());
    }

    [Fact]
    public async Task Text_that_contains_the_word_error_is_not_an_error()
    {
        var chunk = StubServer.Chunk("""{"content":"{\"error\":1,\"detail\":2}"}""", "error");

        Assert.Equal("""{"error":1,"detail":2}""", await StubServer.WithStream(chunk).CreateClient().StreamTextAsync());
    }

    [Fact]
    public async Task Stream_left_early_is_closed()
    {
        var body = ScriptedResponseStream.Stalled(FirstChunk);
        var client = new StubServer().Then(() => body.ToResponse("text/event-stream")).CreateClient();

        await foreach (var chunk in client.Chat.StreamAsync(TestCalls.ChatRequest, TestContext.Current.CancellationToken))
        {
            Assert.False(body.IsDisposed);
            Assert.Equal("Hello", chunk.Choices![0].Delta!.Content!.Text);
            break;
        }

        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Error_response_to_a_streaming_request_throws_on_enumeration()
    {
        var server = StubServer.WithResponse("""{"message":"No","code":"3230"}""", HttpStatusCode.BadRequest);

        var exception = await Assert.ThrowsAsync<MistralException>(() => server.CreateClient().StreamTextAsync());

        Assert.Equal((HttpStatusCode.BadRequest, "3230"), (exception.StatusCode, exception.Code));
    }

    private static IAsyncEnumerable<CompletionChunk> Stream(MistralClient client) =>
        client.Chat.StreamAsync(TestCalls.ChatRequest, TestContext.Current.CancellationToken);

    private sealed class ByteByByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..1], cancellationToken);
    }
}
