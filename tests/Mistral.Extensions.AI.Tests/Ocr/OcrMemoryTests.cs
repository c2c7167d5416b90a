using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Ocr;

/// <summary>The memory use of large documents. Not parallel, because other tests allocate memory too.</summary>
[Collection(nameof(NonParallel))]
[Trait("Requires", "net8.0")]
public sealed class OcrMemoryTests
{
    // The buffers grow until one of them has the longest text of an image: at most four times its length in total.
    [Theory]
    [InlineData(200, 258 * 1024)]
    [InlineData(40, 3_932_160)]
    public async Task Images_are_decoded_from_the_stream_without_a_copy_of_the_response(int pageCount, int bytesPerImage)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var document = await ProcessAsync(pageCount, bytesPerImage);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal(pageCount, document.Pages.Count);
        Assert.All(document.Pages, page => Assert.Equal(bytesPerImage, Assert.Single(page.Images!).ImageBase64!.Data.Length));
        var images = (long)pageCount * bytesPerImage;
        Assert.InRange(allocated, images, images + (bytesPerImage / 3 * 4 * 4) + (1024 * 1024));
    }

    [Fact]
    public async Task Images_are_not_copied_into_the_contents_of_a_chat_message()
    {
        var document = await ProcessAsync(4, 3 * 350_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = document.ToChatMessage("Summarize.");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(4, message.Contents.OfType<DataContent>().Count(content => content.Data.Length == 3 * 350_000));
        Assert.InRange(allocated, 1, 100_000);
    }

    private static async Task<OcrResponse> ProcessAsync(int pageCount, int bytesPerImage)
    {
        using var http = new HttpClient(new LargeDocumentHandler(pageCount, bytesPerImage));
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });
        var request = new OcrRequest
        {
            Model = "mistral-ocr-latest",
            Document = OcrDocument.FromUrl(new("https://example.com/a.pdf")),
            IncludeImageBase64 = true,
        };
        return await client.Ocr.ProcessAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends the images in blocks, so that the handler itself has no image in memory.</summary>
    private sealed class LargeDocumentHandler(int pageCount, int bytesPerImage) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new LargeDocumentStream(pageCount, bytesPerImage).ToResponse());
    }

    private sealed class LargeDocumentStream(int pageCount, int bytesPerImage) : TestResponseStream
    {
        private static readonly byte[] Start = "{\"pages\":["u8.ToArray();
        private static readonly byte[] Separator = ","u8.ToArray();
        private static readonly byte[] End = "]}"u8.ToArray();
        private static readonly byte[] PageStart = Encoding.ASCII.GetBytes("""
            {"index":0,"markdown":"![img-0.jpeg](img-0.jpeg)","images":[{"id":"img-0.jpeg","image_base64":"data:image/jpeg;base64,
            """);
        private static readonly byte[] Block = Encoding.ASCII.GetBytes(new string('A', 64 * 1024));
        private static readonly byte[] PageEnd = "\"}]}"u8.ToArray();

        private readonly IEnumerator<ReadOnlyMemory<byte>> _parts =
            CreateParts(pageCount, bytesPerImage / 3 * 4).GetEnumerator();

        private ReadOnlyMemory<byte> _remaining;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_remaining.IsEmpty)
            {
                if (!_parts.MoveNext())
                    return new(0);
                _remaining = _parts.Current;
            }

            var length = Math.Min(buffer.Length, _remaining.Length);
            _remaining[..length].CopyTo(buffer);
            _remaining = _remaining[length..];
            return new(length);
        }

        private static IEnumerable<ReadOnlyMemory<byte>> CreateParts(int pageCount, int base64Length)
        {
            yield return Start;
            for (var page = 0; page < pageCount; page++)
            {
                if (page > 0)
                    yield return Separator;
                yield return PageStart;
                for (var length = base64Length; length > 0; length -= Block.Length)
                    yield return Block.AsMemory(0, Math.Min(length, Block.Length));
                yield return PageEnd;
            }

            yield return End;
        }
    }
}
