using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>
/// Reads simple PDF files, such as those that tests and samples write, with regular expressions: pages, text, links and JPEG images.
/// Cross-reference tables, object streams, embedded fonts and encryption are not supported.
/// </summary>
internal sealed partial class PdfFile
{
    private readonly PdfObjects _objects;

    private PdfFile(PdfObjects objects) => _objects = objects;

    /// <summary>
    /// Returns the pages in the order of the file. Returns null if the bytes are not a PDF file or if it has no pages. A file with object
    /// streams and no other pages has one page with a message.
    /// </summary>
    /// <exception cref="DocumentLimitException">The file has too many pages, or its decompressed data is too large.</exception>
    public static IReadOnlyList<DocumentPage>? Read(ReadOnlySpan<byte> bytes)
    {
        // Latin-1 maps every byte to one character, so that the bytes of a stream can be restored from the text.
        var text = Encoding.Latin1.GetString(bytes);
        if (!text.AsSpan(0, Math.Min(1024, text.Length)).Contains("%PDF-", StringComparison.Ordinal))
            return null;
        var objects = new PdfObjects(text);
        var file = new PdfFile(objects);
        string[] pages = [.. objects.All.Where(pdfObject => PageRegex().IsMatch(PdfObjects.GetDictionary(pdfObject)))];
        DocumentLimits.CheckPageCount(pages.Length);
        if (pages.Length > 0)
            return [.. pages.Select(file.ReadPage)];
        return text.Contains("/ObjStm", StringComparison.Ordinal)
            ? [new DocumentPage([new PageElement(
                $"A PDF of {bytes.Length} bytes with its pages in object streams, which the emulator cannot read.")])]
            : null;
    }

    private DocumentPage ReadPage(string page)
    {
        var (width, height) = GetPageSize(page);
        return new DocumentPage(new PdfContentReader(name => FindImage(page, name)).Read(GetContent(page)))
        {
            Width = width,
            Height = height,
            Links = [.. _objects.GetReferenced(page, "Annots").Append(page)
                .SelectMany(pdfObject => LinkRegex().Matches(PdfObjects.GetDictionary(pdfObject)))
                .Select(match => match.Groups["url"].Value)],
        };
    }

    /// <summary>Returns the page size in pixels. PDF files specify it in points, 72 per inch.</summary>
    private (int Width, int Height) GetPageSize(string page)
    {
        var mediaBox = GetPageAndAncestors(page).Select(node => MediaBoxRegex().Match(node)).FirstOrDefault(match => match.Success);
        var edges = (mediaBox?.Groups["edges"].Value ?? "0 0 612 792").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(edge => double.TryParse(edge, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return edges.Length == 4 ? (ToPixels(edges[2] - edges[0]), ToPixels(edges[3] - edges[1])) : (1700, 2200);

        static int ToPixels(double points) => (int)Math.Round(Math.Clamp(points, 1, 14_400) * DocumentPage.Dpi / 72);
    }

    private string GetContent(string page) => string.Join('\n', _objects.GetReferenced(page, "Contents").Select(_objects.Decompress));

    private DocumentImage? FindImage(string page, string name)
    {
        var dictionaries = GetPageAndAncestors(page)
            .SelectMany(node => _objects.GetReferenced(node, "Resources").Prepend(node))
            .SelectMany(resources => _objects.GetReferenced(resources, "XObject").Prepend(resources));
        var reference = dictionaries
            .Select(dictionary => Regex.Match(dictionary, $@"/{Regex.Escape(name)}\s+(?<number>\d+)\s+\d+\s+R"))
            .FirstOrDefault(match => match.Success);
        return reference is not null && _objects.Find(reference.Groups["number"].Value) is { } image
            && PdfObjects.GetDictionary(image).Contains("/DCTDecode", StringComparison.Ordinal)
            ? DocumentImage.Read("image/jpeg", Encoding.Latin1.GetBytes(PdfObjects.GetStreamData(image)))
            : null;
    }

    /// <summary>Returns the dictionaries of a page and of its ancestors in the page tree, whose attributes it inherits.</summary>
    private IEnumerable<string> GetPageAndAncestors(string page)
    {
        const int MaxDepth = 16;
        var node = page;
        for (var depth = 0; depth < MaxDepth && node is not null; depth++)
        {
            yield return PdfObjects.GetDictionary(node);
            node = _objects.GetReferenced(node, "Parent").FirstOrDefault();
        }
    }

    [GeneratedRegex(@"/Type\s*/Page(?![A-Za-z])")]
    private static partial Regex PageRegex();

    [GeneratedRegex(@"/MediaBox\s*\[(?<edges>[^\]]*)\]")]
    private static partial Regex MediaBoxRegex();

    [GeneratedRegex(@"/URI\s*\((?<url>[^()]*)\)")]
    private static partial Regex LinkRegex();
}
