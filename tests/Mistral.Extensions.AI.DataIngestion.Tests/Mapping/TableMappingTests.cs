using System.Text.Json;
using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.DataIngestion.Tests.Infrastructure;

namespace Mistral.Extensions.AI.DataIngestion.Tests.Mapping;

/// <summary>The cells of tables in Markdown and HTML.</summary>
public sealed class TableMappingTests
{
    [Fact]
    public async Task Markdown_rows_of_different_lengths_are_padded()
    {
        var table = await ReadTableAsync("| a | b | c |\n|---|---|---|\n| 1 |\n| 2 | **x** | $y_1$ |");

        Assert.Equal(["a | b | c", "1 |  | ", "2 | **x** | $y_1$"], table.GetRows());
        Assert.Equal(("x", 1), (table.Cells[2, 1]!.Text, table.Cells[2, 1]!.PageNumber));
        Assert.Null(table.Cells[1, 2]);
    }

    [Fact]
    public async Task HTML_spans_repeat_cells()
    {
        var table = await ReadTableAsync("""
            <table border="1"><caption>Prices</caption><thead>
            <tr><th rowspan="2">item</th><th colspan=2>price &amp; tax</th></tr>
            <tr><th>net</th><th>gross</th></tr></thead>
            <tbody><tr><td>oak<br/>chair</td><td><b>100</b></td><td></td></tr>
            <tr><td>table<td>500</table>
            """);

        Assert.Equal(
            ["item | price & tax | price & tax", "item | net | gross", "oak chair | 100 | ", "table | 500 | "], table.GetRows());
    }

    [Theory]
    [InlineData("no table")]
    [InlineData("<table><tr><td><table><tr><td>nested</td></tr></table></td></tr></table>")]
    [InlineData("<table></table>")]
    [InlineData("<table")]
    public async Task Text_without_cells_is_a_paragraph(string content)
    {
        var element = await ReadElementAsync(content);

        Assert.Equal(content, Assert.IsType<IngestionDocumentParagraph>(element).GetMarkdown());
        Assert.Equal("table", element.Metadata["type"]);
    }

    [Fact]
    public async Task Table_with_too_many_cells_is_a_paragraph()
    {
        var spans = string.Concat(Enumerable.Repeat("<td colspan=\"999999999\" rowspan=\"999999999\">x</td>", 2000));

        Assert.IsType<IngestionDocumentParagraph>(await ReadElementAsync($"<table><tr>{spans}</tr></table>"));
    }

    private static async Task<IngestionDocumentTable> ReadTableAsync(string content) =>
        Assert.IsType<IngestionDocumentTable>(await ReadElementAsync(content));

    private static async Task<IngestionDocumentElement> ReadElementAsync(string content)
    {
        var section = await OcrResponses.ReadBlocksAsync($$"""{"type":"table","content":"{{JsonEncodedText.Encode(content)}}"}""");
        return Assert.Single(section.Elements);
    }
}
