using System.IO.Compression;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Robustness;

/// <summary>Small documents with very large, very deep or very many parts, as data URIs.</summary>
internal static class HostileDocuments
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const string PowerPoint = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

    public static readonly (string Name, Func<string> Create)[] All =
    [
        ("deflated page of a PDF", () => PdfBuilder.ToDataUri(PdfBuilder.Create(deflate: true, $"({new string('a', 5_000_000)}) Tj"))),
        ("pages of a PDF", () => PdfBuilder.ToDataUri(PdfBuilder.Create([.. Enumerable.Repeat("", 1_001)]))),
        ("text of a Word file", () => CreateWord(("word/document.xml", $"<a>{new string(' ', 20_000_000)}</a>"))),
        ("image of a Word file", () => CreateWord(("word/document.xml", "<a/>"), ("word/media/a.png", new string('a', 70_000_000)))),
        ("nested elements of a Word file", () => CreateWord(("word/document.xml", $"{Repeat("<p>")}{Repeat("</p>")}"))),
        ("slides of a presentation", () => Create(PowerPoint,
            [.. Enumerable.Range(1, 1_001).Select(number => ($"ppt/slides/slide{number}.xml", "<a/>"))])),
    ];

    private static string Repeat(string tag) => string.Concat(Enumerable.Repeat(tag, 1_000_000));

    private static string CreateWord(params (string Name, string Text)[] entries) => Create(Word, entries);

    private static string Create(string mediaType, (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return $"data:{mediaType};base64,{Convert.ToBase64String(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))}";
    }
}
