using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>Cancellation by the caller throws <see cref="OperationCanceledException"/> at every stage of a call.</summary>
public sealed class CancellationTests : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public void Dispose() => _cancellation.Dispose();

    [Fact]
    public async Task Cancellation_before_sending_sends_no_request()
    {
        var server = StubServer.WithDefaultResponse();
        await _cancellation.CancelAsync();

        await AssertCanceledAsync(() => server.CreateClient().CompleteTextAsync(_cancellation.Token));
        await AssertCanceledAsync(() => server.CreateClient().StreamTextAsync(cancellationToken: _cancellation.Token));

        Assert.Empty(server.RequestMessages);
    }

    [Fact]
    public async Task Cancellation_before_the_response_headers_throws_OperationCanceledException()
    {
        using var client = new MistralClient(new HttpClient(new CancelDuringSendHandler(_cancellation)), new() { ApiKey = "test-key" });

        await AssertCanceledAsync(() => client.CompleteTextAsync(_cancellation.Token));
    }

    [Fact]
    public async Task Cancellation_during_the_response_throws_OperationCanceledException()
    {
        var call = CompleteTextAsync(ScriptedResponseStream.Stalled("""{"id":"""));
        await _cancellation.CancelAsync();

        await AssertCanceledAsync(() => call);
    }

    [Fact]
    public async Task Cancellation_during_the_response_throws_OperationCanceledException_when_the_platform_throws_IOException()
    {
        var call = CompleteTextAsync(ScriptedResponseStream.StalledUntilAborted("""{"id":"""));
        await _cancellation.CancelAsync();

        await AssertCanceledAsync(() => call);
    }

    [Fact]
    public async Task Cancellation_during_an_error_response_throws_OperationCanceledException()
    {
        var call = CompleteTextAsync(ScriptedResponseStream.Stalled("""{"mess"""), HttpStatusCode.BadRequest);
        await _cancellation.CancelAsync();

        await AssertCanceledAsync(() => call);
    }

    [Fact]
    public async Task Cancellation_between_two_chunks_throws_OperationCanceledException()
    {
        var body = ScriptedResponseStream.Stalled(TestCalls.SseEvent(StubServer.Chunk("""{"content":"Hello"}""")));
        var client = new StubServer().Then(() => body.ToResponse("text/event-stream")).CreateClient();

        await AssertCanceledAsync(() => client.StreamTextAsync(_ => _cancellation.Cancel(), _cancellation.Token));

        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Cancellation_between_two_buffered_chunks_throws_OperationCanceledException()
    {
        var client = StubServer.WithStream(
            StubServer.Chunk("""{"content":"a"}"""), StubServer.Chunk("""{"content":"b"}""", "stop")).CreateClient();
        var chunks = new List<string>();

        await AssertCanceledAsync(() => client.StreamTextAsync(
            chunk =>
            {
                chunks.Add(chunk);
                _cancellation.Cancel();
            },
            _cancellation.Token));

        Assert.Equal(["a"], chunks);
    }

    [Fact]
    public async Task Cancellation_by_the_enumerator_token_throws_OperationCanceledException()
    {
        var body = ScriptedResponseStream.Stalled(TestCalls.SseEvent(StubServer.Chunk("""{"content":"Hello"}""")));
        var stream = new StubServer().Then(() => body.ToResponse("text/event-stream")).CreateClient()
            .Chat.StreamAsync(TestCalls.ChatRequest, CancellationToken.None);

        await AssertCanceledAsync(async () =>
        {
            await foreach (var _ in stream.WithCancellation(_cancellation.Token))
                await _cancellation.CancelAsync();
        });
    }

    private Task<string> CompleteTextAsync(ScriptedResponseStream body, HttpStatusCode status = HttpStatusCode.OK) =>
        new StubServer().Then(() => body.ToResponse(status: status)).CreateClient().CompleteTextAsync(_cancellation.Token);

    private async Task AssertCanceledAsync(Func<Task> call)
    {
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(call);

        // Callers compare the token to distinguish their own cancellation from others.
        Assert.Equal(_cancellation.Token, exception.CancellationToken);
    }

    private sealed class CancelDuringSendHandler(CancellationTokenSource cancellation) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("The delay never completes.");
        }
    }
}
