using System.Text.Json;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Ocr;

/// <summary>Reading of OCR responses.</summary>
public sealed class OcrResponseTests
{
    // The thirteen block types, an unknown one, and every other field of a page.
    private const string FullResponse = """
        {"model":"mistral-ocr-4-1","document_annotation":"{\"number\":\"7\",\"total\":12.5}",
         "usage_info":{"pages_processed":1,"doc_size_bytes":48213},"quality":"good",
         "pages":[{"index":0,"markdown":"# Invoice\n\n![img-0.jpeg](img-0.jpeg)\n\n[tbl-0.html](tbl-0.html)","header":"ACME",
          "footer":"1 of 1","hyperlinks":["https://example.com"],"dimensions":{"dpi":200,"height":2200,"width":1700},
          "images":[{"id":"img-0.jpeg","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,
           "image_base64":"data:image/jpeg;base64,/9j/4A==","image_annotation":"{\"number\":\"8\",\"total\":1}"}],
          "tables":[{"id":"tbl-0.html","content":"<table></table>","format":"html",
           "word_confidence_scores":[{"text":"a","confidence":0.5,"start_index":3}]}],
          "confidence_scores":{"average_page_confidence_score":0.75,"minimum_page_confidence_score":0.25,
           "word_confidence_scores":[{"text":"Invoice","confidence":0.5,"start_index":2}]},
          "blocks":[
           {"type":"title","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"# Invoice",
            "confidence_scores":{"average_content_confidence_score":0.5,"minimum_content_confidence_score":0.25,
             "block_type_confidence_score":0.75} },
           {"type":"text","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"a"},
           {"type":"list","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"- a"},
           {"type":"table","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"<table>","table_id":"tbl-0.html"},
           {"type":"image","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"","image_id":"img-0.jpeg"},
           {"type":"equation","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"x"},
           {"type":"caption","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"x"},
           {"type":"code","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"x"},
           {"type":"references","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"x"},
           {"type":"aside_text","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"x"},
           {"type":"header","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"x"},
           {"type":"footer","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"x"},
           {"type":"signature","top_left_x":1,"top_left_y":2,"bottom_right_x":3,"bottom_right_y":4,"content":"x"},
           {"type":"hologram","depth":5,"content":"x"}]}]}
        """;

    [Fact]
    public void Response_is_read_without_loss()
    {
        var response = RoundTrip.AssertLossless(FullResponse, OcrJson.Default.OcrResponse);

        var page = Assert.Single(response.Pages);
        Assert.Equal(["quality"], response.AdditionalProperties!.Keys);
        Assert.Null(page.AdditionalProperties);
        Assert.Null(page.Images![0].AdditionalProperties);
        Assert.Null(page.Tables![0].AdditionalProperties);
        Assert.Null(page.ConfidenceScores!.AdditionalProperties);
        Assert.All(page.Blocks!.SkipLast(1), block => Assert.Null(block.AdditionalProperties));
        Assert.Equal(5, page.Blocks![^1].AdditionalProperties!["depth"].GetInt32());
    }

    [Fact]
    public async Task Response_fields_are_read()
    {
        var response = await ProcessAsync(FullResponse);

        var page = Assert.Single(response.Pages);
        Assert.Equal(("mistral-ocr-4-1", 1, 48213L), (response.Model, response.UsageInfo!.PagesProcessed, response.UsageInfo.DocSizeBytes));
        Assert.Equal((0, "ACME", "1 of 1"), (page.Index, page.Header, page.Footer));
        Assert.Equal((200, 2200, 1700), (page.Dimensions!.Dpi, page.Dimensions.Height, page.Dimensions.Width));
        Assert.Equal(["https://example.com"], page.Hyperlinks!);
        Assert.Equal((0.75, 0.25), (page.ConfidenceScores!.AveragePageConfidenceScore, page.ConfidenceScores.MinimumPageConfidenceScore));
        Assert.Equal(("Invoice", 0.5, 2), GetSingleWord(page.ConfidenceScores.WordConfidenceScores!));
        Assert.Equal(("a", 0.5, 3), GetSingleWord(page.Tables![0].WordConfidenceScores!));
        Assert.Equal(
            (1, 2, 3, 4), (page.Images![0].TopLeftX, page.Images[0].TopLeftY, page.Images[0].BottomRightX, page.Images[0].BottomRightY));
        Assert.Equal(
            (1, 2, 3, 4), (page.Blocks![0].TopLeftX, page.Blocks[0].TopLeftY, page.Blocks[0].BottomRightX, page.Blocks[0].BottomRightY));
        Assert.Equal(0.75, page.Blocks[0].ConfidenceScores!.BlockTypeConfidenceScore);
        Assert.Equal("tbl-0.html", page.Blocks[3].TableId);
        Assert.Equal("img-0.jpeg", page.Blocks[4].ImageId);
        Assert.Equal(14, page.Blocks.Select(block => block.Type).Distinct().Count());
    }

    [Theory]
    [InlineData("data:image/jpeg;base64,/9j/4A==", "image/jpeg", 4)]
    [InlineData("data:image/png;base64,iVBORw==", "image/png", 4)]
    [InlineData("data:image/webp;base64,/9j/4A==", "image/webp", 4)]
    [InlineData("/9j/4A==", "image/jpeg", 4)]
    [InlineData("iVBORw==", "image/png", 4)]
    [InlineData("AAEC", "image/jpeg", 3)]
    [InlineData("https://example.com/a.png", "image/jpeg", 0)]
    [InlineData("...", "image/jpeg", 0)]
    [InlineData("", "image/jpeg", 0)]
    [InlineData("data:image/png;base64,", "image/jpeg", 0)]
    public void Image_data_is_decoded_or_kept_as_text(string text, string mediaType, int length)
    {
        var image = RoundTrip.AssertLossless(
            $$"""{"id":"img-0.jpeg","image_base64":"{{text}}"}""", OcrJson.Default.OcrImageObject).ImageBase64!;

        Assert.Equal((mediaType, length), (image.MediaType, image.Data.Length));
        Assert.Equal(
            length > 0 && !text.StartsWith("data:", StringComparison.Ordinal) ? $"data:{mediaType};base64,{text}" : text, image.ToString());
    }

    [Fact]
    public void Escaped_image_data_is_decoded()
    {
        var image = JsonSerializer.Deserialize(
            """{"image_base64":"data:image\/jpeg;base64,\/9j\u002F4A=="}""", OcrJson.Default.OcrImageObject)!;

        Assert.Equal([0xFF, 0xD8, 0xFF, 0xE0], image.ImageBase64!.Data.ToArray());
    }

    [Theory]
    [InlineData("""{"pages":null}""")]
    [InlineData("""{"pages":[{"images":[{"image_base64":7}]}]}""")]
    [InlineData("null")]
    public async Task Malformed_response_throws_MistralException(string responseBody)
    {
        var error = await Assert.ThrowsAsync<MistralException>(() => ProcessAsync(responseBody));

        Assert.Contains("POST /v1/ocr", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenAPI_example_is_read_without_loss()
    {
        var response = OpenApiExamples.AssertLossless(OpenApiExamples.Read("ocr.json"), OcrJson.Default.OcrResponse);

        Assert.Null(response.AdditionalProperties);
        Assert.Equal([1, 2, 3, 27, 28, 29], response.Pages.Select(page => page.Index));
        Assert.All(response.Pages, page => Assert.Null(page.AdditionalProperties));
    }

    private static Task<OcrResponse> ProcessAsync(string responseBody)
    {
        var request = new OcrRequest { Model = "mistral-ocr-latest", Document = OcrDocument.FromUrl(new("https://example.com/a.pdf")) };
        return StubServer.WithResponse(responseBody).CreateClient().Ocr.ProcessAsync(request, TestContext.Current.CancellationToken);
    }

    private static (string?, double?, int?) GetSingleWord(IReadOnlyList<OcrConfidenceScore> words) =>
        (Assert.Single(words).Text, words[0].Confidence, words[0].StartIndex);
}
