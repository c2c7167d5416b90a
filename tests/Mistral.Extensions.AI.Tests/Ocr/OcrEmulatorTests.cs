using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Tests.Ocr;

/// <summary>OCR of a PDF with the emulator, which validates requests as Mistral does.</summary>
public sealed class OcrEmulatorTests : IAsyncLifetime
{
    private static readonly string PdfPath = Path.Combine(Repository.Root, "samples", "Assets", "invoice.pdf");

    private MistralEmulator _emulator = null!;
    private MistralClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await MistralEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        _client = new(new MistralClientOptions { Endpoint = _emulator.Endpoint, ApiKey = "test-key" });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task PDF_pages_are_read()
    {
        var document = await _client.Ocr.ProcessAsync(await CreateRequestAsync(), TestContext.Current.CancellationToken);

        Assert.Equal([0, 1], document.Pages.Select(page => page.Index));
        Assert.Equal((2, new FileInfo(PdfPath).Length), (document.UsageInfo!.PagesProcessed, document.UsageInfo.DocSizeBytes));
        Assert.Contains("Total: 1000 EUR", document.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("Payment within 30 days", document.ToMarkdown(), StringComparison.Ordinal);
        Assert.All(document.Pages, page => Assert.NotEmpty(page.Blocks!));
    }

    [Fact]
    public async Task Only_requested_pages_are_read()
    {
        var request = await CreateRequestAsync();

        var fromRange = await _client.Ocr.ProcessAsync(request with { Pages = "1-1" }, TestContext.Current.CancellationToken);
        var fromList = await _client.Ocr.ProcessAsync(request with { Pages = new[] { 1 } }, TestContext.Current.CancellationToken);

        Assert.Equal(1, Assert.Single(fromRange.Pages).Index);
        Assert.Equal(fromRange.ToMarkdown(), fromList.ToMarkdown());
        Assert.DoesNotContain("Total: 1000 EUR", fromRange.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Annotation_is_returned_as_the_requested_type()
    {
        var format = ChatResponseFormat.ForJsonSchema<Invoice>(OcrTestJsonContext.Default.Options).ToResponseFormat();

        var document = await _client.Ocr.ProcessAsync(
            (await CreateRequestAsync()) with { DocumentAnnotationFormat = format }, TestContext.Current.CancellationToken);

        Assert.Equal(1000, document.GetDocumentAnnotation<Invoice>(OcrTestJsonContext.Default.Options)!.Total);
    }

    [Fact]
    public async Task Blocks_are_empty_when_IncludeBlocks_is_false()
    {
        var document = await _client.Ocr.ProcessAsync(
            (await CreateRequestAsync()) with { IncludeBlocks = false }, TestContext.Current.CancellationToken);

        Assert.All(document.Pages, page => Assert.Empty(page.Blocks ?? []));
    }

    [Fact]
    public async Task Invalid_PDF_is_rejected_by_the_server()
    {
        var request = new OcrRequest
        {
            Model = "mistral-ocr-latest",
            Document = OcrDocument.FromBytes("not a PDF"u8.ToArray(), "application/pdf"),
        };

        var error = await Assert.ThrowsAsync<MistralException>(
            () => _client.Ocr.ProcessAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal("3740", error.Code);
    }

    private static async Task<OcrRequest> CreateRequestAsync() => new()
    {
        Model = "mistral-ocr-latest",
        Document = OcrDocument.FromFile(PdfPath),
    };
}
