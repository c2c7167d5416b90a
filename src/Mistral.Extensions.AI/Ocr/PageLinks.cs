namespace Mistral.Extensions.AI.Ocr;

/// <summary>Finds the links to the images and tables of a page in its Markdown.</summary>
internal sealed class PageLinks
{
    private readonly Dictionary<string, PagePart> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PagePart> _tables = new(StringComparer.Ordinal);
    private readonly List<PagePart> _parts = [];
    private readonly int _maxIdLength;

    internal PageLinks(OcrPageObject page)
    {
        foreach (var image in (page.Images ?? []).Where(image => image is not null))
            Add(_images, image.Id, new($"![{image.Id}]({image.Id})") { Image = image });
        foreach (var table in (page.Tables ?? []).Where(table => table is not null))
            Add(_tables, table.Id, new($"[{table.Id}]({table.Id})") { Table = table });
        _maxIdLength = _images.Keys.Concat(_tables.Keys).Select(id => id.Length).DefaultIfEmpty(-1).Max();
    }

    /// <summary>Gets the links to tables, and to images that the response contains.</summary>
    internal IEnumerable<PagePart> Extracted => _parts.Where(part => part.Image is null or { ImageBase64.Data.Length: > 0 });

    /// <summary>Finds the first link at or after a position, or null if there is none.</summary>
    internal (int Start, PagePart Part)? FindNext(string markdown, int position)
    {
        if (_parts.Count == 0)
            return null;

        var middle = -1;
        for (var start = markdown.IndexOf('[', position); start >= 0; start = markdown.IndexOf('[', start + 1))
        {
            // A link is [id](id). The search for its middle is not repeated for each bracket, so that the search takes linear time.
            if (middle <= start)
                middle = markdown.IndexOf("](", start + 1, StringComparison.Ordinal);
            if (middle < 0)
                return null;
            if (middle - start - 1 > _maxIdLength)
                continue;

            var id = markdown.Substring(start + 1, middle - start - 1);
            if (start > position && markdown[start - 1] == '!' && GetLinkAt(markdown, start - 1, _images, id) is { } image)
                return (start - 1, image);
            if (GetLinkAt(markdown, start, _tables, id) is { } table)
                return (start, table);
        }

        return null;
    }

    private static PagePart? GetLinkAt(string markdown, int start, Dictionary<string, PagePart> parts, string id) =>
        parts.TryGetValue(id, out var part) && string.CompareOrdinal(markdown, start, part.Text, 0, part.Text.Length) == 0 ? part : null;

    private void Add(Dictionary<string, PagePart> parts, string? id, PagePart part)
    {
        _parts.Add(part);
        if (!parts.ContainsKey(id ?? ""))
            parts.Add(id ?? "", part);
    }
}
