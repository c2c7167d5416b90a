using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.DataIngestion.Mapping;

/// <summary>Maps a page to a section: its blocks, or its Markdown if it has no blocks.</summary>
internal static class PageMapping
{
    internal static IngestionDocumentSection ToSection(OcrPageObject page)
    {
        var section = new IngestionDocumentSection();
        section.AddMetadata(page);
        foreach (var element in ToElements(page, section))
            section.Elements.Add(element);
        SetPageNumber(section, page.Index + 1);
        return section;
    }

    private static IEnumerable<IngestionDocumentElement> ToElements(OcrPageObject page, IngestionDocumentSection section)
    {
        var parts = new PageParts(page);
        List<OcrBlock> blocks = [.. (page.Blocks ?? []).Where(static block => block is not null)];
        var elements = blocks.Count > 0
            ? BlockMapping.ToElements(blocks, page, parts, section)
            : MarkdownMapping.ToElements(page.Markdown ?? "", parts);
        foreach (var element in elements)
            yield return element;

        // Images and tables to which neither a block nor the Markdown refers are added at the end, so that no extracted content is lost.
        foreach (var image in parts.RemainingImages)
            yield return ImageMapping.ToElement(image, image.Id, caption: null);
        foreach (var table in parts.RemainingTables.Where(static table => !string.IsNullOrWhiteSpace(table.Content)))
            yield return TableMapping.ToElement(table);
    }

    private static void SetPageNumber(IngestionDocumentElement element, int pageNumber)
    {
        element.PageNumber = pageNumber;
        if (element is IngestionDocumentSection section)
        {
            foreach (var child in section.Elements)
                SetPageNumber(child, pageNumber);
        }
        else if (element is IngestionDocumentTable table)
        {
            foreach (var cell in table.Cells)
                cell?.PageNumber = pageNumber;
        }
    }
}
