using System.Text.Json;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.Tests.Ocr;

/// <summary>The whole document as one text.</summary>
public sealed class OcrMarkdownTests
{
    [Fact]
    public void Pages_stand_one_after_the_other_in_their_order() => Assert.Equal("one\n\ntwo", Read(
        """{"pages":[{"index":0,"markdown":"one"},{"index":1,"markdown":"two"}]}""").ToMarkdown());

    [Fact]
    public void Images_and_tables_stand_where_they_stood()
    {
        var document = Read("""
            {"pages":[{"index":0,"markdown":"a ![img-0.jpeg](img-0.jpeg) b [tbl-0.html](tbl-0.html) c ![img-1.jpeg](img-1.jpeg)![img-0.jpeg](img-0.jpeg)",
             "images":[{"id":"img-0.jpeg","image_base64":"data:image/jpeg;base64,/9j/4A=="},{"id":"img-1.jpeg","image_base64":"iVBORw=="}],
             "tables":[{"id":"tbl-0.html","content":"<table>1</table>","format":"html"}]}]}
            """);

        Assert.Equal(
            "a ![img-0.jpeg](data:image/jpeg;base64,/9j/4A==) b <table>1</table> c ![img-1.jpeg](data:image/png;base64,iVBORw==)![img-0.jpeg](data:image/jpeg;base64,/9j/4A==)",
            document.ToMarkdown());
        Assert.Equal(
            "a ![img-0.jpeg](img-0.jpeg) b <table>1</table> c ![img-1.jpeg](img-1.jpeg)![img-0.jpeg](img-0.jpeg)",
            document.ToMarkdown(embedImages: false));
    }

    [Fact]
    public void The_same_name_on_another_page_is_another_part()
    {
        var document = Read("""
            {"pages":[{"index":0,"markdown":"[tbl-0.md](tbl-0.md)","tables":[{"id":"tbl-0.md","content":"first"}]},
                      {"index":1,"markdown":"[tbl-0.md](tbl-0.md)","tables":[{"id":"tbl-0.md","content":"second"}]}]}
            """);

        Assert.Equal("first\n\nsecond", document.ToMarkdown());
    }

    [Fact]
    public void A_part_without_a_place_in_the_text_stands_at_the_end_of_its_page()
    {
        var document = Read("""
            {"pages":[{"index":0,"markdown":"text","images":[{"id":"img-0.png","image_base64":"iVBORw=="}],"tables":[{"id":"tbl-0.md","content":"|a|"}]},
                      {"index":1,"markdown":"next"}]}
            """);

        Assert.Equal("text\n\n![img-0.png](data:image/png;base64,iVBORw==)\n\n|a|\n\nnext", document.ToMarkdown());
    }

    [Theory]
    [InlineData("""{"index":0,"markdown":"![img-0.jpeg](img-0.jpeg)","images":[{"id":"img-0.jpeg"}]}""", "![img-0.jpeg](img-0.jpeg)")]
    [InlineData("""{"index":0,"markdown":"![img-0.jpeg](img-0.jpeg)","images":[{"id":"img-0.jpeg","image_base64":"..."}]}""", "![img-0.jpeg](img-0.jpeg)")]
    [InlineData("""{"index":0,"markdown":"![img-0.jpeg](img-0.jpeg)","images":[]}""", "![img-0.jpeg](img-0.jpeg)")]
    [InlineData("""{"index":0,"markdown":"[tbl-0.md](tbl-0.md)","tables":[{"id":"tbl-0.md"}]}""", "[tbl-0.md](tbl-0.md)")]
    [InlineData("""{"index":0,"markdown":"![logo](https://example.com/a.png)","images":[{"id":"img-0.jpeg"}]}""", "![logo](https://example.com/a.png)")]
    public void A_part_that_did_not_come_stays_a_link(string page, string markdown) => Assert.Equal(markdown, Read($$"""{"pages":[{{page}}]}""").ToMarkdown());

    [Fact]
    public void A_table_that_speaks_of_an_image_is_not_searched_for_links()
    {
        var document = Read("""
            {"pages":[{"index":0,"markdown":"[tbl-0.md](tbl-0.md) and ![img-0.jpeg](img-0.jpeg)",
             "images":[{"id":"img-0.jpeg","image_base64":"/9j/4A=="}],"tables":[{"id":"tbl-0.md","content":"| [tbl-0.md](tbl-0.md) |"}]}]}
            """);

        Assert.Equal("| [tbl-0.md](tbl-0.md) | and ![img-0.jpeg](img-0.jpeg)", document.ToMarkdown(embedImages: false));
    }

    [Fact]
    public void Nothing_read_is_no_text()
    {
        Assert.Equal("", Read("""{"pages":[]}""").ToMarkdown());
        Assert.Equal("", Read("""{"pages":[{"index":0}]}""").ToMarkdown());
    }

    private static OcrResponse Read(string json) => JsonSerializer.Deserialize(json, OcrJson.Default.OcrResponse)!;
}
