using System.Text;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Ocr;

/// <summary>Documents created from URLs, bytes, streams and files.</summary>
public sealed class OcrDocumentTests
{
    private static readonly byte[] Pdf = "%PDF-1.7\n"u8.ToArray();
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A];

    [Theory]
    [InlineData("https://example.com/a.pdf", false)]
    [InlineData("https://example.com/a", false)]
    [InlineData("https://example.com/a.docx", false)]
    [InlineData("https://example.com/a.PNG", true)]
    [InlineData("https://example.com/a.jpeg?size=large", true)]
    [InlineData("https://example.com/get?file=a.png", false)]
    public void URL_with_an_image_extension_is_sent_as_an_image(string address, bool isImage)
    {
        var document = OcrDocument.FromUrl(new(address));

        Assert.Equal(isImage ? new ImageUrlChunk(address) : new DocumentUrlChunk(address), document);
    }

    [Theory]
    [InlineData("http://example.com/a.pdf")]
    [InlineData("ftp://example.com/a.pdf")]
    [InlineData("file:///home/me/a.pdf")]
    [InlineData("a.pdf")]
    public void Unsupported_URL_is_rejected(string address)
    {
        var error = Assert.Throws<ArgumentException>(() => OcrDocument.FromUrl(new(address, UriKind.RelativeOrAbsolute)));

        Assert.Contains("use https", error.Message, StringComparison.Ordinal);
        Assert.Contains("FromBytes", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<byte[], string?, string?, string> MediaTypes() => new()
    {
        { Pdf, null, null, "application/pdf" },
        { Pdf, null, "scan.png", "application/pdf" },
        { Png, null, null, "image/png" },
        { [0xFF, 0xD8, 0xFF, 0xE0], null, "photo", "image/jpeg" },
        { "GIF89a"u8.ToArray(), null, null, "image/gif" },
        { "RIFF\0\0\0\0WEBPVP8 "u8.ToArray(), null, null, "image/webp" },
        { "II*\0"u8.ToArray(), null, "fax.tiff", "image/tiff" },
        { "PK"u8.ToArray(), null, "Letter.DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
        { "PK"u8.ToArray(), null, "talk.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation" },
        { "anything"u8.ToArray(), "application/epub+zip", "book.pdf", "application/epub+zip" },
    };

    [Theory]
    [MemberData(nameof(MediaTypes), DisableDiscoveryEnumeration = true)]
    public void Bytes_are_sent_as_a_data_URI_of_the_detected_media_type(
        byte[] bytes, string? mediaType, string? name, string expectedMediaType)
    {
        var document = OcrDocument.FromBytes(bytes, mediaType, name);

        var uri = $"data:{expectedMediaType};base64,{Convert.ToBase64String(bytes)}";
        ContentChunk expected = expectedMediaType.StartsWith("image/", StringComparison.Ordinal)
            ? new ImageUrlChunk(uri)
            : new DocumentUrlChunk(uri) { DocumentName = name };
        Assert.Equal(expected, document);
    }

    [Fact]
    public void Audio_is_rejected()
    {
        var exception = Assert.Throws<ArgumentException>(() => OcrDocument.FromBytes("ID3"u8.ToArray(), name: "speech.mp3"));

        Assert.Equal("The file is audio (audio/mpeg), not a document. Transcribe it with MistralClient.Audio.", exception.Message);
    }

    [Fact]
    public void Array_slice_is_read_within_bounds()
    {
        var document = OcrDocument.FromBytes(Encoding.ASCII.GetBytes("xx%PDF-1.7\nxx").AsMemory(2, Pdf.Length));

        Assert.Equal(new DocumentUrlChunk($"data:application/pdf;base64,{Convert.ToBase64String(Pdf)}"), document);
    }

    [Theory]
    [InlineData("", null, null, "The document is empty")]
    [InlineData("what?", null, null, "Specify it")]
    [InlineData("what?", null, "notes.xyz", "Specify it")]
    [InlineData("what?", "", null, "Specify it")]
    public void Unknown_media_type_throws_with_advice(string text, string? mediaType, string? name, string expectedText)
    {
        var error = Assert.Throws<ArgumentException>(() => OcrDocument.FromBytes(Encoding.ASCII.GetBytes(text), mediaType, name));

        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stream_is_read_to_the_end_and_left_open()
    {
        using var stream = new MemoryStream(Pdf);

        var document = OcrDocument.FromStream(stream, name: "a.pdf");

        Assert.Equal(
            new DocumentUrlChunk($"data:application/pdf;base64,{Convert.ToBase64String(Pdf)}") { DocumentName = "a.pdf" }, document);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void Stream_is_read_from_the_current_position()
    {
        using var stream = new MemoryStream([.. "header"u8, .. Pdf]) { Position = 6 };

        var document = OcrDocument.FromStream(stream);

        Assert.Equal(new DocumentUrlChunk($"data:application/pdf;base64,{Convert.ToBase64String(Pdf)}"), document);
    }

    [Fact]
    public void Stream_that_cannot_seek_needs_a_media_type_or_a_name()
    {
        using var stream = new ForwardOnlyStream(Pdf);

        Assert.Throws<ArgumentException>(() => OcrDocument.FromStream(stream));
        var document = OcrDocument.FromStream(stream, name: "a.pdf");

        Assert.Equal(
            new DocumentUrlChunk($"data:application/pdf;base64,{Convert.ToBase64String(Pdf)}") { DocumentName = "a.pdf" }, document);
    }

    [Fact]
    public async Task Media_type_of_a_file_is_detected_by_extension()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "letter.docx");
            await File.WriteAllTextAsync(path, "PK", TestContext.Current.CancellationToken);

            var document = Assert.IsType<DocumentUrlChunk>(OcrDocument.FromFile(path));

            Assert.Equal("letter.docx", document.DocumentName);
            Assert.StartsWith(
                "data:application/vnd.openxmlformats-officedocument.wordprocessingml.document;base64,",
                document.DocumentUrl.ToString(),
                StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Missing_file_is_rejected() =>
        Assert.Throws<FileNotFoundException>(() => OcrDocument.FromFile("no-such-file.pdf"));

    [Fact]
    public void Null_and_empty_documents_are_rejected()
    {
        Assert.Throws<ArgumentNullException>(() => OcrDocument.FromUrl(null!));
        Assert.Throws<ArgumentNullException>(() => OcrDocument.FromStream(null!));
        Assert.Throws<ArgumentException>(() => OcrDocument.FromStream(Stream.Null, "application/pdf"));
    }
}
