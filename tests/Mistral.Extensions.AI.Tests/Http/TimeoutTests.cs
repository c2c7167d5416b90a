using System.Net;
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
        Assert.Equal("POST /v1/chat/completions: No answer within 2.5 seconds.", exception.Message);
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

    private sealed class Silence : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new(HttpStatusCode.OK);
        }
    }
}
