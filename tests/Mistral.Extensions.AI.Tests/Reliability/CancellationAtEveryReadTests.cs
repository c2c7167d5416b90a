using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// A caller can cancel at any read of a response and leave a stream after any chunk: the response is always disposed, and cancellation is
/// reported with the token of the caller.
/// </summary>
public sealed class CancellationAtEveryReadTests
{
    private const string Text = "Hello!";

    private static readonly byte[] CompletionBytes =
        FragmentedStream.ToUtf8(StubServer.Completion($$"""{"role":"assistant","content":"{{Text}}"}"""));

    private static readonly byte[] EventStreamBytes = FragmentedStream.ToUtf8(string.Concat(Text.Select(CreateEvent)) + "data: [DONE]\n\n");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_at_any_read_of_a_response_throws_OperationCanceledException(bool observesToken)
    {
        for (var readIndex = 0; ; readIndex++)
        {
            using var cancellation = new CancellationTokenSource();
            using var body = new CancellingStream(CompletionBytes, readIndex, cancellation, observesToken);
            var exception = await Record.ExceptionAsync(() => body.CreateClient().CompleteTextAsync(cancellation.Token));

            Assert.True(body.IsDisposed);
            if (!cancellation.IsCancellationRequested)
            {
                Assert.Null(exception);
                break;
            }

            // If the whole response was read before the cancellation was noticed, it may be returned.
            if (exception is not null || !body.IsAtEnd)
                AssertCanceled(exception, cancellation.Token);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_at_any_read_of_a_stream_throws_OperationCanceledException(bool observesToken)
    {
        for (var readIndex = 0; ; readIndex++)
        {
            using var cancellation = new CancellationTokenSource();
            using var body = new CancellingStream(EventStreamBytes, readIndex, cancellation, observesToken);
            var text = "";
            var exception = await Record.ExceptionAsync(
                () => body.CreateClient().StreamTextAsync(chunk => text += chunk, cancellation.Token));

            Assert.True(body.IsDisposed);
            Assert.StartsWith(text, Text, StringComparison.Ordinal);
            if (!cancellation.IsCancellationRequested)
            {
                Assert.Null(exception);
                break;
            }

            if (exception is not null || text != Text)
                AssertCanceled(exception, cancellation.Token);
        }
    }

    [Fact]
    public async Task Leaving_a_stream_after_any_chunk_disposes_the_response()
    {
        for (var chunkCount = 1; chunkCount <= Text.Length; chunkCount++)
        {
            using var cancellation = new CancellationTokenSource();
            using var body = new CancellingStream(EventStreamBytes, int.MaxValue, cancellation, observesToken: true);
            var remaining = chunkCount;
            await foreach (var _ in body.CreateClient().Chat.StreamAsync(TestCalls.ChatRequest, TestContext.Current.CancellationToken))
            {
                Assert.False(body.IsDisposed);
                if (--remaining == 0)
                    break;
            }

            Assert.True(body.IsDisposed);
        }
    }

    [Fact]
    public async Task Exception_of_the_consumer_disposes_the_response_and_is_not_wrapped()
    {
        using var cancellation = new CancellationTokenSource();
        using var body = new CancellingStream(EventStreamBytes, int.MaxValue, cancellation, observesToken: true);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => body.CreateClient().StreamTextAsync(_ => throw new InvalidOperationException("of the consumer")));

        Assert.Equal("of the consumer", exception.Message);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Stream_that_is_not_enumerated_sends_no_request()
    {
        var server = StubServer.WithDefaultResponse();
        var cancellationToken = TestContext.Current.CancellationToken;

        _ = server.CreateClient().Chat.StreamAsync(TestCalls.ChatRequest, cancellationToken);
        await using var enumerator =
            server.CreateClient().Chat.StreamAsync(TestCalls.ChatRequest, cancellationToken).GetAsyncEnumerator(cancellationToken);

        Assert.Empty(server.RequestMessages);
    }

    private static string CreateEvent(char character) =>
        TestCalls.SseEvent(StubServer.Chunk($$"""{"content":"{{character}}"}""", character is '!' ? "stop" : null));

    private static void AssertCanceled(Exception? exception, CancellationToken expected) =>
        Assert.Equal(expected, Assert.IsType<OperationCanceledException>(exception, exactMatch: false).CancellationToken);

    /// <summary>
    /// A response stream in fragments of 40 bytes. The read with the index <paramref name="cancelAtRead"/> cancels the token of the caller.
    /// The stream observes the token itself only if <paramref name="observesToken"/> is true.
    /// </summary>
    private sealed class CancellingStream(byte[] bytes, int cancelAtRead, CancellationTokenSource cancellation, bool observesToken)
        : MemoryStream(bytes)
    {
        private int _reads;

        internal bool IsDisposed { get; private set; }

        /// <summary>Whether a read has returned the end of the stream.</summary>
        internal bool IsAtEnd { get; private set; }

        internal MistralClient CreateClient() =>
            new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(this) }).CreateClient();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_reads++ == cancelAtRead)
                cancellation.Cancel();
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
