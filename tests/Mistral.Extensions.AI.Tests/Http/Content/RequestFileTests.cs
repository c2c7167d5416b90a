using System.Text;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.Content;

/// <summary>Files in a request are encoded as base64 while the request is sent.</summary>
public sealed class RequestFileTests
{
    private static readonly byte[] Data = [.. Enumerable.Range(0, 300_001).Select(i => (byte)(i * 7))];

    public static TheoryData<int> Lengths() => [0, 1, 2, 3, 4, 49_151, 49_152, 49_153, 98_304, 300_001];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Bytes_are_sent_as_base64_and_the_length_is_known(int length)
    {
        using var content = Create(MediaUrl.FromBytes(Data.AsMemory(0, length), "image/png"));

        Assert.Equal(ToJson(length), await ReadAsync(content));
        Assert.Equal(ToJson(length).Length, content.Headers.ContentLength);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Stream_that_can_seek_is_sent_repeatedly_from_its_first_position(int length)
    {
        using var stream = new MemoryStream([1, 2, .. Data.AsSpan(0, length)]) { Position = 2 };
        using var content = Create(MediaUrl.FromStream(stream, "image/png"));

        Assert.True(content.CanSendAgain);
        Assert.Equal(ToJson(length), await ReadAsync(content));
        Assert.Equal(ToJson(length), await ReadAsync(content));
        Assert.Equal(ToJson(length).Length, content.Headers.ContentLength);
    }

    [Fact]
    public async Task Stream_that_cannot_seek_is_sent_once_without_a_length()
    {
        var url = MediaUrl.FromStream(new ForwardOnlyStream(Data), "image/png");
        using var content = Create(url);

        Assert.False(content.CanSendAgain);
        Assert.Null(content.Headers.ContentLength);
        Assert.Equal(ToJson(Data.Length), await ReadAsync(content));
        var error = Assert.Throws<InvalidOperationException>(() => Create(url));
        Assert.Contains("Pass a new stream", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_files_are_sent_between_the_text_around_them()
    {
        var chunks = new MessageContent([
            new TextChunk("Compare"),
            new ImageUrlChunk(new ImageUrl(MediaUrl.FromBytes(Data.AsMemory(0, 3), "image/png")) { Detail = "low" }),
            new DocumentUrlChunk(MediaUrl.FromBytes(Data.AsMemory(0, 4), "application/pdf")) { DocumentName = "a.pdf" },
            new AudioChunk("QQ=="),
        ]);
        using var content = JsonRequestContent.Create(
            new ChatCompletionRequest { Model = "m", Messages = [new UserMessage(chunks)] });

        JsonAssert.Equal(
            """
            {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"Compare"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAcO","detail":"low"}},
            {"type":"document_url","document_url":"data:application/pdf;base64,AAcOFQ==","document_name":"a.pdf"},
            {"type":"input_audio","input_audio":"QQ=="}]}]}
            """,
            await ReadAsync(content));
    }

    [Fact]
    public async Task Large_file_is_not_loaded_into_memory()
    {
        var data = new byte[20 * 1024 * 1024];
        await SendAsync();

        var before = GC.GetAllocatedBytesForCurrentThread();
        await SendAsync();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 1, 200_000);

        async Task SendAsync()
        {
            using var content = Create(MediaUrl.FromBytes(data, "image/png"));
            await content.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        }
    }

    private static JsonRequestContent Create(MediaUrl url) => JsonRequestContent.Create(
        new ChatCompletionRequest { Model = "m", Messages = [new UserMessage(new MessageContent([new ImageUrlChunk(url)]))] });

    private static string ToJson(int length) =>
        """{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":"data:image/png;base64,"""
        + Convert.ToBase64String(Data.AsSpan(0, length))
        + "\"}]}]}";

    private static async Task<string> ReadAsync(JsonRequestContent content)
    {
        using var stream = new MemoryStream();
        await content.CopyToAsync(stream, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
