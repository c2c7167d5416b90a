using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.Content;

public sealed class EventResponseStreamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Event_stream_ends_with_a_blank_line_for_any_buffer_size(int bufferSize) =>
        Assert.Equal("data: a\n\n", await ReadAsync(new FragmentedStream(FragmentedStream.ToUtf8("data: a")), bufferSize));

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Event_stream_that_fails_ends_with_a_blank_line_before_it_throws(int bufferSize)
    {
        var text = "";
        var body = new FragmentedStream(FragmentedStream.ToUtf8("data: a"), new IOException("reset"));

        var exception = await Assert.ThrowsAsync<IOException>(() => ReadAsync(body, bufferSize, part => text += part));

        Assert.Equal(("reset", "data: a\n\n"), (exception.Message, text));
    }

    private static async Task<string> ReadAsync(Stream body, int bufferSize, Action<string>? onRead = null)
    {
        using var stream = new EventResponseStream(body, limit: 1000);
        var (text, buffer) = ("", new byte[bufferSize]);
        while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
        {
            var part = System.Text.Encoding.UTF8.GetString(buffer, 0, count);
            text += part;
            onRead?.Invoke(part);
        }

        return text;
    }
}
