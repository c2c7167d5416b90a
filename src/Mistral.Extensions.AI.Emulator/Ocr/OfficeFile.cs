using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary>Text, tables and pictures of Word and PowerPoint files, as their XML holds them.</summary>
internal static partial class OfficeFile
{
    /// <summary>The pages: one for a Word file, as the server does, one for each slide; null if the bytes are no such file.</summary>
    public static IReadOnlyList<Sheet>? Read(ReadOnlyMemory<byte> bytes, string mediaType)
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

    private static Sheet[]? ReadWord(ZipArchive zip) =>
        zip.GetEntry("word/document.xml") is { } document
            ? [new Sheet([.. Lines(Load(document)), .. zip.Entries.Where(IsPicture).Select(entry => Piece.Of(ReadPicture(entry)))])]
            : null;

    private static Sheet[]? ReadSlides(ZipArchive zip)
    {
        var slides = zip.Entries.Select(entry => (Entry: entry, Match: SlideForm.Match(entry.FullName))).Where(slide => slide.Match.Success)
            .OrderBy(slide => int.Parse(slide.Match.Groups["number"].Value, CultureInfo.InvariantCulture))
            .Select(slide => new Sheet([.. Lines(Load(slide.Entry)), .. Pictures(zip, slide.Entry)])).ToArray();
        return slides.Length > 0 ? slides : null;
    }

    /// <summary>A line for each paragraph and each row of a table; both formats have the same local names for them.</summary>
    private static IEnumerable<Piece> Lines(XElement root)
    {
        foreach (var element in root.Descendants().Where(element => element.Name.LocalName is "p" or "tbl" && !IsInTable(element)))
        {
            var lines = element.Name.LocalName == "tbl" ? Rows(element) : [Paragraph(element)];
            foreach (var line in lines.Where(line => line.Length > 0))
                yield return new Piece(line);
        }
    }

    private static string Paragraph(XElement paragraph)
    {
        var text = TextOf(paragraph);
        var style = paragraph.Descendants().FirstOrDefault(element => element.Name.LocalName == "pStyle")?
            .Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == "val")?.Value ?? "";
        var match = HeadingForm.Match(style);
        if (text.Length == 0 || !match.Success)
            return text;
        return $"{new string('#', match.Groups["level"] is { Success: true } level ? level.Value[0] - '0' : 1)} {text}";
    }

    private static IEnumerable<string> Rows(XElement table)
    {
        var rows = table.Elements().Where(element => element.Name.LocalName == "tr")
            .Select(row => row.Elements().Where(element => element.Name.LocalName == "tc").Select(TextOf).ToArray()).ToArray();
        return rows.SelectMany((row, number) => number == 0
            ? [Row(row), Row(row.Select(_ => "---"))]
            : Enumerable.Repeat(Row(row), 1));

        static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
    }

    private static string TextOf(XElement element) => string.Concat(element.Descendants()
        .Where(part => part.Name.LocalName == "t").Select(part => part.Value)).Trim();

    private static bool IsInTable(XElement element) => element.Ancestors().Any(ancestor => ancestor.Name.LocalName == "tbl");

    private static IEnumerable<Piece> Pictures(ZipArchive zip, ZipArchiveEntry slide)
    {
        if (zip.GetEntry($"ppt/slides/_rels/{slide.Name}.rels") is not { } relations)
            return [];
        var targets = Load(relations).Elements().Select(relation => relation.Attribute("Target")?.Value ?? "").ToArray();
        return zip.Entries.Where(entry => IsPicture(entry) && targets.Contains($"../media/{entry.Name}"))
            .Select(entry => Piece.Of(ReadPicture(entry)));
    }

    private static bool IsPicture(ZipArchiveEntry entry) => PictureForm.IsMatch(entry.FullName);

    private static Picture ReadPicture(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Picture.Read(entry.Name.EndsWith("png", StringComparison.OrdinalIgnoreCase) ? "image/png" : "image/jpeg", bytes.ToArray());
    }

    private static XElement Load(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var reader = XmlReader.Create(stream);
        return XElement.Load(reader);
    }

    [GeneratedRegex(@"^ppt/slides/slide(?<number>[0-9]{1,6})\.xml\z")]
    private static partial Regex SlideForm { get; }

    [GeneratedRegex(@"^(?:word|ppt)/media/.*\.(?:png|jpe?g)\z", RegexOptions.IgnoreCase)]
    private static partial Regex PictureForm { get; }

    [GeneratedRegex(@"^(?:Title|Heading(?<level>[1-6]))\z", RegexOptions.IgnoreCase)]
    private static partial Regex HeadingForm { get; }
}
