namespace Mistral.Extensions.AI.Ocr;

/// <summary>Puts what was taken out of a page back where it was: the Markdown has links that are called like the parts.</summary>
internal static class PageMarkdown
{
    internal static string Write(OcrPageObject page, bool embedImages) => string.Concat(Split(page).Select(part => part switch
    {
        { Image.ImageBase64: { } data } when embedImages && data.Data.Length > 0 => $"![{part.Image.Id}]({data})",
        { Table.Content: { } table } => table,
        _ => part.Text,
    }));

    /// <summary>The page in pieces: text, and the links to its images and tables.</summary>
    internal static IEnumerable<PagePart> Split(OcrPageObject page)
    {
        var rest = page.Markdown ?? "";
        var links = Links(page).ToList();
        var unplaced = links.Where(part => part.Image is null or { ImageBase64.Data.Length: > 0 }).ToList();
        while (Next(links, rest) is { } link)
        {
            unplaced.RemoveAll(part => part.Text == link.Part.Text);
            if (link.Start > 0)
                yield return new(rest.Substring(0, link.Start));
            yield return link.Part;
            rest = rest.Substring(link.Start + link.Part.Text.Length);
        }

        if (rest.Length > 0)
            yield return new(rest);

        // What came with the page and has no place in its text stands at its end: better there than lost.
        foreach (var part in unplaced)
        {
            yield return new("\n\n");
            yield return part;
        }
    }

    private static (int Start, PagePart Part)? Next(List<PagePart> links, string text) =>
        links
            .Select(part => (Start: text.IndexOf(part.Text, StringComparison.Ordinal), Part: part))
            .Where(link => link.Start >= 0)
            .OrderBy(link => link.Start)
            .Select(link => ((int, PagePart)?)link)
            .FirstOrDefault();

    private static IEnumerable<PagePart> Links(OcrPageObject page) =>
        (page.Images ?? []).Select(image => new PagePart($"![{image.Id}]({image.Id})") { Image = image })
            .Concat((page.Tables ?? []).Select(table => new PagePart($"[{table.Id}]({table.Id})") { Table = table }));
}
