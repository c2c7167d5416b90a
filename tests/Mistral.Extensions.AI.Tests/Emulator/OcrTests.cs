using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Emulator;

/// <summary>What OCR reads, and in which shape it tells.</summary>
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

        var reply = await ReadAsync(wire, TinyPdf.Create(deflate, Invoice, "BT /F1 9 Tf (Thanks) Tj ET"));

        Assert.Equal(["# Invoice (copy)\n\nTotal: 12 EUR\n\nHello", "Thanks"], Markdown(reply));
        Assert.Equal([0, 1], reply.Json["pages"]!.AsArray().Select(page => (int)page!["index"]!));
        Assert.Equal("mistral-ocr-2512", (string?)reply.Json["model"]);
        Assert.Equal("""{"dpi":200,"height":2000,"width":1000}""", reply.Json["pages"]![0]!["dimensions"]!.ToJsonString());
    }

    [Fact]
    public async Task Usage_counts_pages_and_bytes()
    {
        await using var wire = await Wire.StartAsync();
        var pdf = TinyPdf.Create("", "", "");

        var reply = await ReadAsync(wire, pdf, """{"pages":[0,2]}""");

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

        var reply = await ReadAsync(wire, TinyPdf.Create("(a) Tj", "(b) Tj", "(c) Tj", "(d) Tj"), $$"""{"pages":{{pages}}}""");

        Assert.Equal(expected, reply.Json["pages"]!.AsArray().Select(page => (int)page!["index"]!));
        Assert.Equal(expected.Select(page => "abcd"[page].ToString()), Markdown(reply));
    }

    [Fact]
    public async Task Blocks_name_the_kinds_of_passages_and_stand_one_below_the_other()
    {
        await using var wire = await Wire.StartAsync();

        var page = (await ReadAsync(wire, TinyPdf.Create(Kinds))).Json["pages"]![0]!;

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

        var reply = await ReadAsync(wire, TinyPdf.Create(Kinds), """{"include_blocks":false}""");

        Assert.Null(reply.Json["pages"]![0]!["blocks"]);
    }

    [Fact]
    public async Task An_image_of_a_PDF_comes_with_its_place_and_if_asked_for_its_bytes()
    {
        await using var wire = await Wire.StartAsync();
        var pdf = TinyPdf.Create(Kinds, "/Im0 Do");

        var plain = await ReadAsync(wire, pdf);
        var full = await ReadAsync(wire, pdf, """{"include_image_base64":true}""");

        Assert.Contains("![img-0.jpeg](img-0.jpeg)", Markdown(plain)[0], StringComparison.Ordinal);
        Assert.Equal("![img-1.jpeg](img-1.jpeg)", Markdown(plain)[1]);
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

        var reply = await ReadAsync(wire, TinyPdf.Create("/Im0 Do", "/Im0 Do"), options);

        Assert.Equal(images, reply.Json["pages"]!.AsArray().Sum(page => page!["images"]!.AsArray().Count));
        Assert.Equal(images, Markdown(reply).Count(markdown => markdown.Length > 0));
    }

    [Theory]
    [InlineData("html", "tbl-0.html", "<table><tr><th>a</th><th>b&lt;c</th></tr><tr><td>1</td><td>2</td></tr></table>")]
    [InlineData("markdown", "tbl-0.md", "| a | b<c |\n|---|---|\n| 1 | 2 |")]
    public async Task A_table_is_taken_out_in_the_format_asked_for(string format, string id, string content)
    {
        await using var wire = await Wire.StartAsync();

        var reply = await ReadAsync(wire, TinyPdf.Create(Kinds), $$"""{"table_format":"{{format}}"}""");

        var page = reply.Json["pages"]![0]!;
        var table = Assert.Single(page["tables"]!.AsArray())!;
        Assert.Equal((id, content, format), ((string?)table["id"], (string?)table["content"], (string?)table["format"]));
        Assert.Contains($"\n\n[{id}]({id})\n\n", Markdown(reply)[0], StringComparison.Ordinal);
        Assert.Equal(id, (string?)page["blocks"]![2]!["table_id"]);
    }

    [Fact]
    public async Task A_table_stays_in_the_text_unless_a_format_is_asked_for()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await ReadAsync(wire, TinyPdf.Create(Kinds));

        Assert.Empty(reply.Json["pages"]![0]!["tables"]!.AsArray());
        Assert.Contains("| a | b<c |\n|---|---|\n| 1 | 2 |", Markdown(reply)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_and_footer_leave_the_text_when_they_are_extracted()
    {
        await using var wire = await Wire.StartAsync();

        var whole = await ReadAsync(wire, TinyPdf.Create(Kinds));
        var parted = await ReadAsync(wire, TinyPdf.Create(Kinds), """{"extract_header":true,"extract_footer":true}""");

        Assert.StartsWith("Header: Acme\n\n", Markdown(whole)[0], StringComparison.Ordinal);
        Assert.Null(whole.Json["pages"]![0]!["header"]);
        Assert.StartsWith("- first", Markdown(parted)[0], StringComparison.Ordinal);
        Assert.EndsWith("/a.", Markdown(parted)[0], StringComparison.Ordinal);
        Assert.Equal("Header: Acme", (string?)parted.Json["pages"]![0]!["header"]);
        Assert.Equal("Footer: page 1", (string?)parted.Json["pages"]![0]!["footer"]);
    }

    [Fact]
    public async Task Links_come_from_the_text_and_from_the_page()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await ReadAsync(wire, TinyPdf.Create(Kinds));

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

        var reply = await ReadAsync(wire, TinyPdf.Create("(Total 12) Tj"), $$"""{"confidence_scores_granularity":{{granularity}}}""");

        var page = reply.Json["pages"]![0]!;
        Assert.Equal(ofPage, page["confidence_scores"]?.ToJsonString() ?? "null");
        Assert.Equal(ofBlock, page["blocks"]![0]!["confidence_scores"]?.ToJsonString() ?? "null");
    }

    [Fact]
    public async Task Annotations_are_JSON_in_a_string_made_from_the_text_and_the_image()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await ReadAsync(wire, TinyPdf.Create("(The total is 12) Tj /Im0 Do"),
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

    [Fact]
    public async Task An_image_is_one_page_of_its_own_size_with_one_image()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await PostAsync(wire, $$"""
            {"document":{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,{{Convert.ToBase64String(TinyPdf.Jpeg)}}"} } }
            """);

        var page = Assert.Single(reply.Json["pages"]!.AsArray())!;
        Assert.Equal("![img-0.jpeg](img-0.jpeg)\n\nAn image: image/jpeg, 23 bytes, 40 x 30 pixels.", (string?)page["markdown"]);
        Assert.Equal((40, 30), ((int)page["dimensions"]!["width"]!, (int)page["dimensions"]!["height"]!));
        Assert.Single(page["images"]!.AsArray());
    }

    [Fact]
    public async Task A_URL_is_named_and_not_fetched()
    {
        await using var wire = await Wire.StartAsync();

        var reply = await PostAsync(wire, """{"document":{"type":"document_url","document_url":"https://a.invalid/b.pdf"}}""");

        Assert.Equal(["The document at https://a.invalid/b.pdf was not fetched, for the emulator fetches nothing."], Markdown(reply));
        Assert.Null(reply.Json["usage_info"]!["doc_size_bytes"]);
    }

    [Fact]
    public async Task A_file_that_was_put_in_is_found_by_its_id()
    {
        await using var wire = await Wire.StartAsync();
        wire.Emulator.AddFile("1B4E28BA-2FA1-11D2-883F-0016D3CCA427", TinyPdf.Create("(Filed) Tj"), "application/pdf");

        var reply = await PostAsync(wire, """{"document":{"type":"file","file_id":"1b4e28ba-2fa1-11d2-883f-0016d3cca427"}}""");

        Assert.Equal(["Filed"], Markdown(reply));
        Assert.Throws<ArgumentException>(() => wire.Emulator.AddFile("file-1", default, "application/pdf"));
    }

    [Fact]
    public async Task A_Word_file_is_one_page_with_its_headings_tables_and_pictures()
    {
        await using var wire = await Wire.StartAsync();
        wire.Emulator.AddFile("1b4e28ba-2fa1-11d2-883f-0016d3cca427", Zip(
            ("word/document.xml", """
                <w:document xmlns:w="w"><w:body>
                  <w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Report</w:t></w:r></w:p>
                  <w:p><w:r><w:t>All is </w:t></w:r><w:r><w:t>well.</w:t></w:r></w:p>
                  <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
                </w:body></w:document>
                """),
            ("word/media/image1.png", "not looked at")),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document");

        var reply = await PostAsync(wire,
            """{"document":{"type":"file","file_id":"1b4e28ba-2fa1-11d2-883f-0016d3cca427"},"include_image_base64":true}""");

        Assert.Equal(["## Report\n\nAll is well.\n\n| a |\n| --- |\n| 1 |\n\n![img-0.png](img-0.png)"], Markdown(reply));
    }

    [Fact]
    public async Task A_presentation_has_a_page_for_each_slide_in_their_order()
    {
        await using var wire = await Wire.StartAsync();
        wire.Emulator.AddFile("1b4e28ba-2fa1-11d2-883f-0016d3cca427", Zip(
            ("ppt/slides/slide10.xml", "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>Tenth</a:t></a:r></a:p></p:sld>"),
            ("ppt/slides/slide2.xml", "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>Second</a:t></a:r></a:p></p:sld>"),
            ("ppt/slides/_rels/slide2.xml.rels", "<Relationships xmlns='r'><Relationship Target='../media/image1.jpeg'/></Relationships>"),
            ("ppt/media/image1.jpeg", "not looked at")),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation");

        var reply = await PostAsync(wire,
            """{"document":{"type":"file","file_id":"1b4e28ba-2fa1-11d2-883f-0016d3cca427"},"include_image_base64":true}""");

        Assert.Equal(["Second\n\n![img-0.jpeg](img-0.jpeg)", "Tenth"], Markdown(reply));
    }

    [Fact]
    public async Task What_cannot_be_read_is_named()
    {
        await using var wire = await Wire.StartAsync();

        var book = await PostAsync(wire, """{"document":{"document_url":"data:application/epub+zip;base64,AAAA"}}""");
        var glyphs = await ReadAsync(wire, TinyPdf.Create("BT <00010002> Tj ET"));

        Assert.Equal(["A document: application/epub+zip, 3 bytes. The emulator does not read this kind."], Markdown(book));
        Assert.Equal(["This page has text in a font that the emulator does not read."], Markdown(glyphs));
    }

    [Theory]
    [InlineData("((never closed) Tj")]
    [InlineData("(a\\")]
    [InlineData("(")]
    [InlineData("<4> Tj [ Td Tm Tf /Im9 Do ' \"")]
    public async Task A_page_that_breaks_off_is_still_a_page(string content)
    {
        await using var wire = await Wire.StartAsync();

        var reply = await ReadAsync(wire, TinyPdf.Create(content, "(next) Tj"));

        Assert.Equal("next", Markdown(reply)[1]);
    }

    private static Task<Reply> ReadAsync(Wire wire, byte[] pdf, string options = "{}")
    {
        var request = JsonNode.Parse(options)!.AsObject();
        request["document"] = new JsonObject { ["type"] = "document_url", ["document_url"] = TinyPdf.ToDataUri(pdf) };
        return PostAsync(wire, request.ToJsonString());
    }

    private static async Task<Reply> PostAsync(Wire wire, string json)
    {
        var request = JsonNode.Parse(json)!.AsObject();
        request["model"] = "mistral-ocr-latest";
        var reply = await wire.SendAsync(HttpMethod.Post, "/v1/ocr", request.ToJsonString());
        Assert.True((int)reply.Status == 200, reply.Text);
        return reply;
    }

    private static string[] Markdown(Reply reply) => [.. reply.Json["pages"]!.AsArray().Select(page => (string)page!["markdown"]!)];

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
