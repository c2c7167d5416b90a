using System.Net;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>A caller may give up at any moment, and leave at any moment: nothing is left open behind him.</summary>
public sealed class CancellationAnywhereTests
{
    private static readonly byte[] Answer = Pieces.Bytes(StubServer.Completion("""{"role":"assistant","content":"Hello!"}"""));

    private static readonly byte[] Stream = Pieces.Bytes(
        string.Concat("Hello!".Select(letter => Calls.Event(StubServer.Chunk($$"""{"content":"{{letter}}"}""", letter is '!' ? "stop" : null)))) + "data: [DONE]\n\n");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_cancels_an_answer_at_any_moment_gets_an_OperationCanceledException(bool heeded)
    {
        for (var moment = 0; ; moment++)
        {
            using var cancel = new CancellationTokenSource();
            using var body = new Cancelling(Answer, moment, cancel, heeded);
            var exception = await Record.ExceptionAsync(() => body.Client().AskAsync(cancel.Token));

            Assert.True(body.IsDisposed);
            if (!cancel.IsCancellationRequested)
            {
                Assert.Null(exception);
                break;
            }

            // Who has the whole answer in hand when he cancels may keep it.
            if (exception is not null || !body.IsRead)
                Assert.Equal(cancel.Token, Assert.IsType<OperationCanceledException>(exception, exactMatch: false).CancellationToken);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_cancels_a_stream_at_any_moment_gets_an_OperationCanceledException(bool heeded)
    {
        for (var moment = 0; ; moment++)
        {
            using var cancel = new CancellationTokenSource();
            using var body = new Cancelling(Stream, moment, cancel, heeded);
            var text = "";
            var exception = await Record.ExceptionAsync(() => body.Client().StreamAsync(piece => text += piece, cancel.Token));

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
    public async Task Whoever_leaves_a_stream_after_any_piece_leaves_nothing_open()
    {
        for (var pieces = 1; pieces <= "Hello!".Length; pieces++)
        {
            using var cancel = new CancellationTokenSource();
            using var body = new Cancelling(Stream, int.MaxValue, cancel, heeded: true);
            var left = pieces;
            await foreach (var _ in body.Client().Chat.StreamAsync(Calls.Request, TestContext.Current.CancellationToken))
            {
                Assert.False(body.IsDisposed);
                if (--left == 0)
                    break;
            }

            Assert.True(body.IsDisposed);
        }
    }

    [Fact]
    public async Task A_consumer_that_throws_leaves_nothing_open_and_keeps_his_exception()
    {
        using var cancel = new CancellationTokenSource();
        using var body = new Cancelling(Stream, int.MaxValue, cancel, heeded: true);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => body.Client().StreamAsync(_ => throw new InvalidOperationException("of the consumer")));

        Assert.Equal("of the consumer", exception.Message);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_is_not_asked_for()
    {
        var server = StubServer.Any();

        _ = server.Client().Chat.StreamAsync(Calls.Request, TestContext.Current.CancellationToken);
        await using var reader = server.Client().Chat.StreamAsync(Calls.Request, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.Empty(server.Messages);
    }

    /// <summary>Comes in small pieces; with one of them the caller cancels, and the network heeds that or not.</summary>
    private sealed class Cancelling(byte[] bytes, int moment, CancellationTokenSource cancel, bool heeded) : MemoryStream(bytes)
    {
        private int _reads;

        internal bool IsDisposed { get; private set; }

        /// <summary>Whether the end has been seen.</summary>
        internal bool IsRead { get; private set; }

        internal MistralClient Client() => new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(this) }).Client();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_reads++ == moment)
                cancel.Cancel();
            if (heeded && cancellationToken.IsCancellationRequested)
                return ValueTask.FromCanceled<int>(cancellationToken);

            var read = Read(buffer.Span[..Math.Min(buffer.Length, 40)]);
            IsRead = read == 0;
            return new(read);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
