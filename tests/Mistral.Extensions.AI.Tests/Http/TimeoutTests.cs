using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Http.Retries;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>The timeouts of a client: <c>Timeout</c> for the whole call, <c>StreamIdleTimeout</c> for each chunk of a stream.</summary>
public sealed class TimeoutTests
{
    private static readonly string ChunkEvent = TestCalls.SseEvent(StubServer.Chunk("""{"content":"Hello"}"""));

    private readonly ManualTimeProvider _timeProvider = new();

    [Fact]
    public async Task Unresponsive_server_times_out()
    {
        using var client = CreateClient(new UnresponsiveHandler());
        var call = client.CompleteTextAsync();

        Assert.Equal(TimeSpan.FromSeconds(90), await _timeProvider.WaitForTimerAsync());
        _timeProvider.Advance(TimeSpan.FromSeconds(90));

        var exception = await Assert.ThrowsAsync<MistralException>(() => call);
        Assert.Equal(
            "POST /v1/chat/completions: No response was received within 90 seconds. "
                + "Increase MistralClientOptions.Timeout to wait longer.",
            exception.Message);
        Assert.IsType<TimeoutException>(exception.InnerException);
    }

    [Fact]
    public async Task Stalled_response_times_out()
    {
        using var client = CreateClient(ScriptedResponseStream.Stalled("""{"id":"""));
        var call = client.CompleteTextAsync();

        _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());

        Assert.IsType<TimeoutException>((await Assert.ThrowsAsync<MistralException>(() => call)).InnerException);
    }

    [Fact]
    public async Task Stalled_response_times_out_when_the_platform_throws_IOException()
    {
        using var client = CreateClient(ScriptedResponseStream.StalledUntilAborted("""{"id":"""));
        var call = client.CompleteTextAsync();

        _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());

        Assert.IsType<TimeoutException>((await Assert.ThrowsAsync<MistralException>(() => call)).InnerException);
    }

    [Fact]
    public async Task Response_does_not_time_out_before_the_timeout()
    {
        var body = ScriptedResponseStream.Stalled("""{"id":""");
        using var client = CreateClient(body);
        var call = client.CompleteTextAsync();
        await _timeProvider.WaitForTimerAsync();

        _timeProvider.Advance(TimeSpan.FromSeconds(89.9));
        Assert.False(body.IsDisposed);
        _timeProvider.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAsync<MistralException>(() => call);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Stalled_stream_times_out_after_StreamIdleTimeout()
    {
        using var client = CreateClient(ScriptedResponseStream.Stalled(ChunkEvent), "text/event-stream");
        var chunks = new List<string>();
        var call = client.StreamTextAsync(chunks.Add);

        // The timers of the whole call, and of the chunks.
        Assert.Equal(TimeSpan.FromSeconds(90), await _timeProvider.WaitForTimerAsync());
        Assert.Equal(TimeSpan.FromSeconds(2.5), await _timeProvider.WaitForTimerAsync());
        await _timeProvider.AdvanceUntilCompletedAsync(call, TimeSpan.FromSeconds(2.5));

        var exception = await Assert.ThrowsAsync<MistralException>(() => call);
        Assert.Equal(
            "POST /v1/chat/completions: The response started, but did not continue or complete within 2.5 seconds. "
                + "Increase MistralClientOptions.StreamIdleTimeout to wait longer.",
            exception.Message);
        Assert.Equal(["Hello"], chunks);
    }

    [Fact]
    public async Task Stream_can_last_longer_than_Timeout()
    {
        var server = StubServer.WithStream(
            StubServer.Chunk("""{"content":"a"}"""),
            StubServer.Chunk("""{"content":"b"}"""),
            StubServer.Chunk("""{"content":"c"}""", "stop"));
        using var client = CreateClient(server);

        Assert.Equal("abc", await client.StreamTextAsync(_ => _timeProvider.Advance(TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task Idle_timeout_is_paused_while_the_consumer_processes_a_chunk()
    {
        // Unread chunks on a connection that observes the token, so that an idle timer that keeps running would cancel the next read.
        var body = new CancellableStream(ChunkEvent, ChunkEvent, TestCalls.SseEvent(StubServer.Chunk("""{"content":"!"}""", "stop")));
        using var client = CreateClient(new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(body) }));

        Assert.Equal("HelloHello!", await client.StreamTextAsync(_ => _timeProvider.Advance(TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task Keep_alive_comments_do_not_reset_the_idle_timeout()
    {
        // One comment per second.
        var body = new CancellableStream(Enumerable.Repeat(": keep-alive\n\n", 1000), () => _timeProvider.Advance(TimeSpan.FromSeconds(1)));
        using var client = CreateClient(new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(body) }));

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.StreamTextAsync());

        Assert.Equal(
            "POST /v1/chat/completions: The response started, but did not continue or complete within 2.5 seconds. "
                + "Increase MistralClientOptions.StreamIdleTimeout to wait longer.",
            exception.Message);
        Assert.Equal(3, body.Reads);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"id":"1","model":"m","choices":[]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""")]
    public async Task Chunks_without_content_do_not_reset_the_idle_timeout(string chunk)
    {
        // One chunk per second.
        var body = new CancellableStream(
            Enumerable.Repeat(TestCalls.SseEvent(chunk), 1000).Prepend(ChunkEvent), () => _timeProvider.Advance(TimeSpan.FromSeconds(1)));
        using var client = CreateClient(new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(body) }));
        var chunks = new List<string>();

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.StreamTextAsync(chunks.Add));

        Assert.IsType<TimeoutException>(exception.InnerException);
        Assert.Equal(["Hello", "", ""], chunks);
    }

    [Fact]
    public async Task Chunk_with_content_resets_the_idle_timeout_before_a_keep_alive_chunk_of_the_same_read()
    {
        // One read per second.
        var body = new CancellableStream(
            [
                .. Enumerable.Repeat(ChunkEvent + TestCalls.SseEvent("{}"), 5),
                TestCalls.SseEvent(StubServer.Chunk("""{"content":"!"}""", "stop")),
            ],
            () => _timeProvider.Advance(TimeSpan.FromSeconds(1)));
        using var client = CreateClient(new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(body) }));

        Assert.Equal("HelloHelloHelloHelloHello!", await client.StreamTextAsync());
    }

    [Fact]
    public async Task Idle_timeout_is_paused_while_the_consumer_processes_chunks_without_content()
    {
        var body = new CancellableStream(
            [.. Enumerable.Repeat(TestCalls.SseEvent("{}"), 10), TestCalls.SseEvent(StubServer.Chunk("""{"content":"!"}""", "stop"))]);
        using var client = CreateClient(new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(body) }));

        Assert.Equal("!", await client.StreamTextAsync(_ => _timeProvider.Advance(TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task Idle_timeout_after_retries_does_not_report_the_earlier_error()
    {
        var server = new StubServer().Then("", HttpStatusCode.ServiceUnavailable)
            .Then(() => ScriptedResponseStream.Stalled(ChunkEvent).ToResponse("text/event-stream"));
        using var client = CreateClient(new RetryHandler(1, TimeProvider.System, NullLogger.Instance) { InnerHandler = server });
        var call = client.StreamTextAsync(_ => _timeProvider.Advance(TimeSpan.Zero));
        await _timeProvider.WaitForTimerAsync();
        await _timeProvider.WaitForTimerAsync();

        await _timeProvider.AdvanceUntilCompletedAsync(call, TimeSpan.FromSeconds(2.5));

        Assert.DoesNotContain("503", (await Assert.ThrowsAsync<MistralException>(() => call)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infinite_timeouts_never_expire()
    {
        var body = ScriptedResponseStream.Failing(new IOException("reset"), """{"id":""");
        var server = new StubServer().Then(() =>
        {
            _timeProvider.Advance(TimeSpan.FromDays(365));
            return body.ToResponse();
        });
        using var client = new MistralClient(new HttpClient(server), new()
        {
            ApiKey = "test-key",
            Timeout = Timeout.InfiniteTimeSpan,
            StreamIdleTimeout = Timeout.InfiniteTimeSpan,
            TimeProvider = _timeProvider,
        });

        Assert.IsType<IOException>((await Assert.ThrowsAsync<MistralException>(() => client.CompleteTextAsync())).InnerException);
    }

    [Fact]
    public async Task Expired_Timeout_of_the_caller_HttpClient_is_named_in_the_message()
    {
        using var http = new HttpClient(new UnresponsiveHandler()) { Timeout = TimeSpan.FromMilliseconds(1) };
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.CompleteTextAsync());

        Assert.Contains("its Timeout expired (increase it)", exception.Message, StringComparison.Ordinal);
    }

    private MistralClient CreateClient(ScriptedResponseStream body, string contentType = "application/json") =>
        CreateClient(new StubServer().Then(() => body.ToResponse(contentType)));

    private MistralClient CreateClient(HttpMessageHandler handler) => new(new HttpClient(handler), new()
    {
        ApiKey = "test-key",
        Timeout = TimeSpan.FromSeconds(90),
        StreamIdleTimeout = TimeSpan.FromSeconds(2.5),
        TimeProvider = _timeProvider,
    });

    /// <summary>A response stream that returns one chunk for each read, and observes the cancellation token.</summary>
    private sealed class CancellableStream(IEnumerable<string> chunks, Action? beforeEachRead = null) : ResponseMemoryStream([])
    {
        private readonly Queue<string> _chunks = new(chunks);

        internal CancellableStream(params IEnumerable<string> chunks)
            : this(chunks, null)
        {
        }

        internal int Reads { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            beforeEachRead?.Invoke();
            Reads++;
            if (cancellationToken.IsCancellationRequested)
                return ValueTask.FromCanceled<int>(cancellationToken);

            return new(_chunks.TryDequeue(out var chunk) ? System.Text.Encoding.UTF8.GetBytes(chunk, buffer.Span) : 0);
        }
    }

    private sealed class UnresponsiveHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new(HttpStatusCode.OK);
        }
    }
}
