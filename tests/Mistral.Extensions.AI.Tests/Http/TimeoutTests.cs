using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>How long the client waits: for an answer as a whole, and for the next piece of a stream.</summary>
public sealed class TimeoutTests
{
    private static readonly string Piece = Calls.Event(StubServer.Chunk("""{"content":"Hello"}"""));

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        using var client = Client(new Silence());
        var answer = client.AskAsync();

        Assert.Equal(TimeSpan.FromSeconds(90), await _clock.NextTimerAsync());
        _clock.Advance(TimeSpan.FromSeconds(90));

        var exception = await Assert.ThrowsAsync<MistralException>(() => answer);
        Assert.Equal("POST /v1/chat/completions: No answer within 90 seconds.", exception.Message);
        Assert.IsType<TimeoutException>(exception.InnerException);
    }

    [Fact]
    public async Task An_answer_that_stops_coming_is_given_up()
    {
        using var client = Client(ScriptedBody.Silent("""{"id":"""));
        var answer = client.AskAsync();

        _clock.Advance(await _clock.NextTimerAsync());

        Assert.IsType<TimeoutException>((await Assert.ThrowsAsync<MistralException>(() => answer)).InnerException);
    }

    [Fact]
    public async Task An_answer_that_stops_coming_is_given_up_also_where_the_platform_calls_it_a_broken_connection()
    {
        using var client = Client(ScriptedBody.SilentUntilAborted("""{"id":"""));
        var answer = client.AskAsync();

        _clock.Advance(await _clock.NextTimerAsync());

        Assert.IsType<TimeoutException>((await Assert.ThrowsAsync<MistralException>(() => answer)).InnerException);
    }

    [Fact]
    public async Task A_little_less_than_the_time_is_not_too_long()
    {
        var body = ScriptedBody.Silent("""{"id":""");
        using var client = Client(body);
        var answer = client.AskAsync();
        await _clock.NextTimerAsync();

        _clock.Advance(TimeSpan.FromSeconds(89.9));
        Assert.False(body.IsDisposed);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAsync<MistralException>(() => answer);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_is_given_up()
    {
        using var client = Client(ScriptedBody.Silent(Piece), "text/event-stream");
        var pieces = new List<string>();
        var answer = client.StreamAsync(pieces.Add);

        // The whole call, the first piece, and the second, which does not come.
        Assert.Equal(TimeSpan.FromSeconds(90), await _clock.NextTimerAsync());
        Assert.Equal(TimeSpan.FromSeconds(2.5), await _clock.NextTimerAsync());
        Assert.Equal(TimeSpan.FromSeconds(2.5), await _clock.NextTimerAsync());
        _clock.Advance(TimeSpan.FromSeconds(2.5));

        var exception = await Assert.ThrowsAsync<MistralException>(() => answer);
        Assert.Equal("POST /v1/chat/completions: The answer had begun, but did not go on or end within 2.5 seconds.", exception.Message);
        Assert.Equal(["Hello"], pieces);
    }

    [Fact]
    public async Task A_stream_may_last_longer_than_a_call_and_its_reader_may_take_his_time()
    {
        var server = StubServer.Streaming(
            StubServer.Chunk("""{"content":"a"}"""), StubServer.Chunk("""{"content":"b"}"""), StubServer.Chunk("""{"content":"c"}""", "stop"));
        using var client = Client(server);

        Assert.Equal("abc", await client.StreamAsync(_ => _clock.Advance(TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task His_time_is_not_the_servers_while_he_looks_at_a_piece()
    {
        // Pieces that have not been read yet when the reader takes his time, from a connection that heeds time-outs.
        var body = new Heedful(Piece, Piece, Calls.Event(StubServer.Chunk("""{"content":"!"}""", "stop")));
        using var client = Client(new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(body) }));

        Assert.Equal("HelloHello!", await client.StreamAsync(_ => _clock.Advance(TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task What_only_keeps_a_connection_open_is_no_piece_of_an_answer()
    {
        // A comment each second, for ever.
        var body = new Heedful(Enumerable.Repeat(": keep-alive\n\n", 1000), () => _clock.Advance(TimeSpan.FromSeconds(1)));
        using var client = Client(new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(body) }));

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.StreamAsync());

        Assert.Equal("POST /v1/chat/completions: The answer had begun, but did not go on or end within 2.5 seconds.", exception.Message);
        Assert.Equal(3, body.Reads);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_after_retries_does_not_blame_them()
    {
        var server = new StubServer().Then("", HttpStatusCode.ServiceUnavailable).Then(() => ScriptedBody.Silent(Piece).Response("text/event-stream"));
        using var client = Client(new RetryHandler(1, TimeProvider.System, NullLogger.Instance) { InnerHandler = server });
        var answer = client.StreamAsync(_ => _clock.Advance(TimeSpan.Zero));
        await _clock.NextTimerAsync();
        await _clock.NextTimerAsync();
        await _clock.NextTimerAsync();

        _clock.Advance(TimeSpan.FromSeconds(2.5));

        Assert.DoesNotContain("503", (await Assert.ThrowsAsync<MistralException>(() => answer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infinite_means_infinite()
    {
        var body = ScriptedBody.Breaking(new IOException("reset"), """{"id":""");
        using var client = new MistralClient(new HttpClient(new StubServer().Then(() =>
        {
            _clock.Advance(TimeSpan.FromDays(365));
            return body.Response();
        })), new() { ApiKey = "test-key", Timeout = Timeout.InfiniteTimeSpan, StreamIdleTimeout = Timeout.InfiniteTimeSpan, Clock = _clock });

        Assert.IsType<IOException>((await Assert.ThrowsAsync<MistralException>(() => client.AskAsync())).InnerException);
    }

    [Fact]
    public async Task The_time_out_of_the_callers_HttpClient_is_named()
    {
        using var http = new HttpClient(new Silence()) { Timeout = TimeSpan.FromMilliseconds(1) };
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.AskAsync());

        Assert.Contains("its Timeout has expired (raise it)", exception.Message, StringComparison.Ordinal);
    }

    private MistralClient Client(ScriptedBody body, string contentType = "application/json") =>
        Client(new StubServer().Then(() => body.Response(contentType)));

    private MistralClient Client(HttpMessageHandler handler) => new(new HttpClient(handler), new()
    {
        ApiKey = "test-key",
        Timeout = TimeSpan.FromSeconds(90),
        StreamIdleTimeout = TimeSpan.FromSeconds(2.5),
        Clock = _clock,
    });

    /// <summary>Hands over one piece a read, unless it is cancelled.</summary>
    private sealed class Heedful(IEnumerable<string> pieces, Action? beforeEach = null) : MemoryStream
    {
        private readonly Queue<string> _pieces = new(pieces);

        internal Heedful(params IEnumerable<string> pieces)
            : this(pieces, null)
        {
        }

        internal int Reads { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            beforeEach?.Invoke();
            Reads++;
            if (cancellationToken.IsCancellationRequested)
                return ValueTask.FromCanceled<int>(cancellationToken);

            return new(_pieces.TryDequeue(out var piece) ? System.Text.Encoding.UTF8.GetBytes(piece, buffer.Span) : 0);
        }
    }

    private sealed class Silence : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new(HttpStatusCode.OK);
        }
    }
}
