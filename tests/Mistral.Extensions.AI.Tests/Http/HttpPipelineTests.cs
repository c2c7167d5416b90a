using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Tests.Faults;
using Mistral.Extensions.AI.Tests.Wire;
using static Mistral.Extensions.AI.Tests.Faults.RawServer;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>The pipeline of a client to whom the caller brought none: <c>new MistralClient(options)</c>.</summary>
public sealed class HttpPipelineTests
{
    private const string Busy = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    private static readonly string Answer = $"HTTP/1.1 200 OK\r\n\r\n{StubServer.Completion("""{"role":"assistant","content":"OK"}""")}";

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task It_retries()
    {
        await using var server = new RawServer(Saying(Busy), Saying(Busy), Saying(Answer));
        using var client = server.Client(options => (options.MaxRetries, options.Clock) = (2, _clock));
        var answer = client.AskAsync();

        // The time-out of the call, and a wait before each retry.
        await _clock.NextTimerAsync();
        _clock.Advance(await _clock.NextTimerAsync());
        _clock.Advance(await _clock.NextTimerAsync());

        Assert.Equal("OK", await answer);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task It_retries_as_often_as_it_is_told(int retries)
    {
        await using var server = new RawServer(Saying(Busy));
        using var client = server.Client(options => (options.MaxRetries, options.Clock) = (retries, _clock));
        var answer = client.AskAsync();

        await _clock.NextTimerAsync();
        for (var retry = 0; retry < retries; retry++)
            _clock.Advance(await _clock.NextTimerAsync());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Assert.ThrowsAsync<MistralException>(() => answer)).StatusCode);
        Assert.Equal(retries + 1, server.Requests.Count);
    }

    [Fact]
    public async Task It_does_not_retry_where_that_is_switched_off()
    {
        await using var server = new RawServer(Saying(Busy), Saying(Answer));
        using var client = server.Client(options => options.MaxRetries = 0);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Assert.ThrowsAsync<MistralException>(() => client.AskAsync())).StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void It_has_no_time_out_of_its_own_that_kills_long_answers()
    {
        using var http = HttpPipeline.Create(3, TimeProvider.System, NullLogger.Instance);

        Assert.Equal(Timeout.InfiniteTimeSpan, http.Timeout);
    }

    [Fact]
    public void Its_sockets_follow_no_redirects_see_changes_of_DNS_and_unpack()
    {
        using var transport = Assert.IsType<SocketsHttpHandler>(HttpPipeline.CreateTransport());

        Assert.False(transport.AllowAutoRedirect);
        Assert.InRange(transport.PooledConnectionLifetime, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));
        Assert.Equal(DecompressionMethods.All, transport.AutomaticDecompression);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("identity")]
    public async Task It_reads_packed_answers(string encoding)
    {
        var body = Pieces.Bytes(Calls.Event(StubServer.Chunk("""{"content":"Hello!"}""", "stop")));
        var sent = encoding is "gzip" ? Pieces.Gzip(body) : body;
        await using var server = new RawServer(async (socket, stopping) =>
        {
            await socket.SendAsync(Pieces.Bytes($"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {sent.Length}\r\n\r\n"), stopping);
            await socket.SendAsync(sent, stopping);
        });
        using var client = server.Client();

        Assert.Equal("Hello!", await client.StreamAsync());
        Assert.Contains("Accept-Encoding: gzip", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_is_disposed_gives_up_what_has_no_answer_yet()
    {
        await using var server = new RawServer(Stalling());
        var client = server.Client();
        var answer = client.AskAsync();
        while (server.Requests.Count == 0)
            await Task.Yield();

        client.Dispose();

        Assert.Contains("or it was disposed", (await Assert.ThrowsAsync<MistralException>(() => answer)).Message, StringComparison.Ordinal);
        Assert.Equal(
            "POST /v1/chat/completions: The client, or the HttpClient it was made with, has been disposed.",
            (await Assert.ThrowsAsync<MistralException>(() => client.AskAsync())).Message);
    }
}
