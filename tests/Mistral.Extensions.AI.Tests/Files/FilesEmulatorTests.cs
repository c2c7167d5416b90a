using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Architecture;
using Mistral.Extensions.AI.Tests.Infrastructure;

#pragma warning disable MEAI001 // IHostedFileClient is experimental.

namespace Mistral.Extensions.AI.Tests.Files;

/// <summary>Files are uploaded, used in requests, listed, downloaded and deleted.</summary>
public sealed class FilesEmulatorTests : IAsyncLifetime
{
    private static readonly string PdfPath = Path.Combine(Repository.Root, "samples", "Assets", "invoice.pdf");

    private TestEmulator _emulator = null!;
    private MistralClient _client = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _emulator = await TestEmulator.StartAsync();
        _client = new(new MistralClientOptions { Endpoint = _emulator.Server.Endpoint, ApiKey = TestEmulator.Key });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData("invoice.pdf")]
    [InlineData("Übersicht \"2026\" 東京.pdf")]
    public async Task Uploaded_file_is_found_listed_downloaded_and_deleted(string name)
    {
        var file = await UploadAsync(name);

        Assert.Equal(("ocr", new FileInfo(PdfPath).Length), (file.Purpose, file.Bytes));
        Assert.Equal(name, file.Filename!.Replace("%22", "\"", StringComparison.Ordinal));
        Assert.Equal(file.Filename, (await _client.Files.GetAsync(file.Id!, CancellationToken)).Filename);
        Assert.Equal([file.Id], await ListAsync());
        Assert.Equal(await File.ReadAllBytesAsync(PdfPath, CancellationToken), await DownloadAsync(file.Id!));
        Assert.True((await _client.Files.DeleteAsync(file.Id!, CancellationToken)).Deleted);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task List_has_the_files_of_all_pages()
    {
        for (var i = 0; i < 5; i++)
            await UploadAsync($"{i}.pdf");

        Assert.Equal(5, (await ListAsync(new() { PageSize = 2 })).Distinct().Count());
        Assert.Equal(5, (await ListAsync(new() { PageSize = 2, IncludeTotal = false })).Distinct().Count());
        var page = await _client.Files.ListPageAsync(new() { Page = 1, PageSize = 3 }, CancellationToken);
        Assert.Equal((2, 5L), (page.Data.Count, page.Total));
    }

    [Fact]
    public async Task Uploaded_file_is_read_by_OCR()
    {
        var file = await UploadAsync("invoice.pdf");

        var document = await _client.Ocr.ProcessAsync(
            new() { Model = "mistral-ocr-latest", Document = OcrDocument.FromUpload(file) }, CancellationToken);

        Assert.Contains("Total: 1000 EUR", document.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uploaded_file_is_sent_in_a_chat_message()
    {
        var files = _client.AsIHostedFileClient();
        await using var stream = File.OpenRead(PdfPath);
        var file = await files.UploadAsync(stream, cancellationToken: CancellationToken);

        var response = await _client.AsIChatClient("mistral-small-latest").GetResponseAsync(
            [new(ChatRole.User, [new TextContent("What is the total?"), file])], cancellationToken: CancellationToken);

        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        var sent = _emulator.Server.Requests[^1].Json!["messages"]![0]!["content"]![1]!;
        JsonAssert.Equal($$"""{"type":"file","file_id":"{{file.FileId}}"}""", sent);
    }

    [Fact]
    public async Task Signed_URL_is_returned()
    {
        var file = await UploadAsync("invoice.pdf");

        var signed = await _client.Files.GetSignedUrlAsync(file.Id!, 1, CancellationToken);

        using var http = new HttpClient();
        Assert.Equal(file.Bytes, (await http.GetByteArrayAsync(signed.Url, CancellationToken)).Length);
    }

    [Fact]
    public async Task Stream_that_cannot_seek_is_uploaded()
    {
        var file = await _client.Files.UploadAsync(
            new() { File = FileData.FromStream(new ForwardOnlyStream("{}\n"u8.ToArray()), name: "a.jsonl"), Purpose = "batch" },
            cancellationToken: CancellationToken);

        Assert.Equal("{}\n"u8.ToArray(), await DownloadAsync(file.Id!));
    }

    private Task<FileSchema> UploadAsync(string name) => _client.Files.UploadAsync(
        new() { File = FileData.FromFile(PdfPath, name: name), Purpose = "ocr" }, cancellationToken: CancellationToken);

    private async Task<List<string?>> ListAsync(ListFilesRequest? request = null)
    {
        var ids = new List<string?>();
        await foreach (var file in _client.Files.ListAsync(request, CancellationToken))
            ids.Add(file.Id);
        return ids;
    }

    private async Task<byte[]> DownloadAsync(string id)
    {
        await using var stream = await _client.Files.DownloadAsync(id, CancellationToken);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, CancellationToken);
        return memory.ToArray();
    }
}
