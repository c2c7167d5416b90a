namespace Mistral.Extensions.AI.Tests.Emulator;

/// <summary>In which shape OCR tells what it has read.</summary>
public sealed class OcrTests
{
    private const string Invoice = """
        BT /F1 24 Tf 72 720 Td (Invoice \(copy\)) Tj ET
        BT /F1 11 Tf 72 690 Td (Total: ) Tj 40 0 Td [(12) -300 (EUR)] TJ 0 -20 Td <48656C6C6F> Tj ET
        """;

    private const string Kinds = """
        BT /F1 10 Tf (Header: Acme) Tj T* (- first) Tj T* (- second) Tj T* (| a | b<c |) Tj T* (|---|---|) Tj T* (| 1 | 2 |) Tj
        T* (Figure 1: a dot) Tj ET /Im0 Do BT (See https://example.org/a.) Tj T* (Footer: page 1) Tj ET
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_text_of_a_PDF_is_read_page_by_page(bool deflate)
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.ReadAsync(TinyPdf.Create(deflate, Invoice, "BT /F1 9 Tf (Thanks) Tj ET"));

        Assert.Equal(["# Invoice (copy)\n\nTotal: 12 EUR\n\nHello", "Thanks"], reply.Markdown());
        Assert.Equal([0, 1], reply.Json["pages"]!.AsArray().Select(page => (int)page!["index"]!));
        Assert.Equal("mistral-ocr-2512", (string?)reply.Json["model"]);
        Assert.Equal("""{"dpi":200,"height":2000,"width":1000}""", reply.Json["pages"]![0]!["dimensions"]!.ToJsonString());
    }

    [Fact]
    public async Task Usage_counts_pages_and_bytes()
    {
        await using var wire = await Wire.StartAsync();
        var pdf = TinyPdf.Create("", "", "");

        var reply = await wire.ReadAsync(pdf, """{"pages":[0,2]}""");

        Assert.Equal($$"""{"pages_processed":2,"doc_size_bytes":{{pdf.Length}}}""", reply.Json["usage_info"]!.ToJsonString());
    }

    [Theory]
    [InlineData("[3,1]", new[] { 1, 3 })]
    [InlineData("\"0\"", new[] { 0 })]
    [InlineData("\"0-1, 3\"", new[] { 0, 1, 3 })]
    [InlineData("null", new[] { 0, 1, 2, 3 })]
    public async Task Pages_are_chosen_by_numbers_or_ranges_from_0(string pages, int[] expected)
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.ReadAsync(TinyPdf.Create("(a) Tj", "(b) Tj", "(c) Tj", "(d) Tj"), $$"""{"pages":{{pages}}}""");

        Assert.Equal(expected, reply.Json["pages"]!.AsArray().Select(page => (int)page!["index"]!));
        Assert.Equal(expected.Select(page => "abcd"[page].ToString()), reply.Markdown());
    }

    [Fact]
    public async Task Blocks_name_the_kinds_of_passages_and_stand_one_below_the_other()
    {
        await using var wire = await Wire.StartAsync();

        var page = (await wire.ReadAsync(TinyPdf.Create(Kinds))).Json["pages"]![0]!;

        var blocks = page["blocks"]!.AsArray();
        Assert.Equal(
            ["header", "list", "table", "caption", "image", "text", "footer"], blocks.Select(block => (string?)block!["type"]));
        Assert.Equal("- first\n- second", (string?)blocks[1]!["content"]);
        Assert.Equal("img-0.jpeg", (string?)blocks[4]!["image_id"]);
        Assert.Equal(blocks.SkipLast(1).Select(block => (int)block!["bottom_right_y"]!), blocks.Skip(1).Select(block => (int)block!["top_left_y"]!));
        Assert.All(blocks, block => Assert.Equal((100, 900), ((int)block!["top_left_x"]!, (int)block["bottom_right_x"]!)));
        Assert.Equal((200, 1800), ((int)blocks[0]!["top_left_y"]!, (int)blocks[^1]!["bottom_right_y"]!));
    }

    [Fact]
    public async Task Without_blocks_there_are_none()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.ReadAsync(TinyPdf.Create(Kinds), """{"include_blocks":false}""");

        Assert.Null(reply.Json["pages"]![0]!["blocks"]);
    }

    [Fact]
    public async Task An_image_of_a_PDF_comes_with_its_place_and_if_asked_for_its_bytes()
    {
        await using var wire = await Wire.StartAsync();
        var pdf = TinyPdf.Create(Kinds, "/Im0 Do");

        var plain = await wire.ReadAsync(pdf);
        var full = await wire.ReadAsync(pdf, """{"include_image_base64":true}""");

        Assert.Contains("![img-0.jpeg](img-0.jpeg)", plain.Markdown()[0], StringComparison.Ordinal);
        Assert.Equal("![img-1.jpeg](img-1.jpeg)", plain.Markdown()[1]);
        Assert.Null(plain.Json["pages"]![0]!["images"]![0]!["image_base64"]);
        var image = full.Json["pages"]![1]!["images"]![0]!;
        Assert.Equal("img-1.jpeg", (string?)image["id"]);
        Assert.Equal($"data:image/jpeg;base64,{Convert.ToBase64String(TinyPdf.Jpeg)}", (string?)image["image_base64"]);
        Assert.Equal((100, 200, 900, 1800), ((int)image["top_left_x"]!, (int)image["top_left_y"]!,
            (int)image["bottom_right_x"]!, (int)image["bottom_right_y"]!));
    }

    [Theory]
    [InlineData("""{"image_limit":1}""", 1)]
    [InlineData("""{"image_limit":0}""", 0)]
    [InlineData("""{"image_min_size":30}""", 2)]
    [InlineData("""{"image_min_size":31}""", 0)]
    public async Task Images_may_be_too_many_or_too_small(string options, int images)
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.ReadAsync(TinyPdf.Create("/Im0 Do", "/Im0 Do"), options);

        Assert.Equal(images, reply.Json["pages"]!.AsArray().Sum(page => page!["images"]!.AsArray().Count));
        Assert.Equal(images, reply.Markdown().Count(markdown => markdown.Length > 0));
    }

    [Theory]
    [InlineData("html", "tbl-0.html", "<table><tr><th>a</th><th>b&lt;c</th></tr><tr><td>1</td><td>2</td></tr></table>")]
    [InlineData("markdown", "tbl-0.md", "| a | b<c |\n|---|---|\n| 1 | 2 |")]
    public async Task A_table_is_taken_out_in_the_format_asked_for(string format, string id, string content)
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.ReadAsync(TinyPdf.Create(Kinds), $$"""{"table_format":"{{format}}"}""");

        var page = reply.Json["pages"]![0]!;
        var table = Assert.Single(page["tables"]!.AsArray())!;
        Assert.Equal((id, content, format), ((string?)table["id"], (string?)table["content"], (string?)table["format"]));
        Assert.Contains($"\n\n[{id}]({id})\n\n", reply.Markdown()[0], StringComparison.Ordinal);
        Assert.Equal(id, (string?)page["blocks"]![2]!["table_id"]);
    }

    [Fact]
    public async Task A_table_stays_in_the_text_unless_a_format_is_asked_for()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.ReadAsync(TinyPdf.Create(Kinds));

        Assert.Empty(reply.Json["pages"]![0]!["tables"]!.AsArray());
        Assert.Contains("| a | b<c |\n|---|---|\n| 1 | 2 |", reply.Markdown()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_and_footer_leave_the_text_when_they_are_extracted()
    {
        await using var wire = await Wire.StartAsync();

        var whole = await wire.ReadAsync(TinyPdf.Create(Kinds));
        var parted = await wire.ReadAsync(TinyPdf.Create(Kinds), """{"extract_header":true,"extract_footer":true}""");

        Assert.StartsWith("Header: Acme\n\n", whole.Markdown()[0], StringComparison.Ordinal);
        Assert.Null(whole.Json["pages"]![0]!["header"]);
        Assert.StartsWith("- first", parted.Markdown()[0], StringComparison.Ordinal);
        Assert.EndsWith("/a.", parted.Markdown()[0], StringComparison.Ordinal);
        Assert.Equal("Header: Acme", (string?)parted.Json["pages"]![0]!["header"]);
        Assert.Equal("Footer: page 1", (string?)parted.Json["pages"]![0]!["footer"]);
    }

    [Fact]
    public async Task Links_come_from_the_text_and_from_the_page()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.ReadAsync(TinyPdf.Create(Kinds));

        Assert.Equal("""["https://example.org/a","https://example.org/link"]""", reply.Json["pages"]![0]!["hyperlinks"]!.ToJsonString());
    }

    [Theory]
    [InlineData("null", "null", "null")]
    [InlineData("\"page\"", """{"average_page_confidence_score":0.945,"minimum_page_confidence_score":0.9}""", "null")]
    [InlineData("\"word\"", """{"word_confidence_scores":[{"text":"Total","confidence":0.99,"start_index":0},{"text":"12","confidence":0.9,"start_index":6}],"average_page_confidence_score":0.945,"minimum_page_confidence_score":0.9}""", "null")]
    [InlineData("\"block\"", """{"average_page_confidence_score":0.945,"minimum_page_confidence_score":0.9}""",
        """{"average_content_confidence_score":0.945,"minimum_content_confidence_score":0.9,"block_type_confidence_score":0.99}""")]
    public async Task Confidence_is_told_as_finely_as_asked_for(string granularity, string ofPage, string ofBlock)
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.ReadAsync(TinyPdf.Create("(Total 12) Tj"), $$"""{"confidence_scores_granularity":{{granularity}}}""");

        var page = reply.Json["pages"]![0]!;
        Assert.Equal(ofPage, page["confidence_scores"]?.ToJsonString() ?? "null");
        Assert.Equal(ofBlock, page["blocks"]![0]!["confidence_scores"]?.ToJsonString() ?? "null");
    }

    [Fact]
    public async Task Annotations_are_JSON_in_a_string_made_from_the_text_and_the_image()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.ReadAsync(TinyPdf.Create("(The total is 12) Tj /Im0 Do"),
            """
            {"document_annotation_prompt":"Read it.",
             "document_annotation_format":{"type":"json_schema","json_schema":{"name":"a","schema":
               {"type":"object","properties":{"total":{"type":"integer"}},"required":["total"],"additionalProperties":false},"strict":true}},
             "bbox_annotation_format":{"type":"json_schema","json_schema":{"name":"b","schema":
               {"type":"object","properties":{"name":{"type":"string"}}}}}}
            """);

        Assert.Equal("""{"total":12}""", (string?)reply.Json["document_annotation"]);
        Assert.Equal("""{"name":"img-0.jpeg"}""", (string?)reply.Json["pages"]![0]!["images"]![0]!["image_annotation"]);
    }
}
