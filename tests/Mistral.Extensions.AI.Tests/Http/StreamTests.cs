using System.Net;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>How a stream ends: well, early, or with a refusal.</summary>
public sealed class StreamTests
{
    private static readonly string Begin = Calls.Event(StubServer.Chunk("""{"content":"Hello"}"""));
    private static readonly string End = Calls.Event(StubServer.Chunk("""{"content":"!"}""", "stop"));

    [Theory]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data:[DONE]\n\n")]
    [InlineData("data: [DONE]")]
    [InlineData("")]
    public async Task A_finish_reason_ends_an_answer_with_and_without_the_mark(string mark) =>
        Assert.Equal("Hello!", await StubServer.StreamingRaw(Begin + End + mark).Client().StreamAsync());

    [Fact]
    public async Task The_mark_ends_an_answer_without_a_finish_reason() =>
        Assert.Equal("Hello", await StubServer.StreamingRaw(Begin + "data: [DONE]\n\n").Client().StreamAsync());

    [Fact]
    public async Task Nothing_is_read_after_the_mark() =>
        Assert.Equal("Hello!", await StubServer.StreamingRaw(Begin + End + "data: [DONE]\n\ndata: garbage\n\n").Client().StreamAsync());

    [Fact]
    public async Task A_stream_that_ends_with_neither_was_cut()
    {
        var pieces = new List<string>();

        var exception = await Assert.ThrowsAsync<MistralException>(() => StubServer.StreamingRaw(Begin).Client().StreamAsync(pieces.Add));

        Assert.Equal("POST /v1/chat/completions: The stream ended before the answer was complete (no finish_reason was received).", exception.Message);
        Assert.Equal(["Hello"], pieces);
    }

    [Theory]
    [InlineData("\uFEFF", "")]
    [InlineData(": keep-alive\n\n", "")]
    [InlineData("id: 7\nretry: 100\nevent: message\n", "")]
    public async Task What_event_streams_may_hold_besides_is_passed_over(string before, string after) =>
        Assert.Equal("Hello!", await StubServer.StreamingRaw(before + Begin + after + End + "data: [DONE]\n\n").Client().StreamAsync());

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task All_three_ends_of_line_are_taken(string newLine)
    {
        var body = (Begin + End + "data: [DONE]\n\n").Replace("\n", newLine, StringComparison.Ordinal);

        Assert.Equal("Hello!", await StubServer.StreamingRaw(body).Client().StreamAsync());
    }

    [Fact]
    public async Task Signs_that_other_readers_take_for_ends_of_line_stay_in_the_text()
    {
        const string Text = "a\u2028b\u2029c\u0085d";
        var body = $$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{Text}}}"},"finish_reason":"stop"}]}""" + "\n\n";

        Assert.Equal(Text, await StubServer.StreamingRaw(body).Client().StreamAsync());
    }

    [Fact]
    public async Task Letters_cut_in_two_by_the_network_arrive_whole()
    {
        // One byte at a time: "é" and "東" come in pieces.
        var bytes = System.Text.Encoding.UTF8.GetBytes(Calls.Event(StubServer.Chunk("""{"content":"é東😀"}""", "stop")));
        var server = new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(new OneByOne(bytes)) });

        Assert.Equal("é東😀", await server.Client().StreamAsync());
    }

    [Theory]
    [InlineData("""data: {"object":"error","message":"Out of capacity","type":"service_unavailable","code":"3505"}""", "Out of capacity", "3505")]
    [InlineData("""data: {"object":"Error","message":"Out of capacity","code":3505}""", "Out of capacity", "3505")]
    [InlineData("""data: {"error":{"message":"Out of capacity","code":503}}""", "Out of capacity", "503")]
    [InlineData("""data: {"error":"Out of capacity"}""", "Out of capacity", null)]
    [InlineData("""data: {"detail":[{"loc":["body","x"],"msg":"Out of capacity","input":"SECRET test-key"}]}""", "x: Out of capacity", null)]
    [InlineData("event: error\ndata: {\"message\":\"Out of capacity\"}", "Out of capacity", null)]
    [InlineData("event: error\ndata: Out of capacity", "Out of capacity", null)]
    [InlineData("event: Error\ndata: {\"msg\":1,\"message\":\"Out of capacity\"}", "Out of capacity", null)]
    [InlineData("""data: {"message":"Out of capacity","request_id":"abc"}""", "Out of capacity", null)]
    [InlineData("""data: {"choices":[],"error":{"message":"Out of capacity"}}""", "Out of capacity", null)]
    [InlineData("""data: {"choices":null,"error":{"message":"Out of capacity","code":"3505"}}""", "Out of capacity", "3505")]
    [InlineData("event: error", "[DONE]", null)]
    public async Task A_refusal_within_a_stream_is_an_exception_and_no_end(string refusal, string message, string? code)
    {
        var pieces = new List<string>();

        var exception = await Assert.ThrowsAsync<MistralException>(
            () => StubServer.StreamingRaw($"{Begin}{refusal}\n\ndata: [DONE]\n\n").Client().StreamAsync(pieces.Add));

        Assert.StartsWith($"POST /v1/chat/completions: {message}.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(code, exception.Code);
        Assert.Null(exception.StatusCode);
        Assert.Equal(["Hello"], pieces);
        Assert.DoesNotContain("SECRET", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("test-key", exception.ResponseBody!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {}")]
    [InlineData("event: ping\ndata: {\"type\":\"ping\"}")]
    [InlineData("""data: {"choices":[]}""")]
    [InlineData("""data: {"error":null,"usage":{"total_tokens":1}}""")]
    public async Task What_is_no_piece_of_an_answer_makes_none_even_with_the_mark(string other)
    {
        await Assert.ThrowsAsync<MistralException>(() => StubServer.StreamingRaw($"{other}\n\ndata: [DONE]\n\n").Client().StreamAsync());

        Assert.Equal("Hello!", await StubServer.StreamingRaw($"{Begin}{End}{other}\n\ndata: [DONE]\n\n").Client().StreamAsync());
    }

    [Fact]
    public async Task An_answer_that_speaks_of_errors_is_no_error()
    {
        var chunk = StubServer.Chunk("""{"content":"{\"error\":1,\"detail\":2}"}""", "error");

        Assert.Equal("""{"error":1,"detail":2}""", await StubServer.Streaming(chunk).Client().StreamAsync());
    }

    [Fact]
    public async Task A_stream_that_is_left_early_is_closed()
    {
        var body = ScriptedBody.Silent(Begin);
        var client = new StubServer().Then(() => body.Response("text/event-stream")).Client();

        await foreach (var chunk in client.Chat.StreamAsync(Calls.Request, TestContext.Current.CancellationToken))
        {
            Assert.False(body.IsDisposed);
            Assert.Equal("Hello", chunk.Choices![0].Delta!.Content!.Text);
            break;
        }

        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task A_refused_stream_is_the_refusal_of_the_first_piece()
    {
        var server = StubServer.Answering("""{"message":"No","code":"3230"}""", HttpStatusCode.BadRequest);

        var exception = await Assert.ThrowsAsync<MistralException>(() => server.Client().StreamAsync());

        Assert.Equal((HttpStatusCode.BadRequest, "3230"), (exception.StatusCode, exception.Code));
    }

    private sealed class OneByOne(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..1], cancellationToken);
    }
}
