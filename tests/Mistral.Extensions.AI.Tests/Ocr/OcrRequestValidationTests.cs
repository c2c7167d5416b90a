using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Ocr;

public sealed class OcrRequestValidationTests
{
    private const string Document = """ "model":"m","document":{"type":"document_url","document_url":"https://example.com/a.pdf"} """;

    [Theory]
    [InlineData("""{"document":{"type":"document_url","document_url":"https://example.com/a.pdf"} }""", "No model was specified")]
    [InlineData(
        """{"model":" ","document":{"type":"document_url","document_url":"https://example.com/a.pdf"} }""", "No model was specified")]
    [InlineData("""{"model":"m"}""", "No document was specified")]
    [InlineData(
        $$"""{{{Document}},"document_annotation_format":{"type":"json_object"} }""",
        "DocumentAnnotationFormat must be of type json_schema")]
    [InlineData(
        $$"""{{{Document}},"document_annotation_format":{"type":"json_schema"} }""",
        "DocumentAnnotationFormat must be of type json_schema")]
    [InlineData($$"""{{{Document}},"bbox_annotation_format":{"type":"text"} }""", "BboxAnnotationFormat must be of type json_schema")]
    [InlineData(
        $$"""{{{Document}},"document_annotation_prompt":"Amounts."}""", "DocumentAnnotationPrompt requires DocumentAnnotationFormat")]
    [InlineData($$"""{{{Document}},"confidence_scores_granularity":"block","include_blocks":false}""", "requires IncludeBlocks")]
    [InlineData($$"""{{{Document}},"image_limit":-1}""", "ImageLimit must be 0 or greater, but was -1")]
    [InlineData($$"""{{{Document}},"image_min_size":-1}""", "ImageMinSize must be 0 or greater, but was -1")]
    [InlineData(
        $$"""{{{Document}},"pages":"1-"}""", "Pages must be page numbers and ranges counted from 0, such as \"0-5,7\", but was \"1-\"")]
    public async Task Invalid_request_throws_before_sending(string request, string expectedText) =>
        await AssertRejectedAsync(JsonSerializer.Deserialize(request, OcrJson.Default.OcrRequest)!, expectedText);

    [Theory]
    [InlineData(
        """{"type":"document_url","document_url":"http://example.com/a.pdf"}""",
        "must be an https URL or a data URI, but was http://example.com/a.pdf")]
    [InlineData("""{"type":"image_url","image_url":{"url":"http://example.com/a.png"} }""", "must be an https URL")]
    [InlineData("""{"type":"document_url","document_url":"/home/me/a.pdf"}""", "FromBytes")]
    [InlineData("""{"type":"image_url","image_url":"https://example.com/a.pdf?x=1"}""", "A PDF cannot be sent as an image")]
    [InlineData("""{"type":"image_url","image_url":"data:application/pdf;base64,JVBERi0xLjcK"}""", "A PDF cannot be sent as an image")]
    [InlineData("""{"type":"image_url","image_url":"DATA:Application/PDF;base64,JVBERi0xLjcK"}""", "A PDF cannot be sent as an image")]
    [InlineData("""{"type":"image_url","image_url":"data:image/png;base64,JVBERi0xLjcK"}""", "A PDF cannot be sent as an image")]
    [InlineData(
        """{"type":"document_url","document_url":"data:image/png;base64,iVBORw0K"}""", "An image (image/png) cannot be sent as a document")]
    [InlineData("""{"type":"file","file_id":""}""", "The FileChunk has no file ID")]
    [InlineData("""{"type":"text","text":"Hi"}""", "TextChunk cannot be processed")]
    [InlineData("""{"type":"input_audio","input_audio":"UklG"}""", "AudioChunk cannot be processed")]
    public async Task Unsupported_document_throws_before_sending(string document, string expectedText) => await AssertRejectedAsync(
        new() { Model = "m", Document = JsonSerializer.Deserialize(document, ChatJson.Default.ContentChunk) }, expectedText);

    [Fact]
    public async Task PDF_declared_as_an_image_throws_before_sending() => await AssertRejectedAsync(
        new() { Model = "m", Document = OcrDocument.FromBytes("%PDF-1.7\n"u8.ToArray(), "image/png") }, "A PDF cannot be sent as an image");

    [Fact]
    public async Task Error_message_truncates_the_rejected_value()
    {
        var error = await AssertRejectedAsync(new() { Model = "m", Document = new DocumentUrlChunk(new string('A', 10_000)) }, "AAA…");

        Assert.InRange(error.Length, 1, 400);
    }

    [Fact]
    public async Task Office_document_images_without_base64_are_rejected() => await AssertRejectedAsync(
        new() { Model = "m", Document = new DocumentUrlChunk("https://example.com/letter.docx"), IncludeImageBase64 = false },
        "Leave IncludeImageBase64 unset, or set ImageLimit to 0");

    [Fact]
    public async Task Null_request_throws_before_sending() =>
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => NoNetwork.CreateClient().Ocr.ProcessAsync(null!, TestContext.Current.CancellationToken));

    private static async Task<string> AssertRejectedAsync(OcrRequest request, string expectedText)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => NoNetwork.CreateClient().Ocr.ProcessAsync(request, TestContext.Current.CancellationToken));
        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
        return error.Message;
    }
}
