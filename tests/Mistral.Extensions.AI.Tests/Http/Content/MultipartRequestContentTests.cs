using System.Text;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.Content;

public sealed class MultipartRequestContentTests
{
    private static readonly byte[] Data = [.. Enumerable.Range(0, 1_200_001).Select(i => (byte)(i * 7))];

    public static TheoryData<int> Lengths() => [0, 1, 524_287, 524_288, 524_289, 1_200_001];

    [Fact]
    public async Task Fields_precede_the_file_and_have_no_quoted_boundary()
    {
        using var content = Create(BinarySource.FromBytes("%PDF"u8.ToArray()), "a.pdf");

        var boundary = content.Headers.ContentType!.ToString()["multipart/form-data; boundary=".Length..];
        Assert.Matches("^----[0-9a-f]{32}$", boundary);
        Assert.Equal(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nocr\r\n"
                + $"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                + $"Content-Type: application/pdf\r\n\r\n%PDF\r\n--{boundary}--\r\n",
            Encoding.UTF8.GetString(await ReadAsync(content)));
    }

    [Theory]
    [InlineData("plain name.pdf", "plain name.pdf")]
    [InlineData("Übersicht 東京 😀.pdf", "Übersicht 東京 😀.pdf")]
    [InlineData("a\"; name=\"purpose", "a%22; name=%22purpose")]
    [InlineData("a\r\nX-Injected: yes\r\n\r\n", "a%0D%0AX-Injected: yes%0D%0A%0D%0A")]
    [InlineData(@"C:\a\", @"C:\\a\\")]
    [InlineData("\0\u001b\u007f\t", "%00%1B%7F%09")]
    [InlineData("100%.pdf", "100%.pdf")]
    public async Task File_name_is_sent_in_UTF8_and_cannot_end_the_header(string name, string expected)
    {
        using var content = Create(BinarySource.FromBytes(new byte[10]), name);

        var text = Encoding.UTF8.GetString(await ReadAsync(content));
        var form = await MultipartForm.TryReadAsync(content, TestContext.Current.CancellationToken);

        Assert.Contains($"name=\"file\"; filename=\"{expected}\"\r\nContent-Type: application/pdf\r\n\r\n", text, StringComparison.Ordinal);
        Assert.Equal(["purpose", "file"], form!.Parts.Select(part => part.Name));
        Assert.Equal(new byte[10], form.File.Data);
    }

    [Fact]
    public async Task Unpaired_surrogate_in_a_file_name_is_replaced()
    {
        using var content = Create(BinarySource.FromBytes(Data), "a\ud800.pdf");

        Assert.Contains("filename=\"a\uFFFD.pdf\"", Encoding.UTF8.GetString(await ReadAsync(content)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Stream_that_can_seek_is_sent_repeatedly_from_its_first_position_and_the_length_is_known(int length)
    {
        using var stream = new MemoryStream([1, 2, .. Data.AsSpan(0, length)]) { Position = 2 };
        using var content = Create(BinarySource.FromStream(stream), "a.pdf");

        var first = await ReadAsync(content);
        var form = await MultipartForm.TryReadAsync(content, TestContext.Current.CancellationToken);

        Assert.True(content.CanSendAgain);
        Assert.Equal(first.Length, content.Headers.ContentLength);
        Assert.Equal(Data[..length], form!.File.Data);
        Assert.Equal(first, await ReadAsync(content));
    }

    [Fact]
    public async Task Stream_that_cannot_seek_is_sent_once_without_a_length()
    {
        var source = BinarySource.FromStream(new ForwardOnlyStream(Data));
        using var content = Create(source, "a.pdf");

        Assert.False(content.CanSendAgain);
        Assert.Null(content.Headers.ContentLength);
        Assert.Equal(Data, (await MultipartForm.TryReadAsync(content, TestContext.Current.CancellationToken))!.File.Data);
        Assert.Contains(
            "Pass a new stream", Assert.Throws<InvalidOperationException>(() => Create(source, "a.pdf")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_the_number_of_sent_bytes_and_starts_again_for_each_attempt()
    {
        var progress = new ProgressList();
        using var content = Create(BinarySource.FromBytes(Data), "a.pdf", progress);

        await ReadAsync(content);
        await ReadAsync(content);

        Assert.Equal([524_288, 1_048_576, 1_200_001, 524_288, 1_048_576, 1_200_001], progress.Values);
    }

    private static MultipartRequestContent Create(BinarySource data, string name, IProgress<long>? progress = null) => new(
        [("purpose", "ocr"), ("visibility", null)], new("file", name, "application/pdf", data), progress);

    private static async Task<byte[]> ReadAsync(MultipartRequestContent content)
    {
        using var stream = new MemoryStream();
        await content.CopyToAsync(stream, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    private sealed class ProgressList : IProgress<long>
    {
        internal List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }
}
