using System.IO.Compression;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Documents;

/// <summary>Tests of the file formats that the emulator's OCR endpoint reads.</summary>
public sealed class DocumentFormatTests
{
    [Fact]
    public async Task Image_is_read_as_one_page_with_one_image()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostOcrAsync($$"""
            {"document":{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,{{Convert.ToBase64String(PdfBuilder.Jpeg)}}"} } }
            """);

        var page = Assert.Single(response.Json["pages"]!.AsArray())!;
        Assert.Equal("![img-0.jpeg](img-0.jpeg)\n\nAn image: image/jpeg, 23 bytes, 40 x 30 pixels.", (string?)page["markdown"]);
        Assert.Equal((40, 30), ((int)page["dimensions"]!["width"]!, (int)page["dimensions"]!["height"]!));
        Assert.Single(page["images"]!.AsArray());
    }

    [Fact]
    public async Task Document_URL_is_reported_and_not_fetched()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostOcrAsync("""{"document":{"type":"document_url","document_url":"https://a.invalid/b.pdf"}}""");

        Assert.Equal(
            ["The document at https://a.invalid/b.pdf was not fetched: the emulator sends no requests."], response.GetPageMarkdown());
        Assert.Null(response.Json["usage_info"]!["doc_size_bytes"]);
    }

    [Fact]
    public async Task Added_file_is_found_by_id()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddFile("1B4E28BA-2FA1-11D2-883F-0016D3CCA427", PdfBuilder.Create("(Filed) Tj"), "application/pdf");

        var response = await emulator.PostOcrAsync("""{"document":{"type":"file","file_id":"1b4e28ba-2fa1-11d2-883f-0016d3cca427"}}""");

        Assert.Equal(["Filed"], response.GetPageMarkdown());
        Assert.Throws<ArgumentException>(() => emulator.Server.AddFile("file-1", default, "application/pdf"));
    }

    [Fact]
    public async Task Word_document_is_read_as_one_page_with_headings_tables_and_images()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddFile("1b4e28ba-2fa1-11d2-883f-0016d3cca427", Zip(
            ("word/document.xml", """
                <w:document xmlns:w="w"><w:body>
                  <w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Report</w:t></w:r></w:p>
                  <w:p><w:r><w:t>All is </w:t></w:r><w:r><w:t>well.</w:t></w:r></w:p>
                  <w:tbl>
                    <w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>
                    <w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>
                  </w:tbl>
                </w:body></w:document>
                """),
            ("word/media/image1.png", "not decoded")),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document");

        var response = await emulator.PostOcrAsync(
            """{"document":{"type":"file","file_id":"1b4e28ba-2fa1-11d2-883f-0016d3cca427"},"include_image_base64":true}""");

        Assert.Equal(["## Report\n\nAll is well.\n\n| a |\n| --- |\n| 1 |\n\n![img-0.png](img-0.png)"], response.GetPageMarkdown());
    }

    [Fact]
    public async Task Presentation_has_one_page_per_slide_in_slide_order()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddFile("1b4e28ba-2fa1-11d2-883f-0016d3cca427", Zip(
            ("ppt/slides/slide10.xml", "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>Tenth</a:t></a:r></a:p></p:sld>"),
            ("ppt/slides/slide2.xml", "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>Second</a:t></a:r></a:p></p:sld>"),
            ("ppt/slides/_rels/slide2.xml.rels", "<Relationships xmlns='r'><Relationship Target='../media/image1.jpeg'/></Relationships>"),
            ("ppt/media/image1.jpeg", "not decoded")),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation");

        var response = await emulator.PostOcrAsync(
            """{"document":{"type":"file","file_id":"1b4e28ba-2fa1-11d2-883f-0016d3cca427"},"include_image_base64":true}""");

        Assert.Equal(["Second\n\n![img-0.jpeg](img-0.jpeg)", "Tenth"], response.GetPageMarkdown());
    }

    [Fact]
    public async Task Unsupported_document_is_reported_in_the_response()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var epub = await emulator.PostOcrAsync("""{"document":{"document_url":"data:application/epub+zip;base64,AAAA"}}""");
        var glyphNumbers = await emulator.ProcessPdfAsync(PdfBuilder.Create("BT <00010002> Tj ET"));

        Assert.Equal(["A document: application/epub+zip, 3 bytes. The emulator cannot read this file type."], epub.GetPageMarkdown());
        Assert.Equal(["This page has text in a font that the emulator cannot read."], glyphNumbers.GetPageMarkdown());
    }

    [Theory]
    [InlineData("((never closed) Tj")]
    [InlineData("(a\\")]
    [InlineData("(")]
    [InlineData("<4> Tj [ Td Tm Tf /Im9 Do ' \"")]
    public async Task Truncated_page_content_does_not_affect_the_next_page(string content)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.ProcessPdfAsync(PdfBuilder.Create(content, "(next) Tj"));

        Assert.Equal("next", response.GetPageMarkdown()[1]);
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return bytes.ToArray();
    }
}
