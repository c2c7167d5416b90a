using System.Text;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Ocr;

/// <summary>What a large document costs. Other tests allocate too: this one runs alone.</summary>
[Collection(nameof(Alone))]
public sealed class OcrMemoryTests
{
    private const int Pages = 200;
    private const int BytesAnImage = 256 * 1024;

    [Fact]
    public async Task Two_hundred_pages_with_fifty_megabytes_of_images_are_held_once()
    {
        using var http = new HttpClient(new LargeDocument());
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

        Assert.Equal(Pages, document.Pages.Count);
        Assert.All(document.Pages, page => Assert.Equal(BytesAnImage, Assert.Single(page.Images!).ImageBase64!.Data.Length));
        // Held as base64 in strings they would be 2.7 times as much, and once more when they are decoded.
        Assert.InRange(allocated, (long)Pages * BytesAnImage, (long)Pages * BytesAnImage * 3 / 2);
    }

    /// <summary>Sends a document page by page, as the network would, and never holds more than one.</summary>
    private sealed class LargeDocument : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new PageStream().Response());
    }

    private sealed class PageStream : Body
    {
        private static readonly byte[] Start = "{\"pages\":["u8.ToArray();
        private static readonly byte[] Between = ","u8.ToArray();
        private static readonly byte[] End = "]}"u8.ToArray();
        private static readonly byte[] Page = Encoding.ASCII.GetBytes(
            $$"""{"index":0,"markdown":"![img-0.jpeg](img-0.jpeg)","images":[{"id":"img-0.jpeg","image_base64":"data:image/jpeg;base64,{{Convert.ToBase64String(new byte[BytesAnImage])}}"}]}""");

        private readonly IEnumerator<byte[]> _parts = Parts().GetEnumerator();
        private ReadOnlyMemory<byte> _rest;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_rest.IsEmpty)
            {
                if (!_parts.MoveNext())
                    return new(0);
                _rest = _parts.Current;
            }

            var length = Math.Min(buffer.Length, _rest.Length);
            _rest[..length].CopyTo(buffer);
            _rest = _rest[length..];
            return new(length);
        }

        private static IEnumerable<byte[]> Parts()
        {
            yield return Start;
            for (var page = 0; page < Pages; page++)
            {
                if (page > 0)
                    yield return Between;
                yield return Page;
            }

            yield return End;
        }
    }
}
