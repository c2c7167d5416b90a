using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.DataIngestion.Mapping;

/// <summary>Maps the blocks of a page.</summary>
internal static class BlockMapping
{
    /// <summary>
    /// Maps blocks in their order. Blocks of unknown types are paragraphs. Blocks without content, such as signatures that are not legible,
    /// cannot be elements: they are added to the metadata of the section.
    /// </summary>
    internal static IEnumerable<IngestionDocumentElement> ToElements(
        IEnumerable<OcrBlock> blocks, OcrPageObject page, PageParts parts, IngestionDocumentSection section)
    {
        var headings = new Lazy<Dictionary<string, int>>(() => MarkdownMapping.GetHeadingLevels(page.Markdown));
        var emptyBlocks = new List<OcrBlock>();
        foreach (var block in blocks)
        {
            if (IsExtracted(block, page))
                continue;
            if (ToElement(block, parts, headings) is not { } element)
            {
                emptyBlocks.Add(block);
                continue;
            }

            element.AddMetadata(block);
            yield return element;
        }

        section.AddMetadata("blocks_without_content", emptyBlocks.Count > 0 ? emptyBlocks : null);
    }

    // The header and the footer of a page are in the metadata of its section if the request extracts them.
    private static bool IsExtracted(OcrBlock block, OcrPageObject page) => block switch
    {
        { Type: "header", Content: { } content } => page.Header?.Contains(content) is true,
        { Type: "footer", Content: { } content } => page.Footer?.Contains(content) is true,
        _ => false,
    };

    private static IngestionDocumentElement? ToElement(OcrBlock block, PageParts parts, Lazy<Dictionary<string, int>> headings)
    {
        if (block.ImageId is { Length: > 0 } imageId)
            return ImageMapping.ToElement(parts.TakeImage(imageId), imageId, ToCaption(block.Content, imageId));
        if (parts.TakeTable(block.TableId) is { Content.Length: > 0 } table)
            return TableMapping.ToElement(table);
        if (block.Content is not { } content || string.IsNullOrWhiteSpace(content))
            return null;

        return block.Type switch
        {
            "title" => ToHeader(content, headings.Value),
            "table" => TableMapping.ToElement(content),
            "footer" => new IngestionDocumentFooter(content) { Text = MarkdownMapping.ToText(content) },
            "code" or "equation" => new IngestionDocumentParagraph(content) { Text = content },
            _ => new IngestionDocumentParagraph(content) { Text = MarkdownMapping.ToText(content) },
        };
    }

    private static string? ToCaption(string? content, string imageId) => content == $"![{imageId}]({imageId})" ? null : content;

    /// <summary>Maps a title. Its level is that of its number signs, or of the same heading in the Markdown of the page.</summary>
    private static IngestionDocumentHeader ToHeader(string content, Dictionary<string, int> headings)
    {
        var title = content.Trim();
        var level = MarkdownMapping.GetHeadingLevel(title);
        if (level is not null || !headings.TryGetValue(title, out var levelInPage))
            return new(title) { Level = level, Text = MarkdownMapping.ToText(title) };
        return new($"{new string('#', levelInPage)} {title}") { Level = levelInPage, Text = MarkdownMapping.ToText(title) };
    }
}
