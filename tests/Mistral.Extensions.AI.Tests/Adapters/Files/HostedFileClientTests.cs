using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

#pragma warning disable MEAI001 // IHostedFileClient is experimental.

namespace Mistral.Extensions.AI.Tests.Adapters.Files;

public sealed class HostedFileClientTests
{
    private static readonly string FileJson = OpenApiExamples.Read("file.json");

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_sends_the_name_and_media_type_with_the_purpose_ocr()
    {
        var server = StubServer.WithResponse(FileJson);

        var file = await UploadAsync(server, null);

        var form = Assert.Single(server.Forms);
        JsonAssert.Equal("""{"purpose":"ocr","file":"text"}""", form.ToJson());
        Assert.Equal(("a.txt", "text/plain"), (form.File.FileName, form.File.ContentType));
        Assert.Equal(
            ("e85980c9-409e-4a46-9304-36588f6292b0", "example.file.jsonl", "application/jsonl", "fine-tune"),
            (file.FileId, file.Name, file.MediaType, file.Purpose));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1759500189), file.CreatedAt);
        Assert.IsType<FileSchema>(file.RawRepresentation);
    }

    public static TheoryData<HostedFileClientOptions, string> UploadOptions => new()
    {
        { new() { Purpose = "batch" }, """{"purpose":"batch","file":"text"}""" },
        {
            new() { AdditionalProperties = new() { ["visibility"] = "user", ["expiry"] = 24 } },
            """{"purpose":"ocr","visibility":"user","expiry":"24","file":"text"}"""
        },
        {
            new() { Purpose = "ocr", RawRepresentationFactory = _ => new UploadFileRequest { Purpose = "batch", Expiry = 5 } },
            """{"purpose":"batch","expiry":"5","file":"text"}"""
        },
        { new() { RawRepresentationFactory = _ => new ListFilesRequest { Purpose = "batch" } }, """{"purpose":"ocr","file":"text"}""" },
    };

    [Theory]
    [MemberData(nameof(UploadOptions), DisableDiscoveryEnumeration = true)]
    public async Task Upload_options_are_sent(HostedFileClientOptions options, string expected)
    {
        var server = StubServer.WithResponse(FileJson);

        await UploadAsync(server, options);

        JsonAssert.Equal(expected, server.SingleRequestBody());
    }

    [Fact]
    public async Task Unknown_additional_property_is_logged_as_ignored()
    {
        var log = new LogCapture();
        var server = StubServer.WithResponse(FileJson);

        await server.CreateClient(options => options.LoggerFactory = log).AsIHostedFileClient().UploadAsync(
            new MemoryStream("text"u8.ToArray()),
            options: new() { AdditionalProperties = new() { ["Visibility_"] = "user" } },
            cancellationToken: CancellationToken);

        Assert.Contains(log.LibraryEntries, message => message.Contains(
            "HostedFileClientOptions.AdditionalProperties[\"Visibility_\"] is unknown and ignored. Use the key visibility.",
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scope_is_rejected_before_anything_is_sent()
    {
        var files = NoNetwork.CreateClient().AsIHostedFileClient();
        var options = new HostedFileClientOptions { Scope = "container" };
        Func<Task>[] calls =
        [
            () => files.UploadAsync(new MemoryStream([1]), options: options, cancellationToken: CancellationToken),
            () => files.DownloadAsync("f", options, CancellationToken),
            () => files.GetFileInfoAsync("f", options, CancellationToken),
            () => files.DeleteAsync("f", options, CancellationToken),
            () => files.ListFilesAsync(options, CancellationToken).GetAsyncEnumerator(CancellationToken).MoveNextAsync().AsTask(),
        ];

        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<NotSupportedException>(call);
            Assert.StartsWith("Mistral has no scopes for files. Set Scope to null.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task List_is_filtered_by_purpose_and_ends_at_the_limit()
    {
        var server = StubServer.WithResponse(
            """{"data":[{"id":"a","mimetype":"?"},{"filename":"no ID"},{"id":"b"},{"id":"c"}],"total":9}""");
        var files = new List<HostedFileContent>();

        await foreach (var file in server.CreateClient().AsIHostedFileClient()
            .ListFilesAsync(new() { Purpose = "ocr", Limit = 2 }, CancellationToken))
            files.Add(file);

        Assert.Equal(["a", "b"], files.Select(file => file.FileId));
        Assert.Null(files[0].MediaType);
        Assert.Equal("?page_size=2&purpose=ocr", Assert.Single(server.RequestMessages).RequestUri!.Query);
    }

    [Fact]
    public async Task Missing_file_has_no_information_and_is_not_deleted()
    {
        var files = StubServer.WithResponse("""{"detail":"File not found"}""", HttpStatusCode.NotFound).CreateClient()
            .AsIHostedFileClient();

        Assert.Null(await files.GetFileInfoAsync("f", cancellationToken: CancellationToken));
        Assert.False(await files.DeleteAsync("f", cancellationToken: CancellationToken));
        await Assert.ThrowsAsync<MistralException>(() => files.DownloadAsync("f", cancellationToken: CancellationToken));
    }

    [Fact]
    public async Task File_is_found_and_deleted()
    {
        var files = new StubServer().Then(FileJson).Then(OpenApiExamples.Read("file-deleted.json")).CreateClient().AsIHostedFileClient();

        Assert.Equal("example.file.jsonl", (await files.GetFileInfoAsync("f", cancellationToken: CancellationToken))!.Name);
        Assert.True(await files.DeleteAsync("f", cancellationToken: CancellationToken));
    }

    [Fact]
    public async Task Download_has_the_name_and_the_media_type_of_the_file()
    {
        var server = new StubServer().Then(() => new(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent("%PDF"u8.ToArray())
            {
                Headers =
                {
                    ContentType = new MediaTypeHeaderValue("application/octet-stream"),
                    ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = "a.pdf" },
                },
            },
        });

        var content = await server.CreateClient().AsIHostedFileClient()
            .DownloadAsDataContentAsync("f", cancellationToken: CancellationToken);

        Assert.Equal(("a.pdf", "application/pdf"), (content.Name, content.MediaType));
        Assert.Equal("%PDF"u8.ToArray(), content.Data.ToArray());
    }

    [Fact]
    public void Services_are_the_metadata_the_API_and_the_client()
    {
        using var client = NoNetwork.CreateClient();
        using var files = client.AsIHostedFileClient();

        Assert.Equal(
            ("mistral_ai", new Uri("https://api.mistral.ai/v1/")),
            (files.GetService<HostedFileClientMetadata>()!.ProviderName!, files.GetService<HostedFileClientMetadata>()!.ProviderUri!));
        Assert.Same(client, files.GetService<MistralClient>());
        Assert.Same(client.Files, files.GetService<FilesApi>());
        Assert.Same(files, files.GetService<IHostedFileClient>());
        Assert.Null(files.GetService(typeof(MistralClient), "key"));
    }

    private static Task<HostedFileContent> UploadAsync(StubServer server, HostedFileClientOptions? options) =>
        server.CreateClient().AsIHostedFileClient().UploadAsync(
            new MemoryStream("text"u8.ToArray()), "text/plain", "a.txt", options, CancellationToken);
}
