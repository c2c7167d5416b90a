using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Files;

public sealed class FileUploadTests
{
    [Fact]
    public async Task Upload_returns_all_fields_of_the_file()
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = new ManualTimeProvider() });

        var response = await emulator.PostFileAsync("{\"body\":{}}\n\n{\"body\":{}}\n", "été.jsonl",
            ("purpose", "batch"), ("visibility", "user"), ("expiry", "2"));

        Assert.True(Guid.TryParse((string?)response.Json["id"], out _));
        JsonAssert.Equal(
            $$"""
            {"id":"{{response.Json["id"]}}","object":"file","bytes":25,"created_at":1777636800,"filename":"été.jsonl","purpose":"batch",
             "sample_type":"batch_request","num_lines":2,"mimetype":"application/jsonl","source":"upload",
             "signature":"{{response.Json["signature"]}}","expires_at":1777644000,"visibility":"user"}
            """,
            response.Json);
    }

    [Theory]
    [InlineData("fine-tune", "a.jsonl", "instruct", "application/jsonl")]
    [InlineData("ocr", "a.PDF", "ocr_input", "application/pdf")]
    [InlineData("audio", "a.unknown", "audio_input", "text/x-test")]
    [Trait("Spec", "not-in-openapi")]
    public async Task Sample_type_and_media_type_depend_on_purpose_and_file_name(
        string purpose, string fileName, string sampleType, string mediaType)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostFileAsync(
            FileTestCalls.CreateContent("{}"u8.ToArray(), "text/x-test"), fileName, ("purpose", purpose));

        Assert.Equal((sampleType, mediaType, "workspace"),
            ((string?)response.Json["sample_type"], (string?)response.Json["mimetype"], (string?)response.Json["visibility"]));
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Large_file_is_stored_on_disk_and_returned_byte_by_byte()
    {
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        await using var emulator = await TestEmulator.StartAsync();

        var id = await emulator.UploadAsync(FileTestCalls.CreateContent(bytes, "audio/mpeg"), "a.mp3", "audio");
        using var response = await emulator.Http.GetAsync($"/v1/files/{id}/content", TestContext.Current.CancellationToken);

        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(bytes.Length, response.Content.Headers.ContentLength);
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("name", "a", "body.name extra_forbidden")]
    [InlineData("purpose", "train", "body.purpose enum")]
    [InlineData("visibility", "world", "body.visibility enum")]
    [InlineData("expiry", "soon", "body.expiry int_parsing")]
    public async Task Invalid_field_is_rejected(string name, string value, string error)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostFileAsync("{}", "a.jsonl", (name, value));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, error), (response.Status, GetError(response)));
    }

    [Fact]
    public async Task Part_without_file_name_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostFileAsync("{}", fileName: null, ("purpose", "batch"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "body.file missing"), (response.Status, GetError(response)));
    }

    [Fact]
    public async Task Body_that_is_not_multipart_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var json = await emulator.SendAsync(HttpMethod.Post, "/v1/files", """{"file":"a"}""");
        var truncated = await emulator.SendAsync(HttpMethod.Post, "/v1/files",
            FileTestCalls.CreateContent("--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbat"u8.ToArray(),
                "multipart/form-data; boundary=b"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "body.file missing"), (json.Status, GetError(json)));
        Assert.Equal((HttpStatusCode.BadRequest, """{"detail":"There was an error parsing the body"}"""),
            (truncated.Status, truncated.Body));
    }

    [Fact]
    public async Task File_that_OCR_does_not_support_is_rejected_with_the_supported_types()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostFileAsync(
            FileTestCalls.CreateContent([1], "application/zip"), "a.zip", ("purpose", "ocr"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal("Invalid file format.", (string?)response.Json["detail"]);
        Assert.StartsWith("Received file with mimetype application/zip, only application/pdf, image/.*, application/vnd.",
            (string?)response.Json["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreadable_line_of_a_file_for_fine_tuning_is_rejected_with_its_number()
    {
        const string Description =
            "Found 2 errors in this file. You can view supported formats here: https://docs.mistral.ai/capabilities/finetuning. ";
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostFileAsync("{\"messages\":[]}\r\n\r\n{nope\n[]", "a.jsonl");
        var binary = await emulator.PostFileAsync(new ByteArrayContent([0xFF, 0xFE]), "a.jsonl");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        JsonAssert.Equal(
            $$"""
            {"detail":"Invalid file format.","description":"{{Description}}",
             "errors":[{"message":"line contains invalid json: unexpected character: line 1 column 2","line_number":3},
              {"message":"line is not a json object","line_number":4}]}
            """,
            response.Json);
        Assert.Equal("""{"detail":"Failed to decode data, please encode your file using UTF-8."}""", binary.Body);
    }

    [Fact]
    public async Task File_over_512_MB_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostFileAsync(new ZeroContent((512 * 1024 * 1024) + 1), "a.mp3", ("purpose", "audio"));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, """{"message":"Request size limit exceeded"}"""),
            (response.Status, response.Body));
    }

    [Fact]
    public async Task Rejected_upload_is_read_to_its_end()
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { ApiKey = "another" });

        var response = await emulator.PostFileAsync(new ZeroContent(50_000_000), "a.mp3", ("purpose", "audio"));
        var next = await emulator.SendAsync(HttpMethod.Get, "/v1/files");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (response.Status, next.Status));
        Assert.All(emulator.Server.Requests, request => Assert.True(request.Body.IsEmpty));
    }

    private static string GetError(EmulatorResponse response)
    {
        var error = response.Json["detail"]!.AsArray().Single()!;
        return $"{string.Join('.', error["loc"]!.AsArray())} {error["type"]}";
    }

    /// <summary>A content of zeros that is not in memory.</summary>
    private sealed class ZeroContent(long length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var buffer = new byte[1024 * 1024];
            for (var remaining = length; remaining > 0; remaining -= buffer.Length)
                await stream.WriteAsync(buffer.AsMemory(0, (int)Math.Min(remaining, buffer.Length)));
        }

        protected override bool TryComputeLength(out long result)
        {
            result = length;
            return true;
        }
    }
}
