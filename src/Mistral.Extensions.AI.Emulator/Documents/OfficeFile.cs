using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>Reads the text, tables and images of Word and PowerPoint files from the XML in them.</summary>
internal static partial class OfficeFile
{
    /// <summary>
    /// Returns one page for a Word file, as the API does, or one page for each slide. Returns null if the bytes are not such a file.
    /// </summary>
    public static IReadOnlyList<DocumentPage>? Read(ReadOnlyMemory<byte> bytes, string mediaType)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes.ToArray()), ZipArchiveMode.Read);
            return mediaType == MediaTypes.Word ? ReadWord(zip) : ReadSlides(zip);
        }
        catch (Exception error) when (error is InvalidDataException or XmlException)
        {
            return null;
        }
    }

    private static DocumentPage[]? ReadWord(ZipArchive zip) =>
        zip.GetEntry("word/document.xml") is { } document
            ? [new DocumentPage([.. ReadElements(LoadXml(document)), .. ToElements(zip.Entries.Where(IsImage))])]
            : null;

    private static DocumentPage[]? ReadSlides(ZipArchive zip)
    {
        var slides = zip.Entries.Select(entry => (Entry: entry, Match: SlideRegex.Match(entry.FullName)))
            .Where(slide => slide.Match.Success)
            .OrderBy(slide => int.Parse(slide.Match.Groups["number"].Value, CultureInfo.InvariantCulture))
            .Select(slide => new DocumentPage([.. ReadElements(LoadXml(slide.Entry)), .. ReadImages(zip, slide.Entry)])).ToArray();
        return slides.Length > 0 ? slides : null;
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
        var match = HeadingRegex.Match(style);
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

    private static IEnumerable<PageElement> ReadImages(ZipArchive zip, ZipArchiveEntry slide)
    {
        if (zip.GetEntry($"ppt/slides/_rels/{slide.Name}.rels") is not { } relationships)
            return [];
        var targets = LoadXml(relationships).Elements().Select(relationship => relationship.Attribute("Target")?.Value ?? "").ToArray();
        return ToElements(zip.Entries.Where(entry => IsImage(entry) && targets.Contains($"../media/{entry.Name}")));
    }

    private static IEnumerable<PageElement> ToElements(IEnumerable<ZipArchiveEntry> images) =>
        images.Select(entry => PageElement.FromImage(ReadImage(entry)));

    private static bool IsImage(ZipArchiveEntry entry) => ImageRegex.IsMatch(entry.FullName);

    private static DocumentImage ReadImage(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var mediaType = entry.Name.EndsWith("png", StringComparison.OrdinalIgnoreCase) ? "image/png" : "image/jpeg";
        return DocumentImage.Read(mediaType, bytes.ToArray());
    }

    private static XElement LoadXml(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var reader = XmlReader.Create(stream);
        return XElement.Load(reader);
    }

    [GeneratedRegex(@"^ppt/slides/slide(?<number>[0-9]{1,6})\.xml\z")]
    private static partial Regex SlideRegex { get; }

    [GeneratedRegex(@"^(?:word|ppt)/media/.*\.(?:png|jpe?g)\z", RegexOptions.IgnoreCase)]
    private static partial Regex ImageRegex { get; }

    [GeneratedRegex(@"^(?:Title|Heading(?<level>[1-6]))\z", RegexOptions.IgnoreCase)]
    private static partial Regex HeadingRegex { get; }
}
