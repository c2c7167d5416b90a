using System.Text;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Ocr;

/// <summary>The memory use of a large document. Not parallel, because other tests allocate memory too.</summary>
[Collection(nameof(NonParallel))]
public sealed class OcrMemoryTests
{
    private const int PageCount = 200;
    private const int BytesPerImage = 256 * 1024;

    [Fact]
    public async Task Large_document_is_held_in_memory_once()
    {
        using var http = new HttpClient(new LargeDocumentHandler());
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });
        var request = new OcrRequest
        {
            Model = "mistral-ocr-latest",
            Document = OcrDocument.FromUrl(new("https://example.com/a.pdf")),
            IncludeImageBase64 = true,
        };

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var document = await client.Ocr.ProcessAsync(request, TestContext.Current.CancellationToken);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal(PageCount, document.Pages.Count);
        Assert.All(document.Pages, page => Assert.Equal(BytesPerImage, Assert.Single(page.Images!).ImageBase64!.Data.Length));
        // As base64 strings the images would take 2.7 times as much, and decoding would add the images themselves.
        Assert.InRange(allocated, (long)PageCount * BytesPerImage, (long)PageCount * BytesPerImage * 3 / 2);
    }

    /// <summary>Sends the document page by page, so that the handler itself has only one page in memory.</summary>
    private sealed class LargeDocumentHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new LargeDocumentStream().ToResponse());
    }

    private sealed class LargeDocumentStream : TestResponseStream
    {
        private static readonly byte[] Start = "{\"pages\":["u8.ToArray();
        private static readonly byte[] Separator = ","u8.ToArray();
        private static readonly byte[] End = "]}"u8.ToArray();
        private static readonly byte[] Page = Encoding.ASCII.GetBytes(
            $$"""
            {"index":0,"markdown":"![img-0.jpeg](img-0.jpeg)",
             "images":[{"id":"img-0.jpeg","image_base64":"data:image/jpeg;base64,{{Convert.ToBase64String(new byte[BytesPerImage])}}"}]}
            """);

        private readonly IEnumerator<byte[]> _parts = CreateParts().GetEnumerator();
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

        private static IEnumerable<byte[]> CreateParts()
        {
            yield return Start;
            for (var page = 0; page < PageCount; page++)
            {
                if (page > 0)
                    yield return Separator;
                yield return Page;
            }

            yield return End;
        }
    }
}
