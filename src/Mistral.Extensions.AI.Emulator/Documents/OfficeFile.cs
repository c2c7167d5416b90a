using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>Reads the text, tables and images of Word and PowerPoint files from the XML in them.</summary>
internal sealed partial class OfficeFile
{
    private const int MaxEntries = 10_000;

    private readonly InflatedData _inflatedData = new();
    private readonly OfficeXml _xml;
    private readonly ZipArchive _zip;

    private OfficeFile(ZipArchive zip)
    {
        if (zip.Entries.Count > MaxEntries)
            throw new InvalidDataException("The archive has too many files.");
        _zip = zip;
        _xml = new OfficeXml(_inflatedData);
    }

    /// <summary>
    /// Returns one page for a Word file, as the API does, or one page for each slide. Returns null if the bytes are not such a file.
    /// </summary>
    public static IReadOnlyList<DocumentPage>? Read(ReadOnlyMemory<byte> bytes, string mediaType)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes.ToArray()), ZipArchiveMode.Read);
            var file = new OfficeFile(zip);
            return mediaType == MediaTypes.Word ? file.ReadWord() : file.ReadSlides();
        }
        catch (Exception error) when (error is InvalidDataException or XmlException or IOException or NotSupportedException)
        {
            return null;
        }
    }

    private DocumentPage[]? ReadWord() =>
        _zip.GetEntry("word/document.xml") is { } document
            ? [new DocumentPage([.. ReadElements(_xml.Load(document)), .. ToElements(_zip.Entries.Where(IsImage))])]
            : null;

    private DocumentPage[]? ReadSlides()
    {
        var slides = _zip.Entries.Select(entry => (Entry: entry, Match: SlideRegex().Match(entry.FullName)))
            .Where(slide => slide.Match.Success)
            .OrderBy(slide => int.Parse(slide.Match.Groups["number"].Value, CultureInfo.InvariantCulture)).ToArray();
        DocumentLimits.CheckPageCount(slides.Length);
        return slides.Length == 0
            ? null
            : [.. slides.Select(slide => new DocumentPage([.. ReadElements(_xml.Load(slide.Entry)), .. ReadImages(slide.Entry)]))];
    }

    /// <summary>Returns a line for each paragraph and each table row. Word and PowerPoint use the same local names for them.</summary>
    private static IEnumerable<PageElement> ReadElements(XElement root)
    {
        foreach (var element in root.Descendants().Where(element => element.Name.LocalName is "p" or "tbl" && !IsInTable(element)))
        {
            var lines = element.Name.LocalName == "tbl" ? ReadRows(element) : [ReadParagraph(element)];
            foreach (var line in lines.Where(line => line.Length > 0))
                yield return new PageElement(line);
        }
    }

    private static string ReadParagraph(XElement paragraph)
    {
        var text = GetText(paragraph);
        var style = paragraph.Descendants().FirstOrDefault(element => element.Name.LocalName == "pStyle")?
            .Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == "val")?.Value ?? "";
        var match = HeadingRegex().Match(style);
        if (text.Length == 0 || !match.Success)
            return text;
        return $"{new string('#', match.Groups["level"] is { Success: true } level ? level.Value[0] - '0' : 1)} {text}";
    }

    private static IEnumerable<string> ReadRows(XElement table)
    {
        var rows = table.Elements().Where(element => element.Name.LocalName == "tr")
            .Select(row => row.Elements().Where(element => element.Name.LocalName == "tc").Select(GetText).ToArray()).ToArray();
        return rows.SelectMany((row, index) => index == 0
            ? [ToLine(row), ToLine(row.Select(_ => "---"))]
            : Enumerable.Repeat(ToLine(row), 1));

        static string ToLine(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
    }

    private static string GetText(XElement element) => string.Concat(element.Descendants()
        .Where(descendant => descendant.Name.LocalName == "t").Select(descendant => descendant.Value)).Trim();

    private static bool IsInTable(XElement element) => element.Ancestors().Any(ancestor => ancestor.Name.LocalName == "tbl");

    private IEnumerable<PageElement> ReadImages(ZipArchiveEntry slide)
    {
        if (_zip.GetEntry($"ppt/slides/_rels/{slide.Name}.rels") is not { } relationships)
            return [];
        var targets = _xml.Load(relationships).Elements().Select(relationship => relationship.Attribute("Target")?.Value ?? "").ToHashSet();
        return ToElements(_zip.Entries.Where(entry => IsImage(entry) && targets.Contains($"../media/{entry.Name}")));
    }

    private IEnumerable<PageElement> ToElements(IEnumerable<ZipArchiveEntry> images) =>
        images.Select(entry => PageElement.FromImage(ReadImage(entry)));

    private static bool IsImage(ZipArchiveEntry entry) => ImageRegex().IsMatch(entry.FullName);

    private DocumentImage ReadImage(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var mediaType = entry.Name.EndsWith("png", StringComparison.OrdinalIgnoreCase) ? "image/png" : "image/jpeg";
        return DocumentImage.Read(mediaType, _inflatedData.Read(stream));
    }

    [GeneratedRegex(@"^ppt/slides/slide(?<number>[0-9]{1,6})\.xml\z")]
    private static partial Regex SlideRegex();

    [GeneratedRegex(@"^(?:word|ppt)/media/.*\.(?:png|jpe?g)\z", RegexOptions.IgnoreCase)]
    private static partial Regex ImageRegex();

    [GeneratedRegex(@"^(?:Title|Heading(?<level>[1-6]))\z", RegexOptions.IgnoreCase)]
    private static partial Regex HeadingRegex();
}
