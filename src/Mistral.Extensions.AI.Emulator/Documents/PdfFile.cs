using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>
/// A PDF as far as regular expressions go: objects in the open, streams as they are or deflated, JPEG images. Enough for
/// files that a test or a sample writes; no cross-reference tables, object streams, fonts or encryption.
/// </summary>
internal sealed partial class PdfFile
{
    private readonly Dictionary<string, string> _objects = [];

    private PdfFile(string text)
    {
        // One pattern for a whole object would search to the end of the file for each object that has no end.
        foreach (var part in text.Split("endobj").SkipLast(1))
        {
            if (ObjectStartRegex.Match(part) is { Success: true } match)
                _objects[match.Groups["number"].Value] = part[(match.Index + match.Length)..];
        }
    }

    /// <summary>The pages in the order in which they stand in the file; null if the bytes are no PDF with pages.</summary>
    public static IReadOnlyList<DocumentPage>? Read(ReadOnlySpan<byte> bytes)
    {
        // Latin-1 keeps every byte: streams can be cut out of the text and turned back.
        var text = Encoding.Latin1.GetString(bytes);
        if (!text.AsSpan(0, Math.Min(1024, text.Length)).Contains("%PDF-", StringComparison.Ordinal))
            return null;
        var file = new PdfFile(text);
        DocumentPage[] pages = [.. file._objects.Values.Where(body => PageRegex.IsMatch(GetDictionary(body))).Select(file.ReadPage)];
        if (pages.Length > 0)
            return pages;
        return text.Contains("/ObjStm", StringComparison.Ordinal)
            ? [new DocumentPage([new PageElement($"A PDF of {bytes.Length} bytes with its pages in object streams, which the emulator cannot read.")])]
            : null;
    }

    private DocumentPage ReadPage(string page)
    {
        var (width, height) = GetPageSize(page);
        return new DocumentPage(new PdfContentReader(name => FindImage(page, name)).Read(GetContent(page)))
        {
            Width = width,
            Height = height,
            Links = [.. GetReferencedObjects(page, "Annots").Append(page).SelectMany(part => LinkRegex.Matches(GetDictionary(part)))
                .Select(match => match.Groups["url"].Value)],
        };
    }

    /// <summary>The size in dots; points are 72 to an inch.</summary>
    private (int Width, int Height) GetPageSize(string page)
    {
        var box = SelfAndParents(page).Select(node => MediaBoxRegex.Match(node)).FirstOrDefault(match => match.Success);
        var edges = (box?.Groups["edges"].Value ?? "0 0 612 792").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(edge => double.TryParse(edge, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return edges.Length == 4 ? (ToDots(edges[2] - edges[0]), ToDots(edges[3] - edges[1])) : (1700, 2200);

        static int ToDots(double points) => (int)Math.Round(Math.Clamp(points, 1, 14_400) * DocumentPage.Dpi / 72);
    }

    private string GetContent(string page) => string.Join('\n', GetReferencedObjects(page, "Contents").Select(Decompress));

    private DocumentImage? FindImage(string page, string name)
    {
        var holders = SelfAndParents(page).SelectMany(node => GetReferencedObjects(node, "Resources").Prepend(node))
            .SelectMany(holder => GetReferencedObjects(holder, "XObject").Prepend(holder));
        var reference = holders
            .Select(holder => Regex.Match(holder, $@"/{Regex.Escape(name)}\s+(?<number>\d+)\s+\d+\s+R"))
            .FirstOrDefault(match => match.Success);
        return reference is not null && _objects.GetValueOrDefault(reference.Groups["number"].Value) is { } image
            && GetDictionary(image).Contains("/DCTDecode", StringComparison.Ordinal)
            ? DocumentImage.Read("image/jpeg", Encoding.Latin1.GetBytes(GetStreamData(image)))
            : null;
    }

    /// <summary>The objects an entry refers to: one, or a list of them.</summary>
    private IEnumerable<string> GetReferencedObjects(string body, string entry) =>
        Regex.Match(GetDictionary(body), $@"/{entry}\s*(?:(?<list>\d+\s+\d+\s+R)|\[(?<list>[^\]]*)\])") is { Success: true } match
            ? ReferenceRegex.Matches(match.Groups["list"].Value)
                .Select(reference => _objects.GetValueOrDefault(reference.Groups["number"].Value, ""))
            : [];

    /// <summary>A page, then the nodes of the page tree above it, from which it inherits.</summary>
    private IEnumerable<string> SelfAndParents(string page)
    {
        var node = page;
        for (var depth = 0; depth < 16 && node is not null; depth++)
        {
            yield return GetDictionary(node);
            node = GetReferencedObjects(node, "Parent").FirstOrDefault();
        }
    }

    private static string Decompress(string body)
    {
        var head = GetDictionary(body);
        if (!head.Contains("/Filter", StringComparison.Ordinal))
            return GetStreamData(body);
        if (!head.Contains("/FlateDecode", StringComparison.Ordinal))
            return "";
        try
        {
            using var packed = new ZLibStream(new MemoryStream(Encoding.Latin1.GetBytes(GetStreamData(body))), CompressionMode.Decompress);
            using var reader = new StreamReader(packed, Encoding.Latin1);
            return reader.ReadToEnd();
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    /// <summary>What stands before the stream of an object, or all of it.</summary>
    private static string GetDictionary(string body) => StreamRegex.Match(body) is { Success: true } match ? body[..match.Index] : body;

    private static string GetStreamData(string body)
    {
        var match = StreamRegex.Match(body);
        if (!match.Success)
            return "";
        var start = match.Index + match.Length;
        if (LengthRegex.Match(body[..match.Index]) is { Success: true } told
            && int.TryParse(told.Groups["length"].Value, CultureInfo.InvariantCulture, out var length) && length <= body.Length - start
            && body.AsSpan(start + length).TrimStart().StartsWith("endstream", StringComparison.Ordinal))
            return body.Substring(start, length);
        var end = body.LastIndexOf("endstream", StringComparison.Ordinal);
        return end < start ? body[start..] : body[start..end].TrimEnd('\r', '\n');
    }

    [GeneratedRegex(@"(?<![0-9])(?<number>[0-9]{1,9})\s{1,8}[0-9]{1,5}\s{1,8}obj\b")]
    private static partial Regex ObjectStartRegex { get; }

    [GeneratedRegex(@"/Type\s*/Page(?![A-Za-z])")]
    private static partial Regex PageRegex { get; }

    [GeneratedRegex(@"/MediaBox\s*\[(?<edges>[^\]]*)\]")]
    private static partial Regex MediaBoxRegex { get; }

    [GeneratedRegex(@"/URI\s*\((?<url>[^()]*)\)")]
    private static partial Regex LinkRegex { get; }

    [GeneratedRegex(@"(?<number>\d+)\s+\d+\s+R")]
    private static partial Regex ReferenceRegex { get; }

    [GeneratedRegex(@"\bstream\r?\n")]
    private static partial Regex StreamRegex { get; }

    [GeneratedRegex(@"/Length\s+(?<length>\d+)(?!\s+\d+\s+R|\d)")]
    private static partial Regex LengthRegex { get; }
}
