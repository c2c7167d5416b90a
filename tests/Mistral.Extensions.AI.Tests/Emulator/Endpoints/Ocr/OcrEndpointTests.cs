using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Ocr;

/// <summary>The format of OCR responses.</summary>
public sealed class OcrEndpointTests
{
    private const string InvoicePage = """
        BT /F1 24 Tf 72 720 Td (Invoice \(copy\)) Tj ET
        BT /F1 11 Tf 72 690 Td (Total: ) Tj 40 0 Td [(12) -300 (EUR)] TJ 0 -20 Td <48656C6C6F> Tj ET
        """;

    private const string AllBlockTypesPage = """
        BT /F1 10 Tf (Header: Acme) Tj T* (- first) Tj T* (- second) Tj T* (| a | b<c |) Tj T* (|---|---|) Tj T* (| 1 | 2 |) Tj
        T* (Figure 1: a dot) Tj ET /Im0 Do BT (See https://example.org/a.) Tj T* (Footer: page 1) Tj ET
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PDF_text_is_read_page_by_page(bool deflate)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.ProcessPdfAsync(PdfBuilder.Create(deflate, InvoicePage, "BT /F1 9 Tf (Thanks) Tj ET"));

        Assert.Equal(["# Invoice (copy)\n\nTotal: 12 EUR\n\nHello", "Thanks"], response.GetPageMarkdown());
        Assert.Equal([0, 1], response.Json["pages"]!.AsArray().Select(page => (int)page!["index"]!));
        Assert.Equal("mistral-ocr-4-1", (string?)response.Json["model"]);
        Assert.Equal("""{"dpi":200,"height":2000,"width":1000}""", response.Json["pages"]![0]!["dimensions"]!.ToJsonString());
    }

    [Fact]
    public async Task Usage_counts_pages_and_bytes()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var pdf = PdfBuilder.Create("", "", "");

        var response = await emulator.ProcessPdfAsync(pdf, """{"pages":[0,2]}""");

        Assert.Equal($$"""{"pages_processed":2,"doc_size_bytes":{{pdf.Length}}}""", response.Json["usage_info"]!.ToJsonString());
    }

    [Theory]
    [InlineData("[3,1]", new[] { 1, 3 })]
    [InlineData("\"0\"", new[] { 0 })]
    [InlineData("\"0-1, 3\"", new[] { 0, 1, 3 })]
    [InlineData("null", new[] { 0, 1, 2, 3 })]
    public async Task Pages_are_selected_by_numbers_or_ranges_from_0(string pages, int[] expected)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.ProcessPdfAsync(
            PdfBuilder.Create("(a) Tj", "(b) Tj", "(c) Tj", "(d) Tj"), $$"""{"pages":{{pages}}}""");

        Assert.Equal(expected, response.Json["pages"]!.AsArray().Select(page => (int)page!["index"]!));
        Assert.Equal(expected.Select(page => "abcd"[page].ToString()), response.GetPageMarkdown());
    }

    [Fact]
    public async Task Blocks_have_their_types_and_are_stacked_vertically()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var page = (await emulator.ProcessPdfAsync(PdfBuilder.Create(AllBlockTypesPage))).Json["pages"]![0]!;

        var blocks = page["blocks"]!.AsArray();
        Assert.Equal(
            ["header", "list", "table", "caption", "image", "text", "footer"], blocks.Select(block => (string?)block!["type"]));
        Assert.Equal("- first\n- second", (string?)blocks[1]!["content"]);
        Assert.Equal("img-0.jpeg", (string?)blocks[4]!["image_id"]);
        Assert.Equal(
            blocks.SkipLast(1).Select(block => (int)block!["bottom_right_y"]!),
            blocks.Skip(1).Select(block => (int)block!["top_left_y"]!));
        Assert.All(blocks, block => Assert.Equal((100, 900), ((int)block!["top_left_x"]!, (int)block["bottom_right_x"]!)));
        Assert.Equal((200, 1800), ((int)blocks[0]!["top_left_y"]!, (int)blocks[^1]!["bottom_right_y"]!));
    }

    [Fact]
    public async Task Blocks_are_null_when_include_blocks_is_false()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.ProcessPdfAsync(PdfBuilder.Create(AllBlockTypesPage), """{"include_blocks":false}""");

        Assert.Null(response.Json["pages"]![0]!["blocks"]);
    }

    [Fact]
    public async Task PDF_image_has_a_bounding_box_and_base64_only_when_requested()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var pdf = PdfBuilder.Create(AllBlockTypesPage, "/Im0 Do");

        var plain = await emulator.ProcessPdfAsync(pdf);
        var full = await emulator.ProcessPdfAsync(pdf, """{"include_image_base64":true}""");

        Assert.Contains("![img-0.jpeg](img-0.jpeg)", plain.GetPageMarkdown()[0], StringComparison.Ordinal);
        Assert.Equal("![img-1.jpeg](img-1.jpeg)", plain.GetPageMarkdown()[1]);
        Assert.Null(plain.Json["pages"]![0]!["images"]![0]!["image_base64"]);
        var image = full.Json["pages"]![1]!["images"]![0]!;
        Assert.Equal("img-1.jpeg", (string?)image["id"]);
        Assert.Equal($"data:image/jpeg;base64,{Convert.ToBase64String(PdfBuilder.Jpeg)}", (string?)image["image_base64"]);
        Assert.Equal((100, 200, 900, 1800), ((int)image["top_left_x"]!, (int)image["top_left_y"]!,
            (int)image["bottom_right_x"]!, (int)image["bottom_right_y"]!));
    }

    [Theory]
    [InlineData("""{"image_limit":1}""", 1)]
    [InlineData("""{"image_limit":0}""", 0)]
    [InlineData("""{"image_min_size":30}""", 2)]
    [InlineData("""{"image_min_size":31}""", 0)]
    public async Task Image_limit_and_minimum_size_are_respected(string options, int images)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.ProcessPdfAsync(PdfBuilder.Create("/Im0 Do", "/Im0 Do"), options);

        Assert.Equal(images, response.Json["pages"]!.AsArray().Sum(page => page!["images"]!.AsArray().Count));
        Assert.Equal(images, response.GetPageMarkdown().Count(markdown => markdown.Length > 0));
    }

    [Theory]
    [InlineData("html", "tbl-0.html", "<table><tr><th>a</th><th>b&lt;c</th></tr><tr><td>1</td><td>2</td></tr></table>")]
    [InlineData("markdown", "tbl-0.md", "| a | b<c |\n|---|---|\n| 1 | 2 |")]
    public async Task Table_is_extracted_in_the_requested_format(string format, string id, string content)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.ProcessPdfAsync(PdfBuilder.Create(AllBlockTypesPage), $$"""{"table_format":"{{format}}"}""");

        var page = response.Json["pages"]![0]!;
        var table = Assert.Single(page["tables"]!.AsArray())!;
        Assert.Equal((id, content, format), ((string?)table["id"], (string?)table["content"], (string?)table["format"]));
        Assert.Contains($"\n\n[{id}]({id})\n\n", response.GetPageMarkdown()[0], StringComparison.Ordinal);
        Assert.Equal(id, (string?)page["blocks"]![2]!["table_id"]);
    }

    [Fact]
    public async Task Table_stays_in_the_markdown_without_table_format()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.ProcessPdfAsync(PdfBuilder.Create(AllBlockTypesPage));

        Assert.Empty(response.Json["pages"]![0]!["tables"]!.AsArray());
        Assert.Contains("| a | b<c |\n|---|---|\n| 1 | 2 |", response.GetPageMarkdown()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extracted_header_and_footer_are_removed_from_the_markdown()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var complete = await emulator.ProcessPdfAsync(PdfBuilder.Create(AllBlockTypesPage));
        var extracted = await emulator.ProcessPdfAsync(
            PdfBuilder.Create(AllBlockTypesPage), """{"extract_header":true,"extract_footer":true}""");

        Assert.StartsWith("Header: Acme\n\n", complete.GetPageMarkdown()[0], StringComparison.Ordinal);
        Assert.Null(complete.Json["pages"]![0]!["header"]);
        Assert.StartsWith("- first", extracted.GetPageMarkdown()[0], StringComparison.Ordinal);
        Assert.EndsWith("/a.", extracted.GetPageMarkdown()[0], StringComparison.Ordinal);
        Assert.Equal("Header: Acme", (string?)extracted.Json["pages"]![0]!["header"]);
        Assert.Equal("Footer: page 1", (string?)extracted.Json["pages"]![0]!["footer"]);
    }

    [Fact]
    public async Task Hyperlinks_come_from_the_text_and_from_PDF_annotations()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.ProcessPdfAsync(PdfBuilder.Create(AllBlockTypesPage));

        Assert.Equal("""["https://example.org/a","https://example.org/link"]""", response.Json["pages"]![0]!["hyperlinks"]!.ToJsonString());
    }

    [Theory]
    [InlineData("null", "null", "null")]
    [InlineData("\"page\"", """{"average_page_confidence_score":0.945,"minimum_page_confidence_score":0.9}""", "null")]
    [InlineData("\"word\"",
        """{"word_confidence_scores":[{"text":"Total","confidence":0.99,"start_index":0},{"text":"12","confidence":0.9,"start_index":6}]"""
        + ""","average_page_confidence_score":0.945,"minimum_page_confidence_score":0.9}""", "null")]
    [InlineData("\"block\"", """{"average_page_confidence_score":0.945,"minimum_page_confidence_score":0.9}""",
        """{"average_content_confidence_score":0.945,"minimum_content_confidence_score":0.9,"block_type_confidence_score":0.99}""")]
    public async Task Confidence_scores_have_the_requested_granularity(string granularity, string pageScores, string blockScores)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.ProcessPdfAsync(
            PdfBuilder.Create("(Total 12) Tj"), $$"""{"confidence_scores_granularity":{{granularity}}}""");

        var page = response.Json["pages"]![0]!;
        Assert.Equal(pageScores, page["confidence_scores"]?.ToJsonString() ?? "null");
        Assert.Equal(blockScores, page["blocks"]![0]!["confidence_scores"]?.ToJsonString() ?? "null");
    }

    [Fact]
    public async Task Annotations_are_JSON_strings_that_match_their_schema()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.ProcessPdfAsync(PdfBuilder.Create("(The total is 12) Tj /Im0 Do"),
            """
            {"document_annotation_prompt":"Read it.",
             "document_annotation_format":{"type":"json_schema","json_schema":{"name":"a","schema":
               {"type":"object","properties":{"total":{"type":"integer"}},"required":["total"],"additionalProperties":false},
               "strict":true}},
             "bbox_annotation_format":{"type":"json_schema","json_schema":{"name":"b","schema":
               {"type":"object","properties":{"name":{"type":"string"}}}}}}
            """);

        Assert.Equal("""{"total":12}""", (string?)response.Json["document_annotation"]);
        Assert.Equal("""{"name":"img-0.jpeg"}""", (string?)response.Json["pages"]![0]!["images"]![0]!["image_annotation"]);
    }
}
