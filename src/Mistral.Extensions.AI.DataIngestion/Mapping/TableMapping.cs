using Markdig.Extensions.Tables;
using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.DataIngestion.Mapping;

/// <summary>Maps tables in Markdown or HTML.</summary>
internal static class TableMapping
{
    /// <summary>Maps an extracted table. It must have content.</summary>
    internal static IngestionDocumentElement ToElement(OcrTableObject table)
    {
        var element = ToElement(table.Content!);
        element.AddMetadata(table);
        return element;
    }

    /// <summary>Maps a table to an element with cells, or to a paragraph if the text is not a table.</summary>
    internal static IngestionDocumentElement ToElement(string content)
    {
        var rows = HtmlTable.IsTable(content) ? HtmlTable.Read(content) : ReadMarkdown(content);
        var columnCount = rows?.Select(static row => row.Count).DefaultIfEmpty(0).Max() ?? 0;
        return columnCount > 0 && (long)rows!.Count * columnCount <= HtmlTable.MaxCells
            ? new IngestionDocumentTable(content, ToCells(rows, columnCount))
            : new IngestionDocumentParagraph(content) { Text = content };
    }

    private static IngestionDocumentElement?[,] ToCells(IReadOnlyList<IReadOnlyList<string>> rows, int columnCount)
    {
        var cells = new IngestionDocumentElement?[rows.Count, columnCount];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Count; column++)
                cells[row, column] = ToCell(rows[row][column]);
        }

        return cells;
    }

    // Null is an empty cell.
    private static IngestionDocumentParagraph? ToCell(string markdown) =>
        markdown.Length == 0 ? null : new(markdown) { Text = MarkdownMapping.ToText(markdown) };

    private static List<List<string>>? ReadMarkdown(string markdown)
    {
        var table = MarkdownMapping.Parse(markdown).OfType<Table>().FirstOrDefault();
        return table?.OfType<TableRow>().Select(row => row.OfType<TableCell>().Select(cell => ReadCell(markdown, cell)).ToList()).ToList();
    }

    private static string ReadCell(string markdown, TableCell cell) =>
        string.Join("\n", cell.Select(block => MarkdownMapping.GetSource(markdown, block).Trim()));
}
