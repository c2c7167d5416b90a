using System.Net;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Ocr;

/// <summary>OCR requests that are rejected, with the messages of the API where they are known.</summary>
public sealed class OcrValidationTests
{
    private const string Word = "data:application/vnd.openxmlformats-officedocument.wordprocessingml.document;base64,AAAA";
    private const string Url = """ "document":{"type":"document_url","document_url":"https://example.org/a.pdf"} """;

    [Theory]
    [InlineData("""{"document":{"document_url":"https://example.org/a.png"}}""", null,
        "Invalid document type. image/png is not supported.")]
    [InlineData("""{"document":{"document_url":"data:image/png;base64,AAAA"}}""", null,
        "Invalid document type. image/png is not supported.")]
    [InlineData("""{"document":{"image_url":"data:application/pdf;base64,AAAA"}}""", null,
        "Invalid image type. application/pdf is not supported.")]
    [InlineData("""{"document":{"image_url":"data:image/png;base64,AAA"}}""", null, "Failed to fetch document")]
    [InlineData($$"""{"document":{"document_url":"{{Word}}"} }""", null,
        "For .docx files, extracted images can only be returned in base64. If you don't want images, try setting `image_limit=0` instead.")]
    [InlineData("""{"document":{"document_url":"https://example.org/a.pptx"}}""", null,
        "For .pptx files, extracted images can only be returned in base64. If you don't want images, try setting `image_limit=0` instead.")]
    [InlineData($$"""{"document":{"document_url":"{{Word}}"},"image_limit":0}""", "3740", "Document is not a valid .docx file.")]
    [InlineData("""{"document":{"document_url":"data:application/pdf;base64,AAAA"}}""", "3740", "Document is not a valid PDF.")]
    [InlineData($$"""{"model":"unknown",{{Url}}}""", "1500", "Invalid model: unknown")]
    [InlineData($$"""{"model":"mistral-small-latest",{{Url}}}""", "1500", "Invalid model: mistral-small-latest")]
    [InlineData($$"""{"pages":[0,1],{{Url}}}""", "3051", "Page 1 is out of range: the document has 1 page, counted from 0.")]
    [InlineData($$"""{"pages":"0-999999999999",{{Url}}}""", "3051",
        "Page 999999999999 is out of range: the document has 1 page, counted from 0.")]
    [InlineData($$"""{"pages":[-1],{{Url}}}""", "3051", "Page -1 is out of range: the document has 1 page, counted from 0.")]
    [InlineData($$"""{"document_annotation_format":{"type":"json_object"},{{Url}}}""", "3051",
        "document_annotation_format must be of type json_schema and have a json_schema")]
    [InlineData($$"""{"bbox_annotation_format":{"type":"json_schema"},{{Url}}}""", "3051",
        "bbox_annotation_format must be of type json_schema and have a json_schema")]
    [InlineData($$"""{"bbox_annotation_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"x"} } },{{Url}}}""",
        "3300", "Failed to parse schema.")]
    [InlineData($$"""{"document_annotation_prompt":"Read it.",{{Url}}}""", "3051",
        "document_annotation_prompt requires a document_annotation_format")]
    [InlineData($$"""{"include_blocks":false,"confidence_scores_granularity":"block",{{Url}}}""", "3051",
        "confidence_scores_granularity 'block' requires include_blocks")]
    public async Task Request_that_breaks_a_rule_is_rejected_with_400(string request, string? code, string expectedMessage)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await PostAsync(emulator, request);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal((code, expectedMessage), ((string?)response.Json["code"], (string?)response.Json["message"]));
    }

    [Theory]
    [InlineData("document_url", "http://example.org/a.pdf")]
    [InlineData("document_url", "AAAA")]
    [InlineData("document_url", "data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,AAAA")]
    [InlineData("image_url", "http://example.org/a.png")]
    public async Task Document_that_is_not_an_https_URL_or_base64_is_rejected(string chunkType, string url)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await PostAsync(emulator, $$"""{"document":{"type":"{{chunkType}}","{{chunkType}}":"{{url}}"} }""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        var error = Assert.Single(response.Json["detail"]!.AsArray())!;
        Assert.Equal(("value_error", """["body"]"""), ((string?)error["type"], error["loc"]!.ToJsonString()));
        Assert.Equal(
            chunkType == "image_url"
                ? "Value error, Image content must be a URL (starting with 'https') or base64 encoded image (starting with "
                    + $"'data:image/<format>;base64,<image-base64>')Received: {url}"
                : "Value error, Document content must be a URL (starting with 'https') or base64 encoded document (starting with "
                    + $"'data:application/<format>;base64,<document-base64>')Received: {url}",
            (string?)error["msg"]);
        Assert.Equal("mistral-ocr-latest", (string?)error["input"]!["model"]);
    }

    [Theory]
    [InlineData($$"""{"id":"a",{{Url}}}""", "body.id extra_forbidden")]
    [InlineData($$"""{"pages":"one",{{Url}}}""", "body.pages value_error")]
    [InlineData($$"""{"pages":"3-1",{{Url}}}""", "body.pages value_error")]
    [InlineData($$"""{"pages":["a"],{{Url}}}""", "body.pages.list[int].0 int_parsing")]
    [InlineData($$"""{"table_format":"csv",{{Url}}}""", "body.table_format enum")]
    [InlineData($$"""{"include_blocks":null,{{Url}}}""", "body.include_blocks bool_type")]
    [InlineData($$"""{"confidence_scores_granularity":"token",{{Url}}}""", "body.confidence_scores_granularity enum")]
    [InlineData("""{"document":null}""", "body.document.FileChunk model_attributes_type",
        "body.document.DocumentURLChunk model_attributes_type", "body.document.ImageURLChunk model_attributes_type")]
    [InlineData("""{"document":{"type":"file","file_id":"file-1"}}""", "body.document.FileChunk.file_id uuid_parsing",
        "body.document.DocumentURLChunk.type literal_error", "body.document.DocumentURLChunk.document_url missing",
        "body.document.DocumentURLChunk.file_id extra_forbidden", "body.document.ImageURLChunk.type literal_error",
        "body.document.ImageURLChunk.image_url missing", "body.document.ImageURLChunk.file_id extra_forbidden")]
    public async Task Invalid_field_is_rejected_with_the_location(string request, params string[] errors)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await PostAsync(emulator, request);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(
            errors,
            response.Json["detail"]!.AsArray().Select(error => $"{string.Join('.', error!["loc"]!.AsArray())} {error["type"]}"));
    }

    [Fact]
    public async Task Unknown_file_id_returns_404()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await PostAsync(emulator, """{"document":{"type":"file","file_id":"1b4e28ba-2fa1-11d2-883f-0016d3cca427"}}""");

        Assert.Equal(HttpStatusCode.NotFound, response.Status);
        Assert.Equal("""{"detail":"File 1b4e28ba-2fa1-11d2-883f-0016d3cca427 not found"}""", response.Body);
    }

    private static Task<EmulatorResponse> PostAsync(TestEmulator emulator, string json)
    {
        var request = new JsonObject { ["model"] = "mistral-ocr-latest" };
        foreach (var (name, value) in JsonNode.Parse(json)!.AsObject())
            request[name] = value?.DeepClone();
        return emulator.SendAsync(HttpMethod.Post, "/v1/ocr", request.ToJsonString());
    }
}
