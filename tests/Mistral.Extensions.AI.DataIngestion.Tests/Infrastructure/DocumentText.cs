using Microsoft.Extensions.DataIngestion;

namespace Mistral.Extensions.AI.DataIngestion.Tests.Infrastructure;

/// <summary>Describes the elements of a document, one line each: the page, the type, the level of a header and the Markdown.</summary>
internal static class DocumentText
{
    internal static string[] Describe(this IngestionDocument document) =>
        [.. document.Sections.SelectMany(section => section.Elements).Select(Describe)];

    private static string Describe(IngestionDocumentElement element)
    {
        var type = element.GetType().Name["IngestionDocument".Length..];
        var level = element is IngestionDocumentHeader header ? $" {header.Level}" : "";
        return $"{element.PageNumber} {type}{level}: {element.GetMarkdown()}";
    }

    /// <summary>Gets the Markdown of the cells, row by row; empty for an empty cell.</summary>
    internal static string[] GetRows(this IngestionDocumentTable table) =>
        [.. Enumerable.Range(0, table.Cells.GetLength(0)).Select(row => string.Join(" | ",
            Enumerable.Range(0, table.Cells.GetLength(1)).Select(column => table.Cells[row, column]?.GetMarkdown())))];
}
