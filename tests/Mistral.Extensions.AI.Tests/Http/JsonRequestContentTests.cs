using System.Buffers;
using System.Text;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>The body of a request, in a buffer that others use before and after.</summary>
public sealed class JsonRequestContentTests
{
    private static readonly string Long = string.Concat(Enumerable.Range(0, 40_000).Select(number => $"{number} "));

    [Fact]
    public async Task A_body_is_JSON_of_a_known_length_without_a_byte_order_mark()
    {
        using var content = Content("Hi");

        var bytes = await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal("application/json", content.Headers.ContentType!.ToString());
        Assert.Equal(bytes.Length, content.Headers.ContentLength);
        Assert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public async Task Base64_and_the_letters_of_all_languages_are_not_blown_up_by_escapes()
    {
        using var content = Content("a+b/c= é 東京 <b>");

        var text = await content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("a+b/c= é 東京 <b>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_body_arrives_whole_each_time_it_is_sent()
    {
        using var content = Content(Long);
        var (first, second) = (new MemoryStream(), new MemoryStream());

        await content.CopyToAsync(first, TestContext.Current.CancellationToken);
        await content.CopyToAsync(second, TestContext.Current.CancellationToken);

        Assert.Equal(first.ToArray(), second.ToArray());
        JsonAssert.Equal(
            $$"""{"model":"mistral-small-latest","messages":[{"role":"user","content":"{{Long}}"}]}""", Encoding.UTF8.GetString(first.ToArray()));
    }

    [Fact]
    public async Task A_body_that_is_still_going_out_is_not_given_to_the_next_request()
    {
        var network = new SlowNetwork();
        var content = Content(Long);
        var sending = content.CopyToAsync(network, TestContext.Current.CancellationToken);
        content.Dispose();

        // Takes buffers of the same size from the pool, and writes to them.
        var others = Enumerable.Range(0, 50).Select(number => Content(new string('X', Long.Length))).ToList();
        network.Open();
        await sending;

        JsonAssert.Equal(
            $$"""{"model":"mistral-small-latest","messages":[{"role":"user","content":"{{Long}}"}]}""", Encoding.UTF8.GetString(network.Received));
        others.ForEach(other => other.Dispose());
    }

    [Fact]
    public async Task A_buffer_is_given_back_for_the_next_body()
    {
        var network = new SlowNetwork();
        network.Open();
        var content = Content(Long);
        await content.CopyToAsync(network, TestContext.Current.CancellationToken);

        content.Dispose();

        // The pool gives what a thread has returned last to the same thread.
        var next = ArrayPool<byte>.Shared.Rent(network.Buffer.Length);
        Assert.Same(network.Buffer, next);
        ArrayPool<byte>.Shared.Return(next);
    }

    [Fact]
    public async Task A_body_that_is_gone_is_not_sent()
    {
        var content = Content("Hi");
        content.Dispose();
        content.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => content.CopyToAsync(new MemoryStream(), TestContext.Current.CancellationToken));
    }

    private static JsonRequestContent Content(string text) => JsonRequestContent.Create(
        new() { Model = StubServer.Model, Messages = [new UserMessage(text)] }, ChatJson.Default.ChatCompletionRequest);

    /// <summary>Holds on to what it is given, and looks at it when the line is free.</summary>
    private sealed class SlowNetwork : MemoryStream
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal byte[] Buffer { get; private set; } = [];

        internal byte[] Received { get; private set; } = [];

        internal void Open() => _open.SetResult();

        public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            await _open.Task;
            Buffer = buffer;
            Received = buffer[offset..(offset + count)];
        }
    }
}
