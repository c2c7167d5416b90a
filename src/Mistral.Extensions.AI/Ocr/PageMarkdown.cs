namespace Mistral.Extensions.AI.Ocr;

/// <summary>
/// Inserts extracted images and tables into the Markdown of a page. The API leaves a link such as <c>![img-0.jpeg](img-0.jpeg)</c> in
/// place of each.
/// </summary>
internal static class PageMarkdown
{
    /// <summary>Returns the Markdown with tables and, if requested, images as data URIs in place of their links.</summary>
    internal static string Write(OcrPageObject page, bool embedImages) => string.Concat(Split(page).Select(part => part switch
    {
        { Image.ImageBase64: { } data } when embedImages && data.Data.Length > 0 => $"![{part.Image.Id}]({data})",
        { Table.Content: { } table } => table,
        _ => part.Text,
    }));

    /// <summary>Splits the Markdown into text and the links to images and tables, in one pass.</summary>
    internal static IEnumerable<PagePart> Split(OcrPageObject page)
    {
        var markdown = page.Markdown ?? "";
        var links = new PageLinks(page);
        var linked = new HashSet<string>(StringComparer.Ordinal);
        var textStart = 0;
        while (links.FindNext(markdown, textStart) is { } link)
        {
            linked.Add(link.Part.Text);
            if (link.Start > textStart)
                yield return new(markdown.Substring(textStart, link.Start - textStart));
            yield return link.Part;
            textStart = link.Start + link.Part.Text.Length;
        }

        if (textStart < markdown.Length)
            yield return new(markdown.Substring(textStart));

        // Images and tables without a link in the Markdown are appended, so that no extracted content is lost.
        foreach (var part in links.Extracted.Where(part => !linked.Contains(part.Text)))
        {
            yield return new("\n\n");
            yield return part;
        }
    }
}
