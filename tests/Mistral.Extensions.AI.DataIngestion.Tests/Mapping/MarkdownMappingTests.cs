using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.DataIngestion.Tests.Infrastructure;
using static Mistral.Extensions.AI.DataIngestion.Tests.Infrastructure.OcrResponses;

namespace Mistral.Extensions.AI.DataIngestion.Tests.Mapping;

/// <summary>The elements of pages without blocks, as models before OCR 4 return them.</summary>
public sealed class MarkdownMappingTests
{
    [Fact]
    public async Task Markdown_is_split_into_elements()
    {
        var document = await ReadMarkdownAsync("""
            # Invoice *2026*

            Dear customer,
            thank you.

            ## Items

            | item | price |
            |---|---|
            | chair | |

            - one
            - two

            > quoted

            ---

            ```
            code *a*
            ```

            $$
            a_1 + b_1
            $$

            <div>kept</div>
            """);

        Assert.Equal(
            [
                "1 Header 1: # Invoice *2026*",
                "1 Paragraph: Dear customer,\nthank you.",
                "1 Header 2: ## Items",
                "1 Table: | item | price |\n|---|---|\n| chair | |",
                "1 Paragraph: - one\n- two",
                "1 Paragraph: > quoted",
                "1 Paragraph: ```\ncode *a*\n```",
                "1 Paragraph: $$\na_1 + b_1\n$$",
                "1 Paragraph: <div>kept</div>",
            ],
            document.Describe());
        Assert.Equal("Invoice 2026", document.Sections[0].Elements[0].Text);
        Assert.Equal(["item | price", "chair | "], document.Sections[0].Elements.OfType<IngestionDocumentTable>().Single().GetRows());
    }

    [Fact]
    public async Task Links_are_replaced_by_the_images_and_tables_of_the_page()
    {
        var document = await ReadMarkdownAsync(
            "Before\n\n![a.png](a.png)\n![b.png](b.png)\n\n[t.html](t.html)\n\nText ![c.png](c.png) around",
            images: """[{"id":"c.png"},{"id":"b.png"},{"id":"a.png","image_base64":"AQID"}]""",
            tables: """[{"id":"t.html","content":"<table><tr><td>1</td></tr></table>","format":"html"}]""");

        Assert.Equal(
            [
                "1 Paragraph: Before",
                "1 Image: ![a.png](a.png)",
                "1 Image: ![b.png](b.png)",
                "1 Table: <table><tr><td>1</td></tr></table>",
                "1 Paragraph: Text ![c.png](c.png) around",
                "1 Image: ![c.png](c.png)",
            ],
            document.Describe());
        Assert.Equal([1, 2, 3], ((IngestionDocumentImage)document.Sections[0].Elements[1]).Content!.Value.ToArray());
    }

    [Fact]
    public async Task Link_to_an_unknown_image_remains_text()
    {
        var document = await ReadMarkdownAsync("![a.png](a.png)\n\n[site](https://example.com)");

        Assert.Equal(["1 Paragraph: ![a.png](a.png)", "1 Paragraph: [site](https://example.com)"], document.Describe());
    }

    [Fact]
    public async Task Text_that_is_not_rendered_is_kept()
    {
        var document = await ReadMarkdownAsync("See [1].\n\n[1]: https://example.com\n\nEnd\n\n<!-- note -->");

        Assert.Equal(
            ["1 Paragraph: See [1].", "1 Paragraph: [1]: https://example.com", "1 Paragraph: End", "1 Paragraph: <!-- note -->"],
            document.Describe());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n ")]
    public async Task Empty_page_is_an_empty_section(string markdown)
    {
        var section = Assert.Single((await ReadMarkdownAsync(markdown)).Sections);

        Assert.Empty(section.Elements);
        Assert.Equal(1, section.PageNumber);
    }
}
