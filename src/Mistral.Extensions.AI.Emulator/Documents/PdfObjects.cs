using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>
/// The objects of a PDF file by object number, found by their "obj" and "endobj" keywords. The file and the objects are Latin-1 strings,
/// so that every byte is one character. Cross-reference tables and object streams are not read.
/// </summary>
internal sealed partial class PdfObjects
{
    private const string Reference = @"(?<number>\d{1,9})\s{1,8}\d{1,5}\s{1,8}R";
    private const int MaxContentBytes = 4 * 1024 * 1024;
    private const int MaxDictionaryLength = 64 * 1024;

    private readonly Dictionary<string, string> _objects = [];
    private readonly InflatedData _inflatedData = new();

    /// <summary>Initializes a new instance of the <see cref="PdfObjects"/> class.</summary>
    /// <param name="file">The content of the file, decoded as Latin-1.</param>
    public PdfObjects(string file)
    {
        // A single regular expression for a whole object would scan to the end of the file for each object without an "endobj".
        foreach (var part in file.Split("endobj").SkipLast(1))
        {
            if (ObjectStartRegex().Match(part) is { Success: true } match)
                _objects[match.Groups["number"].Value] = part[(match.Index + match.Length)..];
        }
    }

    /// <summary>All objects, in the order of the file.</summary>
    public IEnumerable<string> All => _objects.Values;

    /// <summary>Returns the object with a number, or null if there is none.</summary>
    public string? Find(string number) => _objects.GetValueOrDefault(number);

    /// <summary>Returns the objects that a dictionary entry references: one, or a list. A missing object is an empty string.</summary>
    public IEnumerable<string> GetReferenced(string pdfObject, string entry) =>
        Regex.Match(GetDictionary(pdfObject), $@"/{entry}\s{{0,8}}(?:(?<list>{Reference})|\[(?<list>[^\]]*)\])") is { Success: true } match
            ? ReferenceRegex().Matches(match.Groups["list"].Value).Select(reference => Find(reference.Groups["number"].Value) ?? "")
            : [];

    /// <summary>
    /// Returns the part of an object before its stream; the whole object if it has no stream. Longer parts are cut, because the regular
    /// expressions for dictionaries take too long for them.
    /// </summary>
    public static string GetDictionary(string pdfObject)
    {
        var length = StreamRegex().Match(pdfObject) is { Success: true } match ? match.Index : pdfObject.Length;
        return pdfObject[..Math.Min(length, MaxDictionaryLength)];
    }

    /// <summary>Returns the bytes of an object's stream as they are in the file; empty if it has no stream.</summary>
    public static string GetStreamData(string pdfObject)
    {
        var match = StreamRegex().Match(pdfObject);
        if (!match.Success)
            return "";
        var start = match.Index + match.Length;
        if (LengthRegex().Match(pdfObject[..match.Index]) is { Success: true } lengthMatch
            && int.TryParse(lengthMatch.Groups["length"].Value, CultureInfo.InvariantCulture, out var length)
            && length <= pdfObject.Length - start
            && pdfObject.AsSpan(start + length).TrimStart().StartsWith("endstream", StringComparison.Ordinal))
            return pdfObject.Substring(start, length);
        var end = pdfObject.LastIndexOf("endstream", StringComparison.Ordinal);
        return end < start ? pdfObject[start..] : pdfObject[start..end].TrimEnd('\r', '\n');
    }

    /// <summary>Returns the decompressed stream of an object; empty if it is not valid <c>FlateDecode</c> data.</summary>
    /// <exception cref="DocumentLimitException">The decompressed data of the file is too large.</exception>
    public string Decompress(string pdfObject)
    {
        var dictionary = GetDictionary(pdfObject);
        var hasFilter = dictionary.Contains("/Filter", StringComparison.Ordinal);
        if (hasFilter && !dictionary.Contains("/FlateDecode", StringComparison.Ordinal))
            return "";
        try
        {
            var data = new MemoryStream(Encoding.Latin1.GetBytes(GetStreamData(pdfObject)));
            using Stream content = hasFilter ? new ZLibStream(data, CompressionMode.Decompress) : data;
            return Encoding.Latin1.GetString(_inflatedData.Read(content, MaxContentBytes));
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"(?<![0-9])(?<number>[0-9]{1,9})\s{1,8}[0-9]{1,5}\s{1,8}obj\b")]
    private static partial Regex ObjectStartRegex();

    [GeneratedRegex(Reference)]
    private static partial Regex ReferenceRegex();

    [GeneratedRegex(@"\bstream\r?\n")]
    private static partial Regex StreamRegex();

    [GeneratedRegex(@"/Length\s+(?<length>\d+)(?!\s+\d+\s+R|\d)")]
    private static partial Regex LengthRegex();
}
