using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.RawTcpServer;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>Connection failures and malformed HTTP, over real sockets.</summary>
public sealed class SocketFailureTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nmistral-correlation-id: 019b\r\n";
    private static readonly string Completion = StubServer.Completion("""{"role":"assistant","content":"Hello!"}""");

    private static readonly string Events = TestCalls.SseEvent(StubServer.Chunk("""{"content":"Hello"}"""))
        + TestCalls.SseEvent(StubServer.Chunk("""{"content":"!"}""", "stop"));

    public static TheoryData<string> MalformedResponseHeads =>
    [
        "",
        "H",
        "HTTP/1.1 2",
        "HTTP/1.1 200 OK\r\nContent-Ty",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/9.9 abc\r\n\r\n",
        "\0\0\0\0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        $"HTTP/1.1 200 OK\r\nX-Long: {new string('x', 100_000)}\r\n\r\n",
    ];

    public static TheoryData<string> BrokenResponseBodies =>
    [
        $"{Head}Content-Length: 100000\r\n\r\n{Completion}",
        $"{Head}Transfer-Encoding: chunked\r\n\r\nffff\r\n{Completion}",
        $"{Head}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{Completion}",
        $"{Head}\r\n{Completion[..50]}",
        $"{Head}Content-Encoding: gzip\r\n\r\n{Completion}",
        new($"{Head}Content-Encoding: br\r\n\r\n{Completion}") { Traits = { ["Requires"] = ["net8.0"] } },
        $"{Head}Content-Encoding: deflate\r\n\r\n{Completion}",
    ];

    [Theory]
    [MemberData(nameof(MalformedResponseHeads))]
    public async Task Malformed_HTTP_throws_MistralException(string rawResponse)
    {
        foreach (var connectionHandler in new[] { RespondWith(rawResponse), ResetAfter(rawResponse) })
        {
            await using var server = new RawTcpServer(connectionHandler);
            using var client = server.CreateClient();

            var exception = await Assert.ThrowsAsync<MistralException>(() => client.CompleteTextAsync());

            Assert.Null(exception.StatusCode);
            Assert.IsType<HttpRequestException>(exception.InnerException);
            Assert.DoesNotContain("xxxxxxxx", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(MalformedResponseHeads))]
    public async Task Malformed_HTTP_is_retried(string rawResponse)
    {
        await using var server = new RawTcpServer(ResetAfter(rawResponse), RespondWith($"{Head}\r\n{Completion}"));
        var timeProvider = new ManualTimeProvider();
        using var client = server.CreateClient(options => (options.MaxRetries, options.TimeProvider) = (1, timeProvider));
        var call = client.CompleteTextAsync();

        await timeProvider.WaitForTimerAsync();
        timeProvider.Advance(await timeProvider.WaitForTimerAsync());

        Assert.Equal("Hello!", await call);
        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request[request.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]).Distinct());
    }

    [Theory]
    [MemberData(nameof(BrokenResponseBodies))]
    public async Task Broken_response_body_throws_MistralException_and_is_not_retried(string rawResponse)
    {
        foreach (var connectionHandler in new[] { RespondWith(rawResponse), ResetAfter(rawResponse) })
        {
            await using var server = new RawTcpServer(connectionHandler);
            using var client = server.CreateClient(options => options.MaxRetries = 3);

            var exception = await Assert.ThrowsAsync<MistralException>(() => client.CompleteTextAsync());

            Assert.NotNull(exception.InnerException);
            Assert.Single(server.Requests);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br", Traits = ["Requires", "net8.0"])]
    public async Task Response_that_cannot_be_decompressed_throws(string encoding)
    {
        await using var server = new RawTcpServer(
            RespondWith($"{Head}Content-Encoding: {encoding}\r\n\r\n{Completion}"),
            RespondWith($"{Head}Content-Encoding: {encoding}\r\n\r\n{Events}"),
            RespondWith($"HTTP/1.1 403 Forbidden\r\nContent-Encoding: {encoding}\r\n\r\n{Completion}"));
        using var client = server.CreateClient();

        foreach (var operation in new[] { "chat", "chat, streaming" })
        {
            var exception = await Assert.ThrowsAsync<MistralException>(() => client.CallAsync(operation));
            Assert.Contains("The response could not be decompressed.", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<MistralException>(() => client.CompleteTextAsync())).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Ty")]
    [InlineData(Head)]
    [InlineData($"{Head}\r\n{{\"id\":")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\n\r\n{\"message\":")]
    public async Task Stalled_server_times_out_and_the_connection_is_closed(string rawResponse)
    {
        await using var server = new RawTcpServer(StallAfter(rawResponse));
        var timeProvider = new ManualTimeProvider();
        using var client = server.CreateClient(options => options.TimeProvider = timeProvider);
        var call = client.CompleteTextAsync();
        Assert.Equal(TimeSpan.FromMinutes(5), await timeProvider.WaitForTimerAsync());
        while (server.Requests.Count == 0)
            await Task.Yield();

        timeProvider.Advance(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<MistralException>(() => call);

        // The server accepts the second connection only after the first one is closed.
        await Assert.ThrowsAsync<MistralException>(async () =>
        {
            var secondCall = client.CompleteTextAsync();
            while (server.Requests.Count == 1)
                await Task.Yield();
            timeProvider.Advance(TimeSpan.FromMinutes(5));
            await secondCall;
        });
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Content-Type: text/event-stream\r\n")]
    public async Task Response_in_single_bytes_is_read(string headers)
    {
        var isChunked = headers.Contains("chunked", StringComparison.Ordinal);
        var body = isChunked ? string.Concat(Events.Select(character => $"1\r\n{character}\r\n")) + "0\r\n\r\n" : Events;
        await using var server = new RawTcpServer(RespondByteByByte($"HTTP/1.1 200 OK\r\n{headers}\r\n{body}"));
        using var client = server.CreateClient();

        Assert.Equal("Hello!", await client.StreamTextAsync());
    }

    [Fact]
    public async Task Reset_stream_throws_after_the_received_chunks()
    {
        var firstEvent = Events[..(Events.IndexOf("\n\n", StringComparison.Ordinal) + 2)];
        await using var server = new RawTcpServer(RespondWith(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n{firstEvent}"));
        using var client = server.CreateClient(options => options.MaxRetries = 3);
        var chunks = new List<string>();

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.StreamTextAsync(chunks.Add));

        Assert.Equal(["Hello"], chunks);
        Assert.Equal(HttpStatusCode.OK, exception.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Refused_connection_names_the_host()
    {
        var server = new RawTcpServer(RespondWith(""));
        var endpoint = server.Endpoint;
        await server.DisposeAsync();
        using var client = new MistralClient(new MistralClientOptions { ApiKey = "test-key", Endpoint = endpoint, MaxRetries = 0 });

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.CompleteTextAsync());

        Assert.StartsWith("POST /v1/chat/completions: The connection to 127.0.0.1 failed.", exception.Message, StringComparison.Ordinal);
    }
}
