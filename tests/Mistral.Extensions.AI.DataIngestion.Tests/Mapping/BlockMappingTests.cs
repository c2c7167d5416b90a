using System.Text.Json;
using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.DataIngestion.Tests.Infrastructure;
using Mistral.Extensions.AI.Ocr;
using static Mistral.Extensions.AI.DataIngestion.Tests.Infrastructure.OcrResponses;

namespace Mistral.Extensions.AI.DataIngestion.Tests.Mapping;

/// <summary>The elements of blocks, in the JSON of the API.</summary>
public sealed class BlockMappingTests
{
    [Theory]
    [InlineData("text", "All *is* well.", "Paragraph: All *is* well.", "All is well.")]
    [InlineData("list", "- a\n- b", "Paragraph: - a\n- b", "a\nb")]
    [InlineData("code", "x = *y*", "Paragraph: x = *y*", "x = *y*")]
    [InlineData("equation", "$$a_1 * b_1 * c$$", "Paragraph: $$a_1 * b_1 * c$$", "$$a_1 * b_1 * c$$")]
    [InlineData("text", "with $a_1$ and $b_1$", "Paragraph: with $a_1$ and $b_1$", "with a_1 and b_1")]
    [InlineData("caption", "Figure 1: sales", "Paragraph: Figure 1: sales", "Figure 1: sales")]
    [InlineData("signature", "A. Moreau", "Paragraph: A. Moreau", "A. Moreau")]
    [InlineData("header", "Acme", "Paragraph: Acme", "Acme")]
    [InlineData("footer", "Page 1", "Footer: Page 1", "Page 1")]
    [InlineData("chart", "1, 2, 3", "Paragraph: 1, 2, 3", "1, 2, 3")]
    [InlineData("title", "### Terms", "Header 3: ### Terms", "Terms")]
    [InlineData("title", "Terms", "Header : Terms", "Terms")]
    public async Task Block_is_mapped_by_its_type(string type, string content, string expected, string text)
    {
        var document = await ReadPagesAsync(
            $$"""{"index":3,"markdown":"","blocks":[{"type":"{{type}}","content":"{{JsonEncodedText.Encode(content)}}"}]}""");

        Assert.Equal($"4 {expected}", Assert.Single(document.Describe()));
        var element = document.Sections[0].Elements[0];
        Assert.Equal((text, type), (element.Text!.ReplaceLineEndings("\n"), element.Metadata["type"]));
    }

    [Fact]
    public async Task Title_without_number_signs_has_the_level_of_the_heading_in_the_Markdown()
    {
        var section = await ReadBlocksAsync(
            """{"type":"title","content":"Terms"}""", """ "markdown":"# Invoice\n\n## Terms\n\nPay." """);

        var header = Assert.IsType<IngestionDocumentHeader>(Assert.Single(section.Elements));
        Assert.Equal(("## Terms", 2, "Terms"), (header.GetMarkdown(), header.Level, header.Text));
    }

    [Fact]
    public async Task Image_has_content_caption_and_annotation()
    {
        var section = await ReadBlocksAsync(
            """{"type":"image","content":"A chart of sales.","image_id":"img-0.png","top_left_x":1}""",
            """
            "markdown":"![img-0.png](img-0.png)","images":[{"id":"img-0.png","top_left_x":1,"top_left_y":2,"bottom_right_x":3,
            "bottom_right_y":4,"image_base64":"data:image/png;base64,AQID","image_annotation":"{\"description\":\"Sales\"}","x":7}]
            """);

        var image = Assert.IsType<IngestionDocumentImage>(Assert.Single(section.Elements));
        Assert.Equal(("![img-0.png](img-0.png)", "A chart of sales.", "Sales"), (image.GetMarkdown(), image.Text, image.AlternativeText));
        Assert.Equal("image/png", image.MediaType);
        Assert.Equal([1, 2, 3], image.Content!.Value.ToArray());
        Assert.Equal(4, image.Metadata["bottom_right_y"]);
        Assert.Equal(7, ((JsonElement)image.Metadata["x"]!).GetInt32());
    }

    [Theory]
    [InlineData("""{"kind":"chart","axis":"x"}""")]
    [InlineData("""{"description":5}""")]
    [InlineData("""{"description":"cut of""")]
    public async Task Annotation_that_is_not_one_text_is_the_alternative_text_as_received(string annotation)
    {
        var section = await ReadBlocksAsync(
            """{"type":"image","image_id":"a"}""",
            $$""" "markdown":"","images":[{"id":"a","image_annotation":"{{JsonEncodedText.Encode(annotation)}}"}]""");

        Assert.Equal(annotation, Assert.IsType<IngestionDocumentImage>(Assert.Single(section.Elements)).AlternativeText);
    }

    [Fact]
    public async Task Image_that_is_not_in_the_response_has_no_content()
    {
        var section = await ReadBlocksAsync("""{"type":"image","content":"![a](a)","image_id":"a"}""");

        var image = Assert.IsType<IngestionDocumentImage>(Assert.Single(section.Elements));
        Assert.Equal(("![a](a)", null, null), (image.GetMarkdown(), image.Text, image.Content));
    }

    [Fact]
    public async Task Image_that_is_not_base64_is_in_the_metadata()
    {
        var section = await ReadBlocksAsync(
            """{"type":"image","image_id":"a"}""", """ "markdown":"","images":[{"id":"a","image_base64":"https://example.com/a.png"}]""");

        Assert.Equal("https://example.com/a.png", Assert.Single(section.Elements).Metadata["image_base64"]);
    }

    [Fact]
    public async Task Table_of_the_page_takes_precedence_over_the_content_of_the_block()
    {
        var section = await ReadBlocksAsync(
            """{"type":"table","content":"[tbl-0.html](tbl-0.html)","table_id":"tbl-0.html"}""",
            """ "markdown":"","tables":[{"id":"tbl-0.html","content":"<table><tr><td>a</td></tr></table>","format":"html"}]""");

        Assert.Equal(["a"], Assert.IsType<IngestionDocumentTable>(Assert.Single(section.Elements)).GetRows());
    }

    [Fact]
    public async Task Images_and_tables_without_a_block_are_the_last_elements_of_the_page()
    {
        var document = await ReadPagesAsync("""
            {"index":0,"markdown":"","blocks":[{"type":"text","content":"Body"}],
             "images":[{"id":"a"}],"tables":[{"id":"b","content":"| x |\n|---|\n| 1 |","format":"markdown"}]}
            """);

        Assert.Equal(["1 Paragraph: Body", "1 Image: ![a](a)", "1 Table: | x |\n|---|\n| 1 |"], document.Describe());
        Assert.Equal(1, document.Sections[0].Elements.OfType<IngestionDocumentTable>().Single().Cells[0, 0]!.PageNumber);
    }

    [Fact]
    public async Task Blocks_without_content_are_metadata_of_the_section()
    {
        var section = await ReadBlocksAsync("""{"type":"signature","content":"","top_left_x":9},{"type":"text","content":"Body"},{}""");

        Assert.Equal("Body", Assert.Single(section.Elements).GetMarkdown());
        var blocks = Assert.IsAssignableFrom<IReadOnlyList<OcrBlock>>(section.Metadata["blocks_without_content"]);
        Assert.Equal([("signature", 9), (null, null)], blocks.Select(block => (block.Type, block.TopLeftX)));
    }

    [Fact]
    public async Task Fields_without_an_element_are_in_the_metadata()
    {
        var document = await ReadAsync("""
            {"model":"mistral-ocr-2605","usage_info":{"pages_processed":1},"document_annotation":"{}","region":"eu","pages":[
             {"index":0,"markdown":"","dimensions":{"dpi":200,"height":20,"width":10},"hyperlinks":["https://example.com"],"rotation":90,
              "confidence_scores":{"average_page_confidence_score":0.9},
              "blocks":[{"type":"text","content":"a","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"language":"fr",
                         "confidence_scores":{"block_type_confidence_score":0.8}}]}]}
            """);

        var section = Assert.Single(document.Sections);
        Assert.Equal(("mistral-ocr-2605", "{}"), (section.Metadata["model"], section.Metadata["document_annotation"]));
        Assert.Equal(1, ((OcrUsageInfo)section.Metadata["usage_info"]!).PagesProcessed);
        Assert.Equal(200, ((OcrPageDimensions)section.Metadata["dimensions"]!).Dpi);
        Assert.Equal(["https://example.com"], (IEnumerable<string>)section.Metadata["hyperlinks"]!);
        Assert.Equal(0.9, ((OcrPageConfidenceScores)section.Metadata["confidence_scores"]!).AveragePageConfidenceScore);
        Assert.Equal(90, ((JsonElement)section.Metadata["rotation"]!).GetInt32());
        Assert.Equal("eu", ((JsonElement)section.Metadata["region"]!).GetString());
        var metadata = section.Elements[0].Metadata;
        Assert.Equal([1, 2, 3, 4], new[] { "top_left_x", "top_left_y", "bottom_right_x", "bottom_right_y" }.Select(name => metadata[name]));
        Assert.Equal(0.8, ((OcrBlockConfidenceScores)metadata["confidence_scores"]!).BlockTypeConfidenceScore);
        Assert.Equal("fr", ((JsonElement)metadata["language"]!).GetString());
    }
}
