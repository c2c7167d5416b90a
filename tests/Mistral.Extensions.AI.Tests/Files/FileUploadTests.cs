using System.Text;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Files;

public sealed class FileUploadTests : IDisposable
{
    private static readonly byte[] Pdf = "%PDF-1.7\n..."u8.ToArray();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly StubServer _server = StubServer.WithResponse(OpenApiExamples.Read("file-uploaded.json"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task File_is_uploaded_with_its_purpose_visibility_and_expiry()
    {
        var file = await UploadAsync(new()
        {
            File = FileData.FromBytes(Pdf, name: "a.pdf"),
            Purpose = "ocr",
            Visibility = "user",
            Expiry = 48,
        });

        var request = Assert.Single(_server.RequestMessages);
        Assert.Equal("POST https://api.mistral.ai/v1/files", $"{request.Method} {request.RequestUri}");
        JsonAssert.Equal(
            """{"purpose":"ocr","visibility":"user","expiry":"48","file":"%PDF-1.7\n..."}""", _server.SingleRequestBody());
        var part = Assert.Single(_server.Forms).File;
        Assert.Equal(("file", "a.pdf", "application/pdf"), (part.Name, part.FileName, part.ContentType));
        Assert.Equal(("e85980c9-409e-4a46-9304-36588f6292b0", "fine-tune", 2L), (file.Id, file.Purpose, file.NumLines));
    }

    [Fact]
    public async Task Only_set_properties_are_sent()
    {
        await UploadAsync(new() { File = FileData.FromBytes(Pdf) });

        Assert.Equal(["file"], Assert.Single(_server.Forms).Parts.Select(part => part.Name));
    }

    [Fact]
    public async Task File_of_a_path_has_its_name()
    {
        var path = Path.Combine(_folder.FullName, "Übersicht.jsonl");
        await File.WriteAllTextAsync(path, "{}\n", TestContext.Current.CancellationToken);

        await UploadAsync(new() { File = FileData.FromFile(path) });
        await using var stream = File.OpenRead(path);
        await UploadAsync(new() { File = FileData.FromStream(stream) });
        await UploadAsync(new() { File = FileData.FromFile(path, "application/jsonl", "b.jsonl") });

        Assert.Equal(
            ["Übersicht.jsonl application/octet-stream", "Übersicht.jsonl application/octet-stream", "b.jsonl application/jsonl"],
            _server.Forms.Select(form => $"{form.File.FileName} {form.File.ContentType}"));
        Assert.All(_server.Forms, form => Assert.Equal("{}\n", form.File.Text));
        Assert.All(_server.Forms, form => Assert.NotNull(form.Length));
    }

    [Theory]
    [InlineData("%PDF-1.7", null, null, "file.pdf application/pdf")]
    [InlineData("%PDF-1.7", null, "a.bin", "a.bin application/pdf")]
    [InlineData("text", null, null, "file application/octet-stream")]
    [InlineData("text", null, "a.docx", "a.docx application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("text", "image/jpeg", null, "file.jpg image/jpeg")]
    [InlineData("text", null, "a.M4A", "a.M4A audio/mp4")]
    [InlineData("RIFF\0\0\0\0WAVE", null, null, "file.wav audio/wav")]
    [InlineData("ID3", null, null, "file.mp3 audio/mpeg")]
    [InlineData("fLaC", null, null, "file.flac audio/flac")]
    [InlineData("OggS", null, null, "file.ogg audio/ogg")]
    [InlineData("\0\0\0 ftypM4A ", null, null, "file.m4a audio/mp4")]
    [InlineData("\u00FF\u00FB\u0090\0", null, null, "file.mp3 audio/mpeg")]
    [InlineData("\u00FF\u00F1", null, null, "file.aac audio/aac")]
    [InlineData("\u001AE\u00DF\u00A3", null, null, "file.webm audio/webm")]
    [InlineData("%PDF-1.7", "text/plain; charset=utf-8", "a.txt", "a.txt text/plain; charset=utf-8")]
    public void Missing_name_and_media_type_are_derived(string content, string? mediaType, string? name, string expected)
    {
        var file = FileData.FromBytes(Encoding.Latin1.GetBytes(content), mediaType, name);

        Assert.Equal(expected, $"{file.Name} {file.MediaType}");
    }

    [Theory]
    [InlineData("a.pdf")]
    [InlineData("application/pdf\r\nX-Injected: yes")]
    [InlineData("")]
    public void Invalid_media_type_is_rejected(string mediaType) =>
        Assert.Throws<ArgumentException>(nameof(mediaType), () => FileData.FromBytes(Pdf, mediaType));

    [Fact]
    public void Empty_name_is_rejected() => Assert.Throws<ArgumentException>("name", () => FileData.FromBytes(Pdf, name: " "));

    [Fact]
    public void Missing_file_is_rejected() =>
        Assert.ThrowsAny<IOException>(() => FileData.FromFile(Path.Combine(_folder.FullName, "none.pdf")));

    public static TheoryData<UploadFileRequest, string> InvalidRequests => new()
    {
        { new(), "No file was specified" },
        { new() { File = FileData.FromBytes(default, name: "a.pdf") }, "The file a.pdf is empty" },
        { new() { File = FileData.FromBytes(Pdf), Expiry = 0 }, "Expiry must be 1 hour or more, but was 0" },
        { new() { File = FileData.FromBytes(Pdf), Purpose = " " }, "Purpose is empty" },
        { new() { File = FileData.FromBytes(Pdf), Visibility = "" }, "Visibility is empty" },
    };

    [Theory]
    [MemberData(nameof(InvalidRequests), DisableDiscoveryEnumeration = true)]
    public async Task Invalid_request_is_rejected_before_it_is_sent(UploadFileRequest request, string message)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => NoNetwork.CreateClient().Files.UploadAsync(
            request, cancellationToken: TestContext.Current.CancellationToken));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private Task<FileSchema> UploadAsync(UploadFileRequest request) =>
        _server.CreateClient().Files.UploadAsync(request, cancellationToken: TestContext.Current.CancellationToken);
}
