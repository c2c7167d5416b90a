using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.DataIngestion.Mapping;

/// <summary>The extracted images and tables of a page. The blocks and the Markdown of the page refer to them by ID.</summary>
/// <param name="page">The page.</param>
internal sealed class PageParts(OcrPageObject page)
{
    private readonly List<OcrImageObject> _images = [.. (page.Images ?? []).Where(static image => image is not null)];
    private readonly List<OcrTableObject> _tables = [.. (page.Tables ?? []).Where(static table => table is not null)];

    /// <summary>The images that were not taken.</summary>
    internal IReadOnlyList<OcrImageObject> RemainingImages => _images;

    /// <summary>The tables that were not taken.</summary>
    internal IReadOnlyList<OcrTableObject> RemainingTables => _tables;

    /// <summary>Gets and removes the image with an ID; null if there is none.</summary>
    internal OcrImageObject? TakeImage(string? id) => Take(_images, image => image.Id == id);

    /// <summary>Gets and removes the table with an ID; null if there is none.</summary>
    internal OcrTableObject? TakeTable(string? id) => Take(_tables, table => table.Id == id);

    internal bool HasImage(string? id) => _images.Exists(image => image.Id == id);

    internal bool HasTable(string? id) => _tables.Exists(table => table.Id == id);

    private static T? Take<T>(List<T> parts, Predicate<T> match)
        where T : class
    {
        var index = parts.FindIndex(match);
        if (index < 0)
            return null;

        var part = parts[index];
        parts.RemoveAt(index);
        return part;
    }
}
