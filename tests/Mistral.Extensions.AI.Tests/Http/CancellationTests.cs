using System.Net;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>The caller's own cancellation is no error of Mistral's, whenever it comes.</summary>
public sealed class CancellationTests : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose() => _cancel.Dispose();

    [Fact]
    public async Task Before_anything_is_sent()
    {
        var server = StubServer.Any();
        await _cancel.CancelAsync();

        await CancelledAsync(() => server.Client().AskAsync(_cancel.Token));
        await CancelledAsync(() => server.Client().StreamAsync(cancellationToken: _cancel.Token));

        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task While_the_server_thinks()
    {
        using var client = new MistralClient(new HttpClient(new Thinking(_cancel)), new() { ApiKey = "test-key" });

        await CancelledAsync(() => client.AskAsync(_cancel.Token));
    }

    [Fact]
    public async Task While_the_answer_comes()
    {
        var answer = AskAsync(ScriptedBody.Silent("""{"id":"""));
        await _cancel.CancelAsync();

        await CancelledAsync(() => answer);
    }

    [Fact]
    public async Task While_the_answer_comes_on_a_platform_that_calls_it_a_broken_connection()
    {
        var answer = AskAsync(ScriptedBody.SilentUntilAborted("""{"id":"""));
        await _cancel.CancelAsync();

        await CancelledAsync(() => answer);
    }

    [Fact]
    public async Task While_a_refusal_comes()
    {
        var answer = AskAsync(ScriptedBody.Silent("""{"mess"""), HttpStatusCode.BadRequest);
        await _cancel.CancelAsync();

        await CancelledAsync(() => answer);
    }

    [Fact]
    public async Task Between_two_pieces_of_a_stream()
    {
        var body = ScriptedBody.Silent(Calls.Event(StubServer.Chunk("""{"content":"Hello"}""")));
        var client = new StubServer().Then(() => body.Response("text/event-stream")).Client();

        await CancelledAsync(() => client.StreamAsync(_ => _cancel.Cancel(), _cancel.Token));

        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Between_two_pieces_that_have_come_together()
    {
        var client = StubServer.Streaming(StubServer.Chunk("""{"content":"a"}"""), StubServer.Chunk("""{"content":"b"}""", "stop")).Client();
        var pieces = new List<string>();

        await CancelledAsync(() => client.StreamAsync(
            piece =>
            {
                pieces.Add(piece);
                _cancel.Cancel();
            },
            _cancel.Token));

        Assert.Equal(["a"], pieces);
    }

    [Fact]
    public async Task By_the_token_of_the_enumeration_too()
    {
        var body = ScriptedBody.Silent(Calls.Event(StubServer.Chunk("""{"content":"Hello"}""")));
        var stream = new StubServer().Then(() => body.Response("text/event-stream")).Client().Chat.StreamAsync(Calls.Request, CancellationToken.None);

        await CancelledAsync(async () =>
        {
            await foreach (var _ in stream.WithCancellation(_cancel.Token))
                await _cancel.CancelAsync();
        });
    }

    private Task<string> AskAsync(ScriptedBody body, HttpStatusCode status = HttpStatusCode.OK) =>
        new StubServer().Then(() => body.Response(status: status)).Client().AskAsync(_cancel.Token);

    private async Task CancelledAsync(Func<Task> call)
    {
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(call);

        // By it a caller tells his cancellation from others.
        Assert.Equal(_cancel.Token, exception.CancellationToken);
    }

    private sealed class Thinking(CancellationTokenSource cancel) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("Nobody waits for ever.");
        }
    }
}
