using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Ocr;

/// <summary>Serialization of OCR requests.</summary>
public sealed class OcrRequestTests
{
    private static readonly OcrRequest Minimal =
        new() { Model = "mistral-ocr-latest", Document = new DocumentUrlChunk("https://example.com/a.pdf") };

    [Fact]
    public async Task Minimal_request_has_model_document_and_include_blocks()
    {
        var server = StubServer.WithResponse("""{"pages":[]}""");

        await server.CreateClient().Ocr.ProcessAsync(Minimal, TestContext.Current.CancellationToken);

        JsonAssert.Equal(
            """
            {"model":"mistral-ocr-latest","document":{"type":"document_url","document_url":"https://example.com/a.pdf"},
             "include_blocks":true}
            """,
            server.SingleRequestBody());
        var request = Assert.Single(server.RequestMessages);
        Assert.Equal("POST https://api.mistral.ai/v1/ocr", $"{request.Method} {request.RequestUri}");
    }

    [Fact]
    public async Task Every_field_is_sent_under_the_API_name()
    {
        var body = await SendAsync(Minimal with
        {
            Document = new ImageUrlChunk(new ImageUrl("https://example.com/a.png") { Detail = "high" }),
            Pages = "0-5,7",
            IncludeImageBase64 = false,
            ImageLimit = 4,
            ImageMinSize = 100,
            BboxAnnotationFormat = CreateFormat("picture"),
            DocumentAnnotationFormat = CreateFormat("invoice"),
            DocumentAnnotationPrompt = "Amounts in euros.",
            TableFormat = "html",
            ExtractHeader = true,
            ExtractFooter = false,
            IncludeBlocks = true,
            ConfidenceScoresGranularity = "block",
        });

        JsonAssert.Equal(
            """
            {"model":"mistral-ocr-latest","document":{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"high"} },
             "pages":"0-5,7","include_image_base64":false,"image_limit":4,"image_min_size":100,
             "bbox_annotation_format":{"type":"json_schema","json_schema":{"name":"picture","schema":{"type":"object"},"strict":true} },
             "document_annotation_format":{"type":"json_schema","json_schema":{"name":"invoice","schema":{"type":"object"},"strict":true} },
             "document_annotation_prompt":"Amounts in euros.","table_format":"html","extract_header":true,"extract_footer":false,
             "include_blocks":true,"confidence_scores_granularity":"block"}
            """,
            body);
    }

    [Fact]
    public async Task IncludeBlocks_false_is_sent() =>
        Assert.False((bool)(await SendAsync(Minimal with { IncludeBlocks = false }))["include_blocks"]!);

    [Fact]
    public async Task Annotation_format_is_created_from_a_type()
    {
        var format = ChatResponseFormat.ForJsonSchema<Invoice>(OcrTestJsonContext.Default.Options, "invoice");

        var body = await SendAsync(Minimal with { DocumentAnnotationFormat = format.ToResponseFormat() });

        JsonAssert.Equal(
            """
            {"type":"json_schema","json_schema":{"name":"invoice","strict":true,"schema":
             {"type":"object","properties":{"number":{"type":"string"},"total":{"type":"number"} },"required":["number","total"],
              "additionalProperties":false} } }
            """,
            body["document_annotation_format"]);
    }

    [Fact]
    public async Task Uploaded_file_is_sent_by_id()
    {
        var body = await SendAsync(Minimal with { Document = OcrDocument.FromUpload("d0a1b2c3-0000-4000-8000-000000000001") });

        JsonAssert.Equal("""{"type":"file","file_id":"d0a1b2c3-0000-4000-8000-000000000001"}""", body["document"]);
    }

    [Theory]
    [InlineData(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData(".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")]
    public async Task Office_document_images_are_requested_as_base64_by_default(string extension, string mediaType)
    {
        var bytes = OcrDocument.FromBytes("PK\u0003\u0004"u8.ToArray(), name: $"letter{extension}");
        var link = OcrDocument.FromUrl(new($"https://example.com/letter{extension}?download=1"));

        foreach (var document in new[] { bytes, link })
        {
            var request = Minimal with { Document = document };
            Assert.True((bool?)(await SendAsync(request))["include_image_base64"]);
            Assert.True((bool?)(await SendAsync(request with { ImageLimit = 3 }))["include_image_base64"]);
            Assert.Null((await SendAsync(request with { ImageLimit = 0 }))["include_image_base64"]);
            Assert.False((bool?)(await SendAsync(request with { ImageLimit = 0, IncludeImageBase64 = false }))["include_image_base64"]);
        }

        Assert.StartsWith(
            $"data:{mediaType};base64,", Assert.IsType<DocumentUrlChunk>(bytes).DocumentUrl.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PDF_images_are_requested_only_when_enabled()
    {
        Assert.Null((await SendAsync(Minimal))["include_image_base64"]);
        Assert.True((bool?)(await SendAsync(Minimal with { IncludeImageBase64 = true }))["include_image_base64"]);
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Unknown_fields_and_values_are_sent()
    {
        var body = await SendAsync(Minimal with
        {
            Document = JsonSerializer.Deserialize("""{"type":"library","library_id":"7"}""", ChatJson.Default.ContentChunk),
            TableFormat = "csv",
            AdditionalProperties = new Dictionary<string, JsonElement> { ["language"] = JsonElement.Parse("\"fr\"") },
        });

        JsonAssert.Equal(
            """
            {"model":"mistral-ocr-latest","document":{"type":"library","library_id":"7"},"table_format":"csv","include_blocks":true,
             "language":"fr"}
            """,
            body);
    }

    private static ResponseFormat CreateFormat(string name) => new()
    {
        Type = "json_schema",
        JsonSchema = new() { Name = name, Schema = JsonElement.Parse("""{"type":"object"}"""), Strict = true },
    };

    private static async Task<JsonNode> SendAsync(OcrRequest request)
    {
        var server = StubServer.WithResponse("""{"pages":[]}""");
        await server.CreateClient().Ocr.ProcessAsync(request, TestContext.Current.CancellationToken);
        return server.SingleRequestBody();
    }
}
