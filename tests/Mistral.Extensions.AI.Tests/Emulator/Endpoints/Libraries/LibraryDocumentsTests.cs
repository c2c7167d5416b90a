using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Libraries;

public sealed class LibraryDocumentsTests
{
    [Fact]
    public async Task Uploaded_document_has_all_fields()
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = time });
        var library = await emulator.CreateLibraryAsync();

        var response = await emulator.UploadDocumentAsync(library, PdfBuilder.Create("(Total 12) Tj", "(b) Tj"), "bill.pdf");

        var document = response.Json;
        var created = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", null);
        Assert.Equal(HttpStatusCode.Created, response.Status);
        JsonAssert.Equal(
            $$"""
            {"id":"{{document["id"]}}","library_id":"{{library["/v1/libraries/".Length..]}}","hash":"{{document["hash"]}}",
             "mime_type":"application/pdf","extension":"pdf","size":{{document["size"]}},"name":"bill.pdf","created_at":"{{created}}",
             "process_status":"done","processing_status":"Completed","uploaded_by_id":"{{document["uploaded_by_id"]}}",
             "uploaded_by_type":"Workspace","tokens_processing_total":3,"summary":null,"last_processed_at":"{{created}}",
             "number_of_pages":2,"tokens_processing_main_content":3,"tokens_processing_summary":null,"url":null,"attributes":null,
             "expires_at":null}
            """,
            document);
        Assert.Equal(32, ((string)document["hash"]!).Length);
        Assert.Equal(1, (int)(await emulator.GetJsonAsync(library))["nb_documents"]!);
        JsonAssert.Equal(document.ToJsonString(), await emulator.GetJsonAsync($"{library}/documents/{document["id"]}"));
    }

    [Fact]
    public async Task Document_with_the_same_content_is_returned_with_status_200()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var library = await emulator.CreateLibraryAsync();
        var first = await emulator.UploadDocumentAsync(library, "text");

        var second = await emulator.UploadDocumentAsync(library, "text", "other.txt");

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal((string?)first.Json["id"], (string?)second.Json["id"]);
    }

    [Fact]
    public async Task Text_of_pages_can_be_read_and_downloaded()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var library = await emulator.CreateLibraryAsync();
        var pdf = PdfBuilder.Create("(First) Tj", "(Second) Tj", "(Third) Tj");
        var document = (await emulator.UploadDocumentAsync(library, pdf, "a.pdf")).Json;
        var path = $"{library}/documents/{document["id"]}";

        Assert.Equal("First\n\nSecond\n\nThird", (string?)(await emulator.GetJsonAsync($"{path}/text_content"))["text"]);
        Assert.Equal("Second", (string?)(await emulator.GetJsonAsync($"{path}/text_content?page_start=1&page_end=1"))["text"]);
        Assert.Equal("First\n\nSecond\n\nThird", await DownloadTextAsync($"{path}/extracted-text-signed-url"));
        Assert.Equal(pdf, await DownloadAsync($"{path}/signed-url"));

        async Task<string> DownloadTextAsync(string urlPath) => System.Text.Encoding.UTF8.GetString(await DownloadAsync(urlPath));

        async Task<byte[]> DownloadAsync(string urlPath)
        {
            using var http = new HttpClient();
            return await http.GetByteArrayAsync((string)(await emulator.GetJsonAsync(urlPath))!, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Signed_url_expires_after_30_minutes()
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = time });
        var library = await emulator.CreateLibraryAsync();
        var document = (await emulator.UploadDocumentAsync(library, "text")).Json;
        var url = (string)(await emulator.GetJsonAsync($"{library}/documents/{document["id"]}/signed-url"))!;

        time.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(HttpStatusCode.Forbidden, (await emulator.SendAsync(HttpMethod.Get, url)).Status);
    }

    [Fact]
    public async Task Document_is_in_progress_for_the_processing_time()
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions
        {
            TimeProvider = time,
            DocumentProcessingTime = TimeSpan.FromSeconds(5),
        });
        var library = await emulator.CreateLibraryAsync();
        var document = (await emulator.UploadDocumentAsync(library, "The vacation policy allows 30 days.")).Json;
        var path = $"{library}/documents/{document["id"]}";

        Assert.Equal("in_progress", (string?)document["process_status"]);
        Assert.Null(document["number_of_pages"]);
        Assert.Equal(HttpStatusCode.NotFound, (await emulator.SendAsync(HttpMethod.Get, $"{path}/text_content")).Status);
        Assert.Equal("The documents do not answer the question.", await AskAsync(emulator, library));
        time.Advance(TimeSpan.FromSeconds(5));
        JsonAssert.Equal(
            $$"""{"document_id":"{{document["id"]}}","process_status":"done","processing_status":"Completed"}""",
            await emulator.GetJsonAsync($"{path}/status"));
        Assert.StartsWith("The documents say:", await AskAsync(emulator, library));
        Assert.Equal(HttpStatusCode.NoContent, (await emulator.SendAsync(HttpMethod.Post, $"{path}/reprocess")).Status);
        Assert.Equal("in_progress", (string?)(await emulator.GetJsonAsync($"{path}/status"))["process_status"]);
    }

    [Fact]
    public async Task Invalid_document_ends_with_an_error()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var library = await emulator.CreateLibraryAsync();

        var document = (await emulator.UploadDocumentAsync(library, "not a PDF", "a.pdf")).Json;
        var text = await emulator.SendAsync(HttpMethod.Get, $"{library}/documents/{document["id"]}/text_content");

        Assert.Equal("error", (string?)document["process_status"]);
        Assert.Equal("Error", (string?)document["processing_status"]);
        Assert.Equal(HttpStatusCode.NotFound, text.Status);
    }

    [Fact]
    public async Task List_can_be_searched_sorted_and_paged()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var library = await emulator.CreateLibraryAsync();
        await emulator.UploadDocumentAsync(library, "1", "beta.txt");
        await emulator.UploadDocumentAsync(library, "333", "alpha.txt");
        await emulator.UploadDocumentAsync(library, "22", "gamma.md");

        Assert.Equal(["gamma.md", "alpha.txt", "beta.txt"], await GetNamesAsync(""));
        Assert.Equal(["alpha.txt", "beta.txt", "gamma.md"], await GetNamesAsync("?sort_by=name&sort_order=asc"));
        Assert.Equal(["alpha.txt", "gamma.md", "beta.txt"], await GetNamesAsync("?sort_by=size"));
        Assert.Equal(["alpha.txt", "beta.txt"], await GetNamesAsync("?search=TXT"));
        Assert.Equal(["beta.txt"], await GetNamesAsync("?page=1&page_size=2"));
        var page = await emulator.GetJsonAsync($"{library}/documents?page=1&page_size=2");
        JsonAssert.Equal("""{"total_items":3,"total_pages":2,"current_page":1,"page_size":2,"has_more":false}""", page["pagination"]);

        async Task<IEnumerable<string?>> GetNamesAsync(string query) =>
            (await emulator.GetJsonAsync($"{library}/documents{query}"))["data"]!.AsArray().Select(document => (string?)document!["name"]);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task Update_changes_name_attributes_and_expiry(string method)
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = time });
        var library = await emulator.CreateLibraryAsync();
        var document = (await emulator.UploadDocumentAsync(library, "text")).Json;
        var path = $"{library}/documents/{document["id"]}";
        var expiry = time.GetUtcNow().AddHours(1);

        var updated = await emulator.SendAsync(new HttpMethod(method), path,
            $$"""{"name":"new.txt","attributes":{"year":2026},"expires_at":"{{expiry:o}}"}""");

        Assert.Equal("new.txt", (string?)updated.Json["name"]);
        JsonAssert.Equal("""{"year":2026}""", updated.Json["attributes"]);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.NotFound, (await emulator.SendAsync(HttpMethod.Get, path)).Status);
    }

    [Fact]
    public async Task Deleted_document_is_not_found_by_search()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var library = await emulator.CreateLibraryAsync();
        var document = (await emulator.UploadDocumentAsync(library, "The vacation policy allows 30 days.")).Json;
        var path = $"{library}/documents/{document["id"]}";

        var deleted = await emulator.SendAsync(HttpMethod.Delete, path);

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await emulator.SendAsync(HttpMethod.Get, path)).Status);
        Assert.Equal("The documents do not answer the question.", await AskAsync(emulator, library));
    }

    [Fact]
    public async Task Document_library_tool_finds_the_passage_and_cites_the_document()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var library = await emulator.CreateLibraryAsync();
        var other = await emulator.CreateLibraryAsync("other");
        await emulator.UploadDocumentAsync(library,
            "Lunch is served at noon.\n\nThe vacation policy allows 30 days.\n\nThe office is in Paris.", "handbook.md");
        await emulator.UploadDocumentAsync(other, "The vacation policy of the other company allows 5 days.");

        var response = await emulator.StartWithToolsAsync("What does the vacation policy say?", CreateTool(library));

        JsonAssert.Equal(
            """
            [{"type":"text","text":"The documents say: The vacation policy allows 30 days."},
             {"type":"tool_reference","tool":"document_library","title":"handbook.md",
              "description":"The vacation policy allows 30 days."}]
            """,
            response.Outputs()[1]!["content"]);
        JsonAssert.Equal("""{"document_library":1}""", response.Json["usage"]!["connectors"]);
    }

    [Fact]
    public async Task Long_paragraphs_are_split_into_passages_of_the_chunk_size()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var library = await emulator.CreateLibraryAsync("docs", """{"chunk_size":256}""");
        var words = Enumerable.Range(0, 200).Select(number => $"word{number}");
        await emulator.UploadDocumentAsync(library, $"{string.Join(' ', words)} The vacation policy allows 30 days.");

        var response = await emulator.StartWithToolsAsync("What does the vacation policy allow?", CreateTool(library));

        var passage = (string)response.Outputs()[1]!["content"]![1]!["description"]!;
        Assert.EndsWith("The vacation policy allows 30 days.", passage, StringComparison.Ordinal);
        Assert.InRange(passage.Length, 36, 256);
    }

    [Fact]
    public async Task Upload_without_a_file_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var library = await emulator.CreateLibraryAsync();
        using var form = new MultipartFormDataContent { { new StringContent("a"), "name" } };

        var response = await emulator.SendAsync(HttpMethod.Post, $"{library}/documents", form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
    }

    private static async Task<string> AskAsync(TestEmulator emulator, string library) =>
        (await emulator.StartWithToolsAsync("Search the documents for the vacation policy", CreateTool(library))).OutputText();

    private static string CreateTool(string library) =>
        $$"""{"type":"document_library","library_ids":["{{library["/v1/libraries/".Length..]}}"]}""";
}
