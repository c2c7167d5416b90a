using System.IO.Compression;
using System.Text;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// Creates PDF files with one content stream for each page. Each page has a JPEG resource named <c>Im0</c> and a link annotation.
/// </summary>
internal static class PdfBuilder
{
    /// <summary>The header of a JPEG of 40 x 30 pixels. The emulator reads only the header.</summary>
    public static readonly byte[] Jpeg =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 30, 0, 40, 1, 1, 0x11, 0, 0xFF, 0xD9];

    public static byte[] Create(params string[] contents) => Create(deflate: false, contents);

    public static byte[] Create(bool deflate, params string[] contents)
    {
        var kids = string.Join(' ', contents.Select((_, page) => $"{10 + page} 0 R"));
        string[] shared =
        [
            "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n",
            $"2 0 obj <</Type /Pages /Count {contents.Length} /Kids [{kids}] /MediaBox [0 0 360 720] /Resources 3 0 R>> endobj\n",
            "3 0 obj <</XObject <</Im0 4 0 R>> >> endobj\n",
            CreateStream(4, "/Type /XObject /Subtype /Image /Filter /DCTDecode", Jpeg),
            "5 0 obj <</Type /Annot /Subtype /Link /A <</S /URI /URI (https://example.org/link)>> >> endobj\n",
        ];
        var pages = contents.Select((content, page) =>
            $"{10 + page} 0 obj <</Type /Page /Parent 2 0 R /Contents {50 + page} 0 R /Annots [5 0 R]>> endobj\n"
            + CreateContent(50 + page, Encoding.Latin1.GetBytes(content), deflate));
        return Encoding.Latin1.GetBytes(string.Concat([.. shared, .. pages, "trailer <</Root 1 0 R>>\n%%EOF\n"]));
    }

    public static string ToDataUri(byte[] pdf) => $"data:application/pdf;base64,{Convert.ToBase64String(pdf)}";

    private static string CreateContent(int number, byte[] bytes, bool deflate) =>
        deflate ? CreateStream(number, "/Filter /FlateDecode", Deflate(bytes)) : CreateStream(number, "", bytes);

    private static string CreateStream(int number, string entries, byte[] bytes) =>
        $"{number} 0 obj <<{entries} /Length {bytes.Length}>> stream\n{Encoding.Latin1.GetString(bytes)}\nendstream endobj\n";

    private static byte[] Deflate(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var stream = new ZLibStream(compressed, CompressionMode.Compress))
            stream.Write(bytes);
        return compressed.ToArray();
    }
}
