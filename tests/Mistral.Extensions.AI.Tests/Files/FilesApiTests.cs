using System.Net;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Files;

public sealed class FilesApiTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void OpenAPI_examples_are_read_without_loss()
    {
        foreach (var name in new[] { "file-uploaded.json", "file.json" })
        {
            var file = OpenApiExamples.AssertLossless(OpenApiExamples.Read(name), FilesJson.Default.FileSchema);
            Assert.Null(file.AdditionalProperties);
        }

        var list = OpenApiExamples.AssertLossless(OpenApiExamples.Read("files.json"), FilesJson.Default.ListFilesResponse);
        Assert.Equal(("batch_result", "mistral", 2L), (list.Data[1].SampleType, list.Data[1].Source, list.Total));
        Assert.True(
            OpenApiExamples.AssertLossless(OpenApiExamples.Read("file-deleted.json"), FilesJson.Default.DeleteFileResponse).Deleted);
        Assert.StartsWith(
            "https://mistralaifilesapiprodswe.blob.core.windows.net/",
            OpenApiExamples.AssertLossless(OpenApiExamples.Read("signed-url.json"), FilesJson.Default.GetSignedUrlResponse).Url,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_fields_and_values_of_a_file_are_preserved() => RoundTrip.AssertLossless(
        """{"id":"f","purpose":"telepathy","sample_type":"ocr_input","expires_at":1759500189,"visibility":"team","tags":["a"]}""",
        FilesJson.Default.FileSchema);

    [Fact]
    public async Task All_filters_are_sent()
    {
        var server = StubServer.WithResponse("""{"data":[],"object":"list","total":0}""");

        await server.CreateClient().Files.ListPageAsync(
            new()
            {
                Page = 2,
                PageSize = 50,
                IncludeTotal = false,
                SampleType = ["batch_result", "batch_error"],
                Source = ["mistral"],
                Search = "a&b é",
                Purpose = "batch",
                Mimetypes = ["application/jsonl"],
            },
            CancellationToken);

        Assert.Equal(
            "?page=2&page_size=50&include_total=false&sample_type=batch_result&sample_type=batch_error&source=mistral"
                + "&search=a%26b%20%C3%A9&purpose=batch&mimetypes=application%2Fjsonl",
            Assert.Single(server.RequestMessages).RequestUri!.Query);
    }

    [Fact]
    public async Task List_follows_the_pages_lazily()
    {
        var server = CreateListServer(["a", "b"], ["c", "d"], ["e"]);
        var ids = new List<string?>();
        var requests = new List<int>();

        await foreach (var file in server.CreateClient().Files.ListAsync(new() { PageSize = 2 }, CancellationToken))
        {
            ids.Add(file.Id);
            requests.Add(server.RequestMessages.Count);
        }

        Assert.Equal(["a", "b", "c", "d", "e"], ids);
        Assert.Equal([1, 1, 2, 2, 3], requests);
        Assert.Equal(
            ["?page_size=2", "?page=1&page_size=2", "?page=2&page_size=2"],
            server.RequestMessages.Select(request => request.RequestUri!.Query));
    }

    [Fact]
    public async Task List_without_a_total_ends_at_an_empty_page()
    {
        var server = new StubServer().Then("""{"data":[{"id":"a"},null]}""").Then("""{"data":[{"id":"b"}]}""").Then("""{"data":[]}""");

        Assert.Equal(["a", "b"], await ReadIdsAsync(server, new() { Page = 3 }));
        Assert.Equal(
            ["?page=3", "?page=4", "?page=5"], server.RequestMessages.Select(request => request.RequestUri!.Query));
    }

    [Fact]
    public async Task List_of_a_server_that_ignores_the_page_ends()
    {
        var server = StubServer.WithResponse("""{"data":[{"id":"a"},{"id":"b"}]}""");

        Assert.Equal(["a", "b"], await ReadIdsAsync(server, null));
        Assert.Equal(2, server.RequestMessages.Count);
    }

    [Fact]
    public async Task Failure_on_a_later_page_throws_after_the_files_before_it()
    {
        var server = CreateListServer(["a"]).Then("""{"message":"No"}""", HttpStatusCode.BadRequest);
        await using var files = server.CreateClient().Files.ListAsync(new() { IncludeTotal = false }, CancellationToken)
            .GetAsyncEnumerator(CancellationToken);

        Assert.True(await files.MoveNextAsync());
        Assert.Equal("a", files.Current.Id);
        await Assert.ThrowsAsync<MistralException>(async () => await files.MoveNextAsync());
    }

    [Theory]
    [InlineData(-1, null, "Page must be 0 or greater, but was -1")]
    [InlineData(null, 0, "PageSize must be 1 or greater, but was 0")]
    public async Task Invalid_page_is_rejected_before_anything_is_sent(int? page, int? pageSize, string message)
    {
        var files = NoNetwork.CreateClient().Files;
        var request = new ListFilesRequest { Page = page, PageSize = pageSize };

        var error = Assert.Throws<ArgumentException>(() => { _ = files.ListAsync(request, CancellationToken); });
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => files.ListPageAsync(request, CancellationToken));
    }

    [Fact]
    public async Task File_is_found_and_deleted_by_its_escaped_id()
    {
        var server = new StubServer().Then(OpenApiExamples.Read("file.json")).Then(OpenApiExamples.Read("file-deleted.json"));
        var files = server.CreateClient().Files;

        var file = await files.GetAsync("a/../b?c", CancellationToken);
        var deleted = await files.DeleteAsync("a/../b?c", CancellationToken);

        Assert.Equal(("example.file.jsonl", false, true), (file.Filename, file.Deleted, deleted.Deleted));
        Assert.Equal(
            ["GET /v1/files/a%2F..%2Fb%3Fc", "DELETE /v1/files/a%2F..%2Fb%3Fc"],
            server.RequestMessages.Select(request => $"{request.Method} {request.RequestUri!.PathAndQuery}"));
    }

    [Theory]
    [InlineData(null, "/v1/files/f/url")]
    [InlineData(168, "/v1/files/f/url?expiry=168")]
    public async Task Signed_URL_expires_after_hours(int? hours, string path)
    {
        var server = StubServer.WithResponse("""{"url":"https://u"}""");

        Assert.Equal("https://u", (await server.CreateClient().Files.GetSignedUrlAsync("f", hours, CancellationToken)).Url);
        Assert.Equal(path, Assert.Single(server.RequestMessages).RequestUri!.PathAndQuery);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(169)]
    public async Task Expiry_outside_1_to_168_hours_is_rejected(int hours)
    {
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => NoNetwork.CreateClient().Files.GetSignedUrlAsync("f", hours, CancellationToken));

        Assert.StartsWith("The expiry must be between 1 and 168 hours.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("..")]
    public async Task File_id_that_is_blank_or_a_dot_segment_is_rejected(string? id)
    {
        var files = NoNetwork.CreateClient().Files;
        Func<Task>[] calls =
        [
            () => files.GetAsync(id!, CancellationToken),
            () => files.DeleteAsync(id!, CancellationToken),
            () => files.DownloadAsync(id!, CancellationToken),
            () => files.GetSignedUrlAsync(id!, null, CancellationToken),
        ];

        foreach (var call in calls)
            await Assert.ThrowsAsync<ArgumentException>("fileId", call);
    }

    private static StubServer CreateListServer(params string[][] pages)
    {
        var server = new StubServer();
        foreach (var page in pages)
        {
            var data = string.Join(",", page.Select(id => $$"""{"id":"{{id}}"}"""));
            server.Then($$"""{"data":[{{data}}],"object":"list","total":5}""");
        }

        return server;
    }

    private static async Task<List<string?>> ReadIdsAsync(StubServer server, ListFilesRequest? request)
    {
        var ids = new List<string?>();
        await foreach (var file in server.CreateClient().Files.ListAsync(request, CancellationToken))
            ids.Add(file.Id);
        return ids;
    }
}
