using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.DataIngestion.Tests.Infrastructure;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Architecture;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.DataIngestion.Tests;

/// <summary>The reader against the emulator, which reads real files.</summary>
public sealed class MistralOcrDocumentReaderTests : IAsyncLifetime
{
    private static readonly OcrRequest Request = new() { Model = "mistral-ocr-latest" };

    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private MistralEmulator _emulator = null!;
    private MistralClient _client = null!;
    private IngestionDocumentReader _reader = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static FileInfo Invoice => new(Path.Combine(Repository.Root, "samples", "Assets", "invoice.pdf"));

    public async ValueTask InitializeAsync()
    {
        _emulator = await MistralEmulator.StartAsync(cancellationToken: Token);
        _client = new(new MistralClientOptions { Endpoint = _emulator.Endpoint, ApiKey = "test-key" });
        _reader = _client.AsIngestionDocumentReader("mistral-ocr-latest");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task PDF_file_is_read_as_one_section_for_each_page()
    {
        var document = await _reader.ReadAsync(Invoice, Token);

        Assert.Equal(Invoice.FullName, document.Identifier);
        Assert.Equal([1, 2], document.Sections.Select(section => section.PageNumber));
        Assert.Equal(
            [
                "1 Paragraph: Invoice 2026-117",
                "1 Paragraph: Customer: Atelier Moreau, Lyon",
                "1 Paragraph: Date: 21 November 2026",
                "1 Paragraph: 3 oak chairs at 120 EUR",
                "1 Paragraph: 1 oak table at 640 EUR",
                "1 Paragraph: Total: 1000 EUR",
                "2 Paragraph: Terms",
                "2 Paragraph: Payment within 30 days, without deduction.",
                "2 Paragraph: Goods stay ours until they are paid.",
            ],
            document.Describe());
    }

    [Fact]
    public async Task Word_file_has_headers_paragraphs_tables_and_images()
    {
        var document = await _reader.ReadAsync(new MemoryStream(CreateWordFile()), "report", Word, Token);

        Assert.Equal(
            [
                "1 Header 2: ## Report",
                "1 Paragraph: All is well.",
                "1 Table: | item | price |\n| --- | --- |\n| chair | 120 |",
                "1 Image: ![img-0.png](img-0.png)",
            ],
            document.Describe());
        var elements = document.Sections[0].Elements;
        Assert.Equal(["item | price", "chair | 120"], ((IngestionDocumentTable)elements[2]).GetRows());
        var image = (IngestionDocumentImage)elements[3];
        Assert.Equal(("image/png", "not decoded"), (image.MediaType, Encoding.UTF8.GetString(image.Content!.Value.Span)));
    }

    [Fact]
    public async Task Tables_in_HTML_have_the_same_cells()
    {
        var reader = _client.AsIngestionDocumentReader(Request with { TableFormat = "html" });

        var document = await reader.ReadAsync(new MemoryStream(CreateWordFile()), "report", Word, Token);

        var table = Assert.Single(document.Sections[0].Elements.OfType<IngestionDocumentTable>());
        Assert.StartsWith("<table><tr><th>item</th>", table.GetMarkdown(), StringComparison.Ordinal);
        Assert.Equal(["item | price", "chair | 120"], table.GetRows());
        Assert.Equal(("tbl-0.html", "html"), (table.Metadata["table_id"], table.Metadata["format"]));
    }

    [Fact]
    public async Task Image_file_is_one_page()
    {
        var document = await _reader.ReadAsync(new FileInfo(Path.Combine(Repository.Root, "samples", "Assets", "photo.png")), Token);

        Assert.Equal("1 Image: ![img-0.png](img-0.png)", document.Describe()[0]);
        Assert.Equal(1, Assert.Single(document.Sections).PageNumber);
    }

    [Fact]
    public async Task Slides_are_pages()
    {
        var slides = Zip(
            ("ppt/slides/slide1.xml", "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>First</a:t></a:r></a:p></p:sld>"),
            ("ppt/slides/slide2.xml", "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>Second</a:t></a:r></a:p></p:sld>"));

        var document = await _reader.ReadAsync(
            new MemoryStream(slides), "talk", "application/vnd.openxmlformats-officedocument.presentationml.presentation", Token);

        Assert.Equal(["1 Paragraph: First", "2 Paragraph: Second"], document.Describe());
    }

    [Fact]
    public async Task Page_numbers_are_those_of_the_document_when_pages_are_selected()
    {
        var reader = _client.AsIngestionDocumentReader(Request with { Pages = "1" });

        var document = await reader.ReadAsync(Invoice, Token);

        Assert.Equal("2 Paragraph: Terms", document.Describe()[0]);
        Assert.Equal(2, Assert.Single(document.Sections).PageNumber);
    }

    [Fact]
    public async Task Pages_with_and_without_blocks_have_the_same_elements()
    {
        var reader = _client.AsIngestionDocumentReader(Request with { IncludeBlocks = false });

        var document = await reader.ReadAsync(new MemoryStream(CreateWordFile()), "report", Word, Token);

        var expected = await _reader.ReadAsync(new MemoryStream(CreateWordFile()), "report", Word, Token);
        Assert.Equal(expected.Describe(), document.Describe());
    }

    [Fact]
    public async Task Annotation_is_the_alternative_text_of_an_image()
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"description":{"type":"string"}}}""");
        var format = ChatResponseFormat.ForJsonSchema(schema, "image");
        var reader = _client.AsIngestionDocumentReader(Request with { BboxAnnotationFormat = format.ToResponseFormat() });

        var document = await reader.ReadAsync(new MemoryStream(PdfBuilder.Create("/Im0 Do")), "scan", "application/pdf", Token);

        var image = Assert.IsType<IngestionDocumentImage>(Assert.Single(document.Sections[0].Elements));
        Assert.NotEmpty(image.AlternativeText!);
        Assert.Equal($$"""{"description":"{{image.AlternativeText}}"}""", image.Metadata["image_annotation"]);
    }

    [Fact]
    public async Task Extracted_header_and_footer_are_metadata_of_the_section()
    {
        var pdf = PdfBuilder.Create("BT (Header: Acme) Tj T* (Body) Tj T* (Footer: page 1) Tj ET");
        var extracting = _client.AsIngestionDocumentReader(Request with { ExtractHeader = true, ExtractFooter = true });

        var document = await _reader.ReadAsync(new MemoryStream(pdf), "scan", "application/pdf", Token);
        var extracted = await extracting.ReadAsync(new MemoryStream(pdf), "scan", "application/pdf", Token);

        Assert.Equal(["1 Paragraph: Header: Acme", "1 Paragraph: Body", "1 Footer: Footer: page 1"], document.Describe());
        Assert.Equal("header", document.Sections[0].Elements[0].Metadata["type"]);
        Assert.Equal(["1 Paragraph: Body"], extracted.Describe());
        var metadata = extracted.Sections[0].Metadata;
        Assert.Equal(("Header: Acme", "Footer: page 1"), (metadata["header"], metadata["footer"]));
    }

    [Fact]
    public async Task Stream_that_cannot_seek_is_read()
    {
        var document = await _reader.ReadAsync(
            new ForwardOnlyStream(await File.ReadAllBytesAsync(Invoice.FullName, Token)), "invoice", "application/pdf", Token);

        Assert.Equal("invoice", document.Identifier);
        Assert.Equal(2, document.Sections.Count);
    }

    [Fact]
    public async Task Unknown_media_type_is_detected_from_the_first_bytes()
    {
        await using var stream = Invoice.OpenRead();

        var document = await _reader.ReadAsync(stream, "invoice", "application/octet-stream", Token);

        Assert.Equal(2, document.Sections.Count);
    }

    [Fact]
    public async Task File_is_sent_again_after_a_transient_failure()
    {
        _emulator.Enqueue(ScriptedResponse.Fault(503));

        var document = await _reader.ReadAsync(Invoice, Token);

        Assert.Equal(2, document.Sections.Count);
        Assert.Equal(2, _emulator.Requests.Count);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("Application/JSON")]
    [InlineData("video/mp4")]
    public async Task File_that_OCR_cannot_read_is_rejected_before_it_is_sent(string mediaType)
    {
        var exception = await Assert.ThrowsAsync<NotSupportedException>(
            () => _reader.ReadAsync(new MemoryStream([1]), "notes", mediaType, Token));

        Assert.StartsWith("notes has the media type ", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_emulator.Requests);
    }

    [Fact]
    public async Task Media_type_that_is_not_detected_is_rejected_before_the_file_is_sent()
    {
        await Assert.ThrowsAsync<ArgumentException>(
            () => _reader.ReadAsync(new MemoryStream([1, 2, 3]), "data", "application/octet-stream", Token));

        Assert.Empty(_emulator.Requests);
    }

    [Fact]
    public async Task Error_of_the_API_is_a_MistralException()
    {
        var exception = await Assert.ThrowsAsync<MistralException>(
            () => _reader.ReadAsync(new MemoryStream("no PDF"u8.ToArray()), "broken", "application/pdf", Token));

        Assert.Equal("3740", exception.Code);
    }

    [Fact]
    public async Task Missing_and_empty_files_are_rejected_before_they_are_sent()
    {
        await Assert.ThrowsAsync<FileNotFoundException>(() => _reader.ReadAsync(new FileInfo("missing.pdf"), Token));
        await Assert.ThrowsAsync<ArgumentException>(() => _reader.ReadAsync(new MemoryStream(), "empty", "application/pdf", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => _reader.ReadAsync(new MemoryStream([1]), "", "application/pdf", Token));

        Assert.Empty(_emulator.Requests);
    }

    [Fact]
    public async Task Canceled_read_is_not_sent()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _reader.ReadAsync(Invoice, canceled.Token));

        Assert.Empty(_emulator.Requests);
    }

    [Fact]
    public void Invalid_requests_are_rejected_by_the_constructor()
    {
        var withDocument = Request with { Document = OcrDocument.FromUpload("1b4e28ba-2fa1-11d2-883f-0016d3cca427") };

        Assert.Contains("ToIngestionDocument", Assert.Throws<ArgumentException>(
            () => _client.AsIngestionDocumentReader(withDocument)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _client.AsIngestionDocumentReader(new OcrRequest()));
        Assert.Throws<ArgumentException>(() => _client.AsIngestionDocumentReader(" "));
        Assert.Throws<ArgumentNullException>(() => new MistralOcrDocumentReader(null!, Request));
    }

    private static byte[] CreateWordFile() => Zip(
        ("word/document.xml", """
            <w:document xmlns:w="w"><w:body>
              <w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Report</w:t></w:r></w:p>
              <w:p><w:r><w:t>All is well.</w:t></w:r></w:p>
              <w:tbl>
                <w:tr><w:tc><w:p><w:r><w:t>item</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>price</w:t></w:r></w:p></w:tc></w:tr>
                <w:tr><w:tc><w:p><w:r><w:t>chair</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>120</w:t></w:r></w:p></w:tc></w:tr>
              </w:tbl>
            </w:body></w:document>
            """),
        ("word/media/image1.png", "not decoded"));

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return file.ToArray();
    }
}
