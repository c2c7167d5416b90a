using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Files;

public sealed class FilesEndpointTests
{
    private const string UnknownId = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";

    [Fact]
    public async Task File_can_be_retrieved_until_it_is_deleted()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var uploaded = await emulator.PostFileAsync("{}", "a.jsonl");
        var path = $"/v1/files/{uploaded.Json["id"]}";

        var retrieved = (await emulator.SendAsync(HttpMethod.Get, path)).Json;
        var deleted = await emulator.SendAsync(HttpMethod.Delete, path);
        var afterwards = await emulator.SendAsync(HttpMethod.Get, path);

        Assert.False((bool)retrieved["deleted"]!);
        retrieved.AsObject().Remove("deleted");
        JsonAssert.Equal(uploaded.Body, retrieved);
        Assert.Equal($$"""{"id":"{{uploaded.Json["id"]}}","object":"file","deleted":true}""", deleted.Body);
        Assert.Equal(HttpStatusCode.NotFound, afterwards.Status);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/content")]
    [InlineData("GET", "/url")]
    public async Task Unknown_file_returns_404_and_an_invalid_id_returns_422(string method, string suffix)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var unknown = await emulator.SendAsync(new HttpMethod(method), $"/v1/files/{UnknownId}{suffix}");
        var invalid = await emulator.SendAsync(new HttpMethod(method), $"/v1/files/file-1{suffix}");

        Assert.Equal((HttpStatusCode.NotFound, $$"""{"detail":"File {{UnknownId}} not found"}"""), (unknown.Status, unknown.Body));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, invalid.Status);
        Assert.Equal("""["path","file_id"]""", invalid.Json["detail"]![0]!["loc"]!.ToJsonString());
    }

    [Fact]
    public async Task List_has_the_newest_file_first_and_is_paged()
    {
        await using var emulator = await TestEmulator.StartAsync();
        for (var number = 1; number <= 5; number++)
            await emulator.PostFileAsync("{}", $"{number}.jsonl");

        Assert.Equal("5.jsonl 4.jsonl 3.jsonl 2.jsonl 1.jsonl of 5", await ListAsync(emulator, ""));
        Assert.Equal("3.jsonl 2.jsonl of 5", await ListAsync(emulator, "?page=1&page_size=2"));
        Assert.Equal(" of 5", await ListAsync(emulator, "?page=3&page_size=2"));
        Assert.Equal("5.jsonl of ", await ListAsync(emulator, "?page_size=1&include_total=false"));
    }

    [Theory]
    [InlineData("?purpose=ocr", "scan.pdf of 1")]
    [InlineData("?sample_type=ocr_input&sample_type=batch_request", "scan.pdf batch.jsonl of 2")]
    [InlineData("?source=upload&source=mistral", "scan.pdf batch.jsonl Tune.jsonl of 3")]
    [InlineData("?source=mistral", " of 0")]
    [InlineData("?search=tune", "Tune.jsonl of 1")]
    [InlineData("?mimetypes=application%2Fpdf&mimetypes=image%2Fpng", "scan.pdf of 1")]
    public async Task List_is_filtered(string query, string expected)
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PostFileAsync("{}", "Tune.jsonl");
        await emulator.PostFileAsync("{}", "batch.jsonl", ("purpose", "batch"));
        await emulator.PostFileAsync("{}", "scan.pdf", ("purpose", "ocr"));

        Assert.Equal(expected, await ListAsync(emulator, query));
    }

    [Theory]
    [InlineData("?page=-1", """["query","page"]""")]
    [InlineData("?page_size=many", """["query","page_size"]""")]
    [InlineData("?purpose=train", """["query","purpose"]""")]
    [InlineData("?sample_type=a%2Cb", """["query","sample_type",0]""")]
    public async Task Invalid_filter_is_rejected(string query, string location)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Get, $"/v1/files{query}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(location, response.Json["detail"]![0]!["loc"]!.ToJsonString());
    }

    [Fact]
    public async Task Signed_URL_needs_no_API_key_and_expires()
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = time });
        var id = await emulator.UploadAsync("""{"body":{}}""");

        var url = (string)(await emulator.SendAsync(HttpMethod.Get, $"/v1/files/{id}/url?expiry=2")).Json["url"]!;
        emulator.Http.DefaultRequestHeaders.Authorization = null;
        var valid = await emulator.SendAsync(HttpMethod.Get, url);
        var changed = await emulator.SendAsync(HttpMethod.Get, url.Replace("se=2026", "se=2027", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromHours(2));
        var expired = await emulator.SendAsync(HttpMethod.Get, url);

        Assert.StartsWith(new Uri(emulator.Server.Endpoint, "/").ToString(), url, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, """{"body":{}}"""), (valid.Status, valid.Body));
        Assert.Equal((HttpStatusCode.Forbidden, "application/xml"), (changed.Status, changed.Headers["Content-Type"]));
        Assert.Contains("<Code>AuthenticationFailed</Code>", expired.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(169)]
    public async Task Expiry_of_a_signed_URL_is_limited(int hours)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var id = await emulator.UploadAsync("""{"body":{}}""");

        var response = await emulator.SendAsync(HttpMethod.Get, $"/v1/files/{id}/url?expiry={hours}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
    }

    [Fact]
    public async Task Expired_file_is_not_found()
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = time });
        var id = (await emulator.PostFileAsync("{}", "a.jsonl", ("expiry", "1"))).Json["id"];

        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(HttpStatusCode.NotFound, (await emulator.SendAsync(HttpMethod.Get, $"/v1/files/{id}")).Status);
        Assert.Equal(" of 0", await ListAsync(emulator, ""));
    }

    [Fact]
    public async Task Uploaded_file_can_be_used_in_chat_and_OCR()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var content = FileTestCalls.CreateContent(PdfBuilder.Create("(Uploaded) Tj"), "application/pdf");
        var chunk = $$"""{"type":"file","file_id":"{{await emulator.UploadAsync(content, "a.pdf", "ocr")}}"}""";

        var ocr = await emulator.PostOcrAsync($$"""{"document":{{chunk}}}""");
        var chat = await emulator.PostChatAsync($$"""{"messages":[{"role":"user","content":[{{chunk}}]}]}""");

        Assert.Equal(["Uploaded"], ocr.GetPageMarkdown());
        Assert.StartsWith("You sent 1 file (a.pdf, application/pdf, ", chat.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_with_an_unknown_file_returns_404()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostChatAsync(
            $$"""{"messages":[{"role":"user","content":[{"type":"file","file_id":"{{UnknownId}}"}]}]}""");

        Assert.Equal((HttpStatusCode.NotFound, $$"""{"detail":"File {{UnknownId}} not found"}"""), (response.Status, response.Body));
    }

    private static async Task<string> ListAsync(TestEmulator emulator, string query)
    {
        var list = (await emulator.SendAsync(HttpMethod.Get, $"/v1/files{query}")).Json;
        Assert.Equal("list", (string?)list["object"]);
        return $"{string.Join(' ', list["data"]!.AsArray().Select(file => (string?)file!["filename"]))} of {list["total"]}";
    }
}
