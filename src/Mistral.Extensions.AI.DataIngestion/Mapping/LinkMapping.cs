using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.Extensions.DataIngestion;

namespace Mistral.Extensions.AI.DataIngestion.Mapping;

/// <summary>Maps a paragraph of Markdown, which may have links to extracted images and tables: <c>![img-0.jpeg](img-0.jpeg)</c>.</summary>
internal static class LinkMapping
{
    /// <summary>Maps a paragraph to its text, if it has any, and the images and tables to which it links.</summary>
    internal static IEnumerable<IngestionDocumentElement> ToElements(ParagraphBlock paragraph, string source, PageParts parts)
    {
        List<LinkInline> links = [.. paragraph.Inline?.Descendants<LinkInline>().Where(link => IsPart(link, parts)) ?? []];
        if (links.Count == 0 || HasText(paragraph, links))
            yield return new IngestionDocumentParagraph(source) { Text = MarkdownMapping.ToText(source) };
        foreach (var link in links)
        {
            if (ToElement(link, parts) is { } element)
                yield return element;
        }
    }

    private static bool IsPart(LinkInline link, PageParts parts) => link.IsImage ? parts.HasImage(link.Url) : parts.HasTable(link.Url);

    private static bool HasText(ParagraphBlock paragraph, List<LinkInline> links) => paragraph.Inline!.Any(inline => inline switch
    {
        LinkInline link => !links.Contains(link),
        LiteralInline literal => !literal.Content.IsEmptyOrWhitespace(),
        LineBreakInline => false,
        _ => true,
    });

    // Null for the second link to the same image or table.
    private static IngestionDocumentElement? ToElement(LinkInline link, PageParts parts)
    {
        if (link.IsImage)
            return parts.TakeImage(link.Url) is { } image ? ImageMapping.ToElement(image, image.Id, caption: null) : null;
        return parts.TakeTable(link.Url) is { Content.Length: > 0 } table ? TableMapping.ToElement(table) : null;
    }
}
