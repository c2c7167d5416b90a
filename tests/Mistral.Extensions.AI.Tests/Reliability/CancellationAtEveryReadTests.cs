using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>A caller may give up at any moment, and leave at any moment: nothing is left open behind him.</summary>
public sealed class CancellationAtEveryReadTests
{
    private static readonly byte[] CompletionBytes = FragmentedStream.ToUtf8(StubServer.Completion("""{"role":"assistant","content":"Hello!"}"""));

    private static readonly byte[] EventStreamBytes = FragmentedStream.ToUtf8(
        string.Concat("Hello!".Select(letter => TestCalls.SseEvent(StubServer.Chunk($$"""{"content":"{{letter}}"}""", letter is '!' ? "stop" : null)))) + "data: [DONE]\n\n");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_at_any_read_of_a_response_throws_OperationCanceledException(bool observesToken)
    {
        for (var moment = 0; ; moment++)
        {
            using var cancel = new CancellationTokenSource();
            using var body = new CancellingStream(CompletionBytes, moment, cancel, observesToken);
            var exception = await Record.ExceptionAsync(() => body.CreateClient().CompleteTextAsync(cancel.Token));

            Assert.True(body.IsDisposed);
            if (!cancel.IsCancellationRequested)
            {
                Assert.Null(exception);
                break;
            }

            // Who has the whole answer in hand when he cancels may keep it.
            if (exception is not null || !body.IsAtEnd)
                Assert.Equal(cancel.Token, Assert.IsType<OperationCanceledException>(exception, exactMatch: false).CancellationToken);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_at_any_read_of_a_stream_throws_OperationCanceledException(bool observesToken)
    {
        for (var moment = 0; ; moment++)
        {
            using var cancel = new CancellationTokenSource();
            using var body = new CancellingStream(EventStreamBytes, moment, cancel, observesToken);
            var text = "";
            var exception = await Record.ExceptionAsync(() => body.CreateClient().StreamTextAsync(piece => text += piece, cancel.Token));

            Assert.True(body.IsDisposed);
            Assert.StartsWith(text, "Hello!", StringComparison.Ordinal);
            if (!cancel.IsCancellationRequested)
            {
                Assert.Null(exception);
                break;
            }

            if (exception is not null || text != "Hello!")
                Assert.Equal(cancel.Token, Assert.IsType<OperationCanceledException>(exception, exactMatch: false).CancellationToken);
        }
    }

    [Fact]
    public async Task Leaving_a_stream_after_any_chunk_disposes_the_response()
    {
        for (var pieces = 1; pieces <= "Hello!".Length; pieces++)
        {
            using var cancel = new CancellationTokenSource();
            using var body = new CancellingStream(EventStreamBytes, int.MaxValue, cancel, observesToken: true);
            var left = pieces;
            await foreach (var _ in body.CreateClient().Chat.StreamAsync(TestCalls.ChatRequest, TestContext.Current.CancellationToken))
            {
                Assert.False(body.IsDisposed);
                if (--left == 0)
                    break;
            }

            Assert.True(body.IsDisposed);
        }
    }

    [Fact]
    public async Task Exception_of_the_consumer_disposes_the_response_and_is_not_wrapped()
    {
        using var cancel = new CancellationTokenSource();
        using var body = new CancellingStream(EventStreamBytes, int.MaxValue, cancel, observesToken: true);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => body.CreateClient().StreamTextAsync(_ => throw new InvalidOperationException("of the consumer")));

        Assert.Equal("of the consumer", exception.Message);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Stream_that_is_not_enumerated_sends_no_request()
    {
        var server = StubServer.WithDefaultResponse();

        _ = server.CreateClient().Chat.StreamAsync(TestCalls.ChatRequest, TestContext.Current.CancellationToken);
        await using var reader = server.CreateClient().Chat.StreamAsync(TestCalls.ChatRequest, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.Empty(server.RequestMessages);
    }

    /// <summary>Comes in small pieces; with one of them the caller cancels, and the network heeds that or not.</summary>
    private sealed class CancellingStream(byte[] bytes, int cancelAtRead, CancellationTokenSource cancel, bool observesToken) : MemoryStream(bytes)
    {
        private int _reads;

        internal bool IsDisposed { get; private set; }

        /// <summary>Whether the end has been seen.</summary>
        internal bool IsAtEnd { get; private set; }

        internal MistralClient CreateClient() => new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(this) }).CreateClient();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_reads++ == cancelAtRead)
                cancel.Cancel();
            if (observesToken && cancellationToken.IsCancellationRequested)
                return ValueTask.FromCanceled<int>(cancellationToken);

            var read = Read(buffer.Span[..Math.Min(buffer.Length, 40)]);
            IsAtEnd = read == 0;
            return new(read);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
