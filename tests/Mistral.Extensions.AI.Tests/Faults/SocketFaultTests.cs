using System.Net;
using Mistral.Extensions.AI.Tests.Wire;
using static Mistral.Extensions.AI.Tests.Faults.RawServer;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>Faults of the connection itself, through the client's own sockets.</summary>
public sealed class SocketFaultTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nmistral-correlation-id: 019b\r\n";
    private static readonly string Answer = StubServer.Completion("""{"role":"assistant","content":"Hello!"}""");
    private static readonly string Events = Calls.Event(StubServer.Chunk("""{"content":"Hello"}""")) + Calls.Event(StubServer.Chunk("""{"content":"!"}""", "stop"));

    public static TheoryData<string> BeforeTheAnswer =>
    [
        "", "H", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Ty", "SSH-2.0-OpenSSH_9.6\r\n", "HTTP/9.9 abc\r\n\r\n", "\0\0\0\0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", $"HTTP/1.1 200 OK\r\nX-Long: {new string('x', 100_000)}\r\n\r\n",
    ];

    public static TheoryData<string> WithinTheAnswer =>
    [
        $"{Head}Content-Length: 100000\r\n\r\n{Answer}", $"{Head}Transfer-Encoding: chunked\r\n\r\nffff\r\n{Answer}",
        $"{Head}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{Answer}", $"{Head}\r\n{Answer[..50]}", $"{Head}Content-Encoding: gzip\r\n\r\n{Answer}",
        $"{Head}Content-Encoding: br\r\n\r\n{Answer}", $"{Head}Content-Encoding: deflate\r\n\r\n{Answer}",
    ];

    [Theory]
    [MemberData(nameof(BeforeTheAnswer))]
    public async Task What_is_no_HTTP_is_one_MistralException(string said)
    {
        foreach (var fault in new[] { Saying(said), Resetting(said) })
        {
            await using var server = new RawServer(fault);
            using var client = server.Client();

            var exception = await Assert.ThrowsAsync<MistralException>(() => client.AskAsync());

            Assert.Null(exception.StatusCode);
            Assert.IsType<HttpRequestException>(exception.InnerException);
            Assert.DoesNotContain("xxxxxxxx", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(BeforeTheAnswer))]
    public async Task What_is_no_HTTP_is_asked_again(string said)
    {
        await using var server = new RawServer(Resetting(said), Saying($"{Head}\r\n{Answer}"));
        var clock = new ManualClock();
        using var client = server.Client(options => (options.MaxRetries, options.Clock) = (1, clock));
        var answer = client.AskAsync();

        await clock.NextTimerAsync();
        clock.Advance(await clock.NextTimerAsync());

        Assert.Equal("Hello!", await answer);
        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request[request.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]).Distinct());
    }

    [Theory]
    [MemberData(nameof(WithinTheAnswer))]
    public async Task An_answer_that_breaks_off_is_one_MistralException_and_is_not_asked_for_again(string said)
    {
        foreach (var fault in new[] { Saying(said), Resetting(said) })
        {
            await using var server = new RawServer(fault);
            using var client = server.Client(options => options.MaxRetries = 3);

            var exception = await Assert.ThrowsAsync<MistralException>(() => client.AskAsync());

            Assert.NotNull(exception.InnerException);
            Assert.Single(server.Requests);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task What_cannot_be_unpacked_is_told(string encoding)
    {
        await using var server = new RawServer(
            Saying($"{Head}Content-Encoding: {encoding}\r\n\r\n{Answer}"),
            Saying($"{Head}Content-Encoding: {encoding}\r\n\r\n{Events}"),
            Saying($"HTTP/1.1 403 Forbidden\r\nContent-Encoding: {encoding}\r\n\r\n{Answer}"));
        using var client = server.Client();

        foreach (var route in new[] { "chat", "chat, streamed" })
        {
            var exception = await Assert.ThrowsAsync<MistralException>(() => client.CallAsync(route));
            Assert.Contains("The answer could not be unpacked.", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<MistralException>(() => client.AskAsync())).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Ty")]
    [InlineData(Head)]
    [InlineData($"{Head}\r\n{{\"id\":")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\n\r\n{\"message\":")]
    public async Task A_server_that_stalls_is_given_up_and_hung_up_on(string said)
    {
        await using var server = new RawServer(Stalling(said));
        var clock = new ManualClock();
        using var client = server.Client(options => options.Clock = clock);
        var answer = client.AskAsync();
        Assert.Equal(TimeSpan.FromMinutes(5), await clock.NextTimerAsync());
        // The second of the loop is let in only when the first has been hung up on.
        while (server.Requests.Count == 0)
            await Task.Yield();

        clock.Advance(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<MistralException>(() => answer);

        await Assert.ThrowsAsync<MistralException>(async () =>
        {
            var second = client.AskAsync();
            while (server.Requests.Count == 1)
                await Task.Yield();
            clock.Advance(TimeSpan.FromMinutes(5));
            await second;
        });
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Content-Type: text/event-stream\r\n")]
    public async Task An_answer_byte_by_byte_is_the_answer(string headers)
    {
        var isChunked = headers.Contains("chunked", StringComparison.Ordinal);
        var body = isChunked ? string.Concat(Events.Select(letter => $"1\r\n{letter}\r\n")) + "0\r\n\r\n" : Events;
        await using var server = new RawServer(Dripping($"HTTP/1.1 200 OK\r\n{headers}\r\n{body}"));
        using var client = server.Client();

        Assert.Equal("Hello!", await client.StreamAsync());
    }

    [Fact]
    public async Task A_stream_that_is_reset_is_an_exception_after_what_had_come()
    {
        var first = Events[..(Events.IndexOf("\n\n", StringComparison.Ordinal) + 2)];
        await using var server = new RawServer(Saying($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n{first}"));
        using var client = server.Client(options => options.MaxRetries = 3);
        var pieces = new List<string>();

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.StreamAsync(pieces.Add));

        Assert.Equal(["Hello"], pieces);
        Assert.Equal(HttpStatusCode.OK, exception.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Where_nobody_listens_the_host_is_named()
    {
        var server = new RawServer(Saying(""));
        var endpoint = server.Endpoint;
        await server.DisposeAsync();
        using var client = new MistralClient(new MistralClientOptions { ApiKey = "test-key", Endpoint = endpoint, MaxRetries = 0 });

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.AskAsync());

        Assert.StartsWith("POST /v1/chat/completions: The connection to 127.0.0.1 failed.", exception.Message, StringComparison.Ordinal);
    }
}
