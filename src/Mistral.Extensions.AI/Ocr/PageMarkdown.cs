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

    /// <summary>Splits the Markdown into text and the links to images and tables.</summary>
    internal static IEnumerable<PagePart> Split(OcrPageObject page)
    {
        var rest = page.Markdown ?? "";
        var links = CreateLinks(page).ToList();
        var missing = links.Where(part => part.Image is null or { ImageBase64.Data.Length: > 0 }).ToList();
        while (FindNext(links, rest) is { } link)
        {
            missing.RemoveAll(part => part.Text == link.Part.Text);
            if (link.Start > 0)
                yield return new(rest.Substring(0, link.Start));
            yield return link.Part;
            rest = rest.Substring(link.Start + link.Part.Text.Length);
        }

        if (rest.Length > 0)
            yield return new(rest);

        // Images and tables without a link in the Markdown are appended, so that no extracted content is lost.
        foreach (var part in missing)
        {
            yield return new("\n\n");
            yield return part;
        }
    }

    private static (int Start, PagePart Part)? FindNext(List<PagePart> links, string text) =>
        links
            .Select(part => (Start: text.IndexOf(part.Text, StringComparison.Ordinal), Part: part))
            .Where(link => link.Start >= 0)
            .OrderBy(link => link.Start)
            .Select(link => ((int, PagePart)?)link)
            .FirstOrDefault();

    private static IEnumerable<PagePart> CreateLinks(OcrPageObject page) =>
        (page.Images ?? []).Select(image => new PagePart($"![{image.Id}]({image.Id})") { Image = image })
            .Concat((page.Tables ?? []).Select(table => new PagePart($"[{table.Id}]({table.Id})") { Table = table }));
}
