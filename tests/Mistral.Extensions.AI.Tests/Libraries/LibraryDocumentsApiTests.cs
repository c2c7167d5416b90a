using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Libraries;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Libraries;

public sealed class LibraryDocumentsApiTests
{
    private const string DocumentJson = """
        {"id":"d","library_id":"l","hash":"h","mime_type":"application/pdf","extension":"pdf","size":5000000000,"name":"a.pdf",
         "summary":"s","created_at":"2026-05-27T11:34:39+00:00","last_processed_at":"2026-05-27T11:35:39+00:00","number_of_pages":2,
         "process_status":"reading","uploaded_by_id":"u","uploaded_by_type":"User","tokens_processing_main_content":10,
         "tokens_processing_summary":5,"url":"https://u","attributes":{"year":2026,"tags":["a","b"]},
         "expires_at":"2027-01-01T00:00:00+00:00",
         "processing_status":"Running","tokens_processing_total":15,"language":"en"}
        """;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void Document_is_read_and_written_without_loss()
    {
        var document = RoundTrip.AssertLossless(DocumentJson, LibrariesJson.Default.Document);

        Assert.Equal(("reading", 5_000_000_000, 2), (document.ProcessStatus, document.Size, document.NumberOfPages));
        Assert.Equal(["processing_status", "language"], document.AdditionalProperties!.Keys);
    }

    [Theory]
    [InlineData(HttpStatusCode.Created)]
    [InlineData(HttpStatusCode.OK)]
    public async Task Document_is_uploaded_as_form_data(HttpStatusCode status)
    {
        var server = StubServer.WithResponse(DocumentJson, status);
        var progress = new List<long>();

        var document = await server.CreateClient().Libraries.Documents.UploadAsync(
            "l", FileData.FromBytes("%PDF-1.7"u8.ToArray(), name: "ü.pdf"), new SynchronousProgress(progress.Add), CancellationToken);

        Assert.Equal(["POST /v1/libraries/l/documents"], GetRequestLines(server));
        var part = Assert.Single(Assert.Single(server.Forms).Parts);
        Assert.Equal(
            ("file", "ü.pdf", "application/pdf", "%PDF-1.7"), (part.Name, part.FileName, part.ContentType, part.Text));
        Assert.Equal([8], progress);
        Assert.Equal(("d", "l"), (document.Id, document.LibraryId));
    }

    [Fact]
    public async Task Stream_that_cannot_seek_is_uploaded()
    {
        var server = StubServer.WithResponse(DocumentJson);

        await server.CreateClient().Libraries.Documents.UploadAsync(
            "l", FileData.FromStream(new ForwardOnlyStream("text"u8.ToArray()), name: "a.txt"), cancellationToken: CancellationToken);

        Assert.Equal("text", Assert.Single(server.Forms).File.Text);
    }

    [Fact]
    public async Task Documents_of_all_pages_are_listed_lazily()
    {
        var server = StubServer.WithResponse("""{"pagination":{"total_items":3,"has_more":true},"data":[{"id":"a"},{"id":"b"}]}""")
            .Then("""{"pagination":{"total_items":3,"has_more":false},"data":[{"id":"c"}]}""");
        var request = new ListDocumentsRequest { PageSize = 2, Search = "a b", SortBy = "name", SortOrder = "asc" };
        var found = new List<string>();

        await foreach (var document in server.CreateClient().Libraries.Documents.ListAsync("l", request, CancellationToken))
            found.Add($"{document.Id}{server.RequestMessages.Count}");

        Assert.Equal(["a1", "b1", "c2"], found);
        Assert.Equal(
            [
                "GET /v1/libraries/l/documents?search=a%20b&page_size=2&sort_by=name&sort_order=asc",
                "GET /v1/libraries/l/documents?search=a%20b&page_size=2&page=1&sort_by=name&sort_order=asc",
            ],
            GetRequestLines(server));
    }

    [Fact]
    public async Task Page_of_documents_has_its_position()
    {
        const string Page = """
            {"pagination":{"total_items":7,"total_pages":4,"current_page":1,"page_size":2,"has_more":true,"cursor":"c"},"data":[{"id":"a"}]}
            """;
        var server = StubServer.WithResponse(Page);

        var page = await server.CreateClient().Libraries.Documents.ListPageAsync("l", new() { Page = 1, PageSize = 2 }, CancellationToken);

        var position = page.Pagination!;
        Assert.Equal(
            (7L, 4, 1, 2, true),
            (position.TotalItems, position.TotalPages, position.CurrentPage, position.PageSize, position.HasMore));
        RoundTrip.AssertLossless(Page, LibrariesJson.Default.ListDocumentsResponse);
    }

    [Fact]
    public async Task Document_is_changed()
    {
        var server = StubServer.WithResponse(DocumentJson);
        var request = new UpdateDocumentRequest
        {
            Name = "b.pdf",
            Attributes = new Dictionary<string, JsonElement> { ["tags"] = JsonElement.Parse("""["a"]""") },
            ExpiresAt = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };

        await server.CreateClient().Libraries.Documents.UpdateAsync("l", "d", request, CancellationToken);

        JsonAssert.Equal(
            """{"name":"b.pdf","attributes":{"tags":["a"]},"expires_at":"2027-01-01T00:00:00+00:00"}""", server.SingleRequestBody());
        Assert.Equal(["PATCH /v1/libraries/l/documents/d"], GetRequestLines(server));
    }

    [Fact]
    public async Task Status_text_and_URLs_have_their_own_routes()
    {
        var server = StubServer.WithResponse(DocumentJson)
            .Then("""{"document_id":"d","process_status":"in_progress","processing_status":"Running"}""")
            .Then("""{"text":"# Title"}""").Then("""{"text":""}""").Then("\"https://u?a=1\"").Then("\"https://t\"")
            .Then("", HttpStatusCode.NoContent);
        var documents = server.CreateClient().Libraries.Documents;

        await documents.GetAsync("l", "a/b", CancellationToken);
        var status = await documents.GetStatusAsync("l", "d", CancellationToken);
        var text = await documents.GetTextContentAsync("l", "d", cancellationToken: CancellationToken);
        var empty = await documents.GetTextContentAsync("l", "d", 1, 2, CancellationToken);
        var url = await documents.GetSignedUrlAsync("l", "d", CancellationToken);
        var textUrl = await documents.GetExtractedTextSignedUrlAsync("l", "d", CancellationToken);
        await documents.ReprocessAsync("l", "d", CancellationToken);
        await documents.DeleteAsync("l", "d", CancellationToken);

        Assert.Equal(("d", "in_progress"), (status.DocumentId, status.ProcessStatus));
        Assert.Equal(("# Title", ""), (text.Text, empty.Text));
        Assert.Equal(("https://u?a=1", "https://t"), (url.Url, textUrl.Url));
        const string Path = "/v1/libraries/l/documents/d";
        Assert.Equal(
            [
                "GET /v1/libraries/l/documents/a%2Fb", $"GET {Path}/status", $"GET {Path}/text_content",
                $"GET {Path}/text_content?page_start=1&page_end=2", $"GET {Path}/signed-url", $"GET {Path}/extracted-text-signed-url",
                $"POST {Path}/reprocess", $"DELETE {Path}",
            ],
            GetRequestLines(server));
    }

    [Fact]
    public async Task Signed_URL_in_an_object_is_read()
    {
        var server = StubServer.WithResponse("""{"url":"https://u"}""");

        Assert.Equal("https://u", (await server.CreateClient().Libraries.Documents.GetSignedUrlAsync("l", "d", CancellationToken)).Url);
    }

    public static TheoryData<Func<LibraryDocumentsApi, Task>, string> InvalidCalls => new()
    {
        {
            documents => documents.UploadAsync("l", FileData.FromBytes(default, name: "a.pdf")),
            "The document a.pdf is empty. Pass the content of the document."
        },
        { documents => documents.UploadAsync("", FileData.FromBytes("a"u8.ToArray())), "No library was specified." },
        { documents => documents.ListPageAsync("l", new() { Page = -1 }), "Page must be 0 or greater, but was -1." },
        { documents => documents.ListPageAsync("l", new() { PageSize = 0 }), "PageSize must be between 1 and 100, but was 0." },
        { documents => documents.UpdateAsync("l", "d", new()), "The request changes nothing. Set at least one property." },
        { documents => documents.GetAsync("l", ".."), "No document was specified. Pass the ID of a document." },
        { documents => documents.GetAsync("", "d"), "No library was specified. Pass the ID of a library." },
        { documents => documents.DeleteAsync("l", ""), "No document was specified." },
        { documents => documents.GetStatusAsync("l", ""), "No document was specified." },
        { documents => documents.GetTextContentAsync("l", ""), "No document was specified." },
        { documents => documents.GetSignedUrlAsync("l", ""), "No document was specified." },
        { documents => documents.GetExtractedTextSignedUrlAsync("l", ""), "No document was specified." },
        { documents => documents.ReprocessAsync("l", ""), "No document was specified." },
    };

    [Theory]
    [MemberData(nameof(InvalidCalls), DisableDiscoveryEnumeration = true)]
    public async Task Invalid_request_is_rejected_before_it_is_sent(Func<LibraryDocumentsApi, Task> call, string message)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => call(NoNetwork.CreateClient().Libraries.Documents));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_document_is_rejected() => await Assert.ThrowsAsync<ArgumentNullException>(
        "file", () => NoNetwork.CreateClient().Libraries.Documents.UploadAsync("l", null!, cancellationToken: CancellationToken));

    private static IEnumerable<string> GetRequestLines(StubServer server) =>
        server.RequestMessages.Select(request => $"{request.Method} {request.RequestUri!.PathAndQuery}");

    private sealed class SynchronousProgress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
