using System.Buffers;
using System.Text;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.Content;

/// <summary>Request bodies are written to pooled buffers, which other code uses before and after.</summary>
public sealed class JsonRequestContentTests
{
    private static readonly string LongText = string.Concat(Enumerable.Range(0, 40_000).Select(number => $"{number} "));

    [Fact]
    public async Task Body_is_JSON_with_known_length_and_no_byte_order_mark()
    {
        using var content = CreateContent("Hi");

        var bytes = await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal("application/json", content.Headers.ContentType!.ToString());
        Assert.Equal(bytes.Length, content.Headers.ContentLength);
        Assert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public async Task Base64_and_non_ASCII_characters_are_not_escaped()
    {
        using var content = CreateContent("a+b/c= é 東京 <b>");

        var text = await content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("a+b/c= é 東京 <b>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_body_can_be_sent_repeatedly()
    {
        using var content = CreateContent(LongText);
        var (first, second) = (new MemoryStream(), new MemoryStream());

        await content.CopyToAsync(first, TestContext.Current.CancellationToken);
        await content.CopyToAsync(second, TestContext.Current.CancellationToken);

        Assert.Equal(first.ToArray(), second.ToArray());
        JsonAssert.Equal(
            $$"""{"model":"mistral-small-latest","messages":[{"role":"user","content":"{{LongText}}"}]}""",
            Encoding.UTF8.GetString(first.ToArray()));
    }

    [Fact]
    public async Task Buffer_of_a_body_in_transfer_is_not_reused()
    {
        var network = new BlockedStream();
        var content = CreateContent(LongText);
        var sending = content.CopyToAsync(network, TestContext.Current.CancellationToken);
        content.Dispose();

        // Rents buffers of the same size from the pool, and writes to them.
        var others = Enumerable.Range(0, 50).Select(number => CreateContent(new string('X', LongText.Length))).ToList();
        network.Unblock();
        await sending;

        JsonAssert.Equal(
            $$"""{"model":"mistral-small-latest","messages":[{"role":"user","content":"{{LongText}}"}]}""",
            Encoding.UTF8.GetString(network.Received));
        others.ForEach(other => other.Dispose());
    }

    [Fact]
    public async Task Buffer_is_returned_to_the_pool_after_disposal()
    {
        var network = new BlockedStream();
        network.Unblock();
        var content = CreateContent(LongText);
        await content.CopyToAsync(network, TestContext.Current.CancellationToken);

        content.Dispose();

        // The pool rents the buffer that a thread has returned last to the same thread.
        var next = ArrayPool<byte>.Shared.Rent(network.Buffer.Length);
        Assert.Same(network.Buffer, next);
        ArrayPool<byte>.Shared.Return(next);
    }

    [Fact]
    public async Task Disposed_body_is_not_sent()
    {
        var content = CreateContent("Hi");
        content.Dispose();
        content.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => content.CopyToAsync(new MemoryStream(), TestContext.Current.CancellationToken));
    }

    private static JsonRequestContent CreateContent(string text) => JsonRequestContent.Create(
        new ChatCompletionRequest { Model = StubServer.Model, Messages = [new UserMessage(text)] });

    /// <summary>A stream whose writes block until <see cref="Unblock"/>, and read the buffer only then, like a slow connection.</summary>
    private sealed class BlockedStream : MemoryStream
    {
        private readonly TaskCompletionSource _unblocked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal byte[] Buffer { get; private set; } = [];

        internal byte[] Received { get; private set; } = [];

        internal void Unblock() => _unblocked.SetResult();

        public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            await _unblocked.Task;
            Buffer = buffer;
            Received = buffer[offset..(offset + count)];
        }
    }
}
