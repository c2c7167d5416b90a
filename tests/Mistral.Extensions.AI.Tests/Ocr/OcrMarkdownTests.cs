using System.Text.Json;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.Tests.Ocr;

/// <summary>The conversion of an OCR response to one Markdown text.</summary>
public sealed class OcrMarkdownTests
{
    [Fact]
    public void Pages_are_joined_in_order() => Assert.Equal("one\n\ntwo", Read(
        """{"pages":[{"index":0,"markdown":"one"},{"index":1,"markdown":"two"}]}""").ToMarkdown());

    [Fact]
    public void Conversion_to_Markdown_allocates_in_proportion_to_the_number_of_images()
    {
        var small = MeasureAllocation(CreatePage(imageCount: 500));
        var large = MeasureAllocation(CreatePage(imageCount: 2_000));

        Assert.InRange((double)large / small, 3, 5);
    }

    [Fact]
    public void Brackets_that_are_not_placeholders_stay_in_the_text()
    {
        var document = Read("""
            {"pages":[{"index":0,
             "markdown":"[ [a](b) [[tbl-0.html](tbl-0.html) ![tbl-0.html](tbl-0.html) [img-0.jpeg](img-0.jpeg) [tbl-0.html](other) [",
             "images":[{"id":"img-0.jpeg"}],
             "tables":[{"id":"tbl-0.html","content":"T"}]}]}
            """);

        Assert.Equal("[ [a](b) [T !T [img-0.jpeg](img-0.jpeg) [tbl-0.html](other) [", document.ToMarkdown());
    }

    [Fact]
    public void Images_and_tables_are_inserted_at_their_placeholders()
    {
        var document = Read("""
            {"pages":[{"index":0,
             "markdown":"a ![img-0.jpeg](img-0.jpeg) b [tbl-0.html](tbl-0.html) c ![img-1.jpeg](img-1.jpeg)![img-0.jpeg](img-0.jpeg)",
             "images":[{"id":"img-0.jpeg","image_base64":"data:image/jpeg;base64,/9j/4A=="},{"id":"img-1.jpeg","image_base64":"iVBORw=="}],
             "tables":[{"id":"tbl-0.html","content":"<table>1</table>","format":"html"}]}]}
            """);

        Assert.Equal(
            "a ![img-0.jpeg](data:image/jpeg;base64,/9j/4A==) b <table>1</table> c ![img-1.jpeg](data:image/png;base64,iVBORw==)"
                + "![img-0.jpeg](data:image/jpeg;base64,/9j/4A==)",
            document.ToMarkdown());
        Assert.Equal(
            "a ![img-0.jpeg](img-0.jpeg) b <table>1</table> c ![img-1.jpeg](img-1.jpeg)![img-0.jpeg](img-0.jpeg)",
            document.ToMarkdown(embedImages: false));
    }

    [Fact]
    public void Placeholders_are_resolved_within_their_page()
    {
        var document = Read("""
            {"pages":[{"index":0,"markdown":"[tbl-0.md](tbl-0.md)","tables":[{"id":"tbl-0.md","content":"first"}]},
                      {"index":1,"markdown":"[tbl-0.md](tbl-0.md)","tables":[{"id":"tbl-0.md","content":"second"}]}]}
            """);

        Assert.Equal("first\n\nsecond", document.ToMarkdown());
    }

    [Fact]
    public void Image_or_table_without_placeholder_is_appended_to_the_page()
    {
        var document = Read("""
            {"pages":[{"index":0,"markdown":"text","images":[{"id":"img-0.png","image_base64":"iVBORw=="}],
             "tables":[{"id":"tbl-0.md","content":"|a|"}]},
                      {"index":1,"markdown":"next"}]}
            """);

        Assert.Equal("text\n\n![img-0.png](data:image/png;base64,iVBORw==)\n\n|a|\n\nnext", document.ToMarkdown());
    }

    [Theory]
    [InlineData("""{"index":0,"markdown":"![img-0.jpeg](img-0.jpeg)","images":[{"id":"img-0.jpeg"}]}""", "![img-0.jpeg](img-0.jpeg)")]
    [InlineData(
        """{"index":0,"markdown":"![img-0.jpeg](img-0.jpeg)","images":[{"id":"img-0.jpeg","image_base64":"..."}]}""",
        "![img-0.jpeg](img-0.jpeg)")]
    [InlineData("""{"index":0,"markdown":"![img-0.jpeg](img-0.jpeg)","images":[]}""", "![img-0.jpeg](img-0.jpeg)")]
    [InlineData("""{"index":0,"markdown":"[tbl-0.md](tbl-0.md)","tables":[{"id":"tbl-0.md"}]}""", "[tbl-0.md](tbl-0.md)")]
    [InlineData(
        """{"index":0,"markdown":"![logo](https://example.com/a.png)","images":[{"id":"img-0.jpeg"}]}""",
        "![logo](https://example.com/a.png)")]
    public void Placeholder_without_data_stays_a_link(string page, string markdown) =>
        Assert.Equal(markdown, Read($$"""{"pages":[{{page}}]}""").ToMarkdown());

    [Fact]
    public void Placeholders_within_a_table_are_not_resolved()
    {
        var document = Read("""
            {"pages":[{"index":0,"markdown":"[tbl-0.md](tbl-0.md) and ![img-0.jpeg](img-0.jpeg)",
             "images":[{"id":"img-0.jpeg","image_base64":"/9j/4A=="}],"tables":[{"id":"tbl-0.md","content":"| [tbl-0.md](tbl-0.md) |"}]}]}
            """);

        Assert.Equal("| [tbl-0.md](tbl-0.md) | and ![img-0.jpeg](img-0.jpeg)", document.ToMarkdown(embedImages: false));
    }

    [Fact]
    public void Nulls_in_lists_are_ignored()
    {
        var document = Read("""{"pages":[null,{"index":0,"markdown":"text","images":[null],"tables":[null]},null]}""");

        Assert.Equal("text", document.ToMarkdown());
        Assert.Equal("text", document.Text);
    }

    [Fact]
    public void Text_has_links_in_place_of_images() => Assert.Equal("![i](i)", Read(
        """{"pages":[{"index":0,"markdown":"![i](i)","images":[{"id":"i","image_base64":"data:image/png;base64,AAAA"}]}]}""").Text);

    [Fact]
    public void Empty_document_has_empty_markdown()
    {
        Assert.Equal("", Read("""{"pages":[]}""").ToMarkdown());
        Assert.Equal("", Read("""{"pages":[{"index":0}]}""").ToMarkdown());
    }

    private static OcrResponse Read(string json) => JsonSerializer.Deserialize(json, OcrJson.Default.OcrResponse)!;

    private static OcrPageObject CreatePage(int imageCount)
    {
        var ids = Enumerable.Range(0, imageCount).Select(number => $"img-{number:D5}.jpeg").ToList();
        return new()
        {
            Markdown = string.Join("\n\n", ids.Select(id => $"A paragraph [1] before the image.\n![{id}]({id})")),
            Images = [.. ids.Select(id => new OcrImageObject { Id = id })],
        };
    }

    private static long MeasureAllocation(OcrPageObject page)
    {
        page.ToMarkdown(); // Excludes the allocations of the first call.
        var before = GC.GetAllocatedBytesForCurrentThread();
        page.ToMarkdown();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
