using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.RawTcpServer;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>The pipeline of a client that creates its own <see cref="HttpClient"/>: <c>new MistralClient(options)</c>.</summary>
public sealed class HttpPipelineTests
{
    private const string ServiceUnavailableResponse = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    private static readonly string CompletionResponse =
        $"HTTP/1.1 200 OK\r\n\r\n{StubServer.Completion("""{"role":"assistant","content":"OK"}""")}";

    private readonly ManualTimeProvider _timeProvider = new();

    [Fact]
    public async Task Transient_failures_are_retried()
    {
        await using var server = new RawTcpServer(
            RespondWith(ServiceUnavailableResponse), RespondWith(ServiceUnavailableResponse), RespondWith(CompletionResponse));
        using var client = server.CreateClient(options => (options.MaxRetries, options.TimeProvider) = (2, _timeProvider));
        var call = client.CompleteTextAsync();

        // The first timer is the timeout of the call, the others are the delays before the retries.
        await _timeProvider.WaitForTimerAsync();
        _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());
        _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());

        Assert.Equal("OK", await call);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task MaxRetries_limits_the_number_of_retries(int retries)
    {
        await using var server = new RawTcpServer(RespondWith(ServiceUnavailableResponse));
        using var client = server.CreateClient(options => (options.MaxRetries, options.TimeProvider) = (retries, _timeProvider));
        var call = client.CompleteTextAsync();

        await _timeProvider.WaitForTimerAsync();
        for (var retry = 0; retry < retries; retry++)
            _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Assert.ThrowsAsync<MistralException>(() => call)).StatusCode);
        Assert.Equal(retries + 1, server.Requests.Count);
    }

    [Fact]
    public async Task MaxRetries_0_disables_retries()
    {
        await using var server = new RawTcpServer(RespondWith(ServiceUnavailableResponse), RespondWith(CompletionResponse));
        using var client = server.CreateClient(options => options.MaxRetries = 0);

        Assert.Equal(
            HttpStatusCode.ServiceUnavailable, (await Assert.ThrowsAsync<MistralException>(() => client.CompleteTextAsync())).StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void HttpClient_timeout_is_infinite()
    {
        using var http = HttpPipeline.Create(3, TimeProvider.System, NullLogger.Instance);

        Assert.Equal(Timeout.InfiniteTimeSpan, http.Timeout);
    }

    [Fact]
    [Trait("Requires", "net8.0")]
    public void Transport_disables_redirects_and_cookies_refreshes_DNS_and_decompresses()
    {
        using var transport = Assert.IsType<SocketsHttpHandler>(HttpPipeline.CreateTransport());

        Assert.False(transport.AllowAutoRedirect);
        Assert.False(transport.UseCookies);
        Assert.InRange(transport.ConnectTimeout, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
        Assert.InRange(transport.PooledConnectionLifetime, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));
        Assert.Equal(DecompressionMethods.All, transport.AutomaticDecompression);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("identity")]
    public async Task Compressed_responses_are_read(string encoding)
    {
        var body = FragmentedStream.ToUtf8(TestCalls.SseEvent(StubServer.Chunk("""{"content":"Hello!"}""", "stop")));
        var sent = encoding is "gzip" ? FragmentedStream.Gzip(body) : body;
        await using var server = new RawTcpServer(async (socket, stopping) =>
        {
            await socket.SendAsync(
                FragmentedStream.ToUtf8($"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {sent.Length}\r\n\r\n"),
                stopping);
            await socket.SendAsync(sent, stopping);
        });
        using var client = server.CreateClient();

        Assert.Equal("Hello!", await client.StreamTextAsync());
        Assert.Contains("Accept-Encoding: gzip", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposed_client_aborts_pending_requests()
    {
        await using var server = new RawTcpServer(StallAfter());
        var client = server.CreateClient();
        var call = client.CompleteTextAsync();
        while (server.Requests.Count == 0)
            await Task.Yield();

        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
    }
}
