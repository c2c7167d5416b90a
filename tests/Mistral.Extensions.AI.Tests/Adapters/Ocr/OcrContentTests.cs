using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Ocr;

namespace Mistral.Extensions.AI.Tests.Adapters.Ocr;

/// <summary>OCR results as contents of chat messages, and their annotations as .NET types.</summary>
public sealed class OcrContentTests
{
    private const string TwoPages = """
        {"pages":[{"index":0,"markdown":"Before ![img-0.jpeg](img-0.jpeg) after [tbl-0.md](tbl-0.md)",
          "images":[{"id":"img-0.jpeg","image_base64":"data:image/jpeg;base64,/9j/4A==",
           "image_annotation":"{\"number\":\"8\",\"total\":1}"}],
          "tables":[{"id":"tbl-0.md","content":"| 1 |"}]},
         {"index":1,"markdown":"![img-1.jpeg](img-1.jpeg)","images":[{"id":"img-1.jpeg"}]}],
         "document_annotation":"{\"number\":\"7\",\"total\":12.5}"}
        """;

    [Fact]
    public void Text_and_images_keep_document_order()
    {
        var contents = Read(TwoPages).ToAIContents();

        Assert.Equal(3, contents.Count);
        Assert.Equal("Before ", Assert.IsType<TextContent>(contents[0]).Text);
        var image = Assert.IsType<DataContent>(contents[1]);
        Assert.Equal(("image/jpeg", "img-0.jpeg"), (image.MediaType, image.Name));
        Assert.Equal([0xFF, 0xD8, 0xFF, 0xE0], image.Data.ToArray());
        Assert.Equal(" after | 1 |\n\n![img-1.jpeg](img-1.jpeg)", Assert.IsType<TextContent>(contents[2]).Text);
    }

    [Fact]
    public void Document_without_images_is_one_text_content() => Assert.Equal(
        "Before ![img-0.jpeg](img-0.jpeg) after | 1 |\n\n![img-1.jpeg](img-1.jpeg)",
        Assert.IsType<TextContent>(Assert.Single(Read(TwoPages).ToAIContents(includeImages: false))).Text);

    [Theory]
    [InlineData(TwoPages)]
    [InlineData("""{"pages":[{"index":0,"markdown":"one"},{"index":1},{"index":2,"markdown":"three"}]}""")]
    public void Text_contents_without_images_equal_the_markdown(string json) => Assert.Equal(
        Read(json).ToMarkdown(embedImages: false), string.Concat(
            Read(json).ToAIContents(includeImages: false).Cast<TextContent>().Select(content => content.Text)));

    [Fact]
    public void Image_at_the_end_of_a_page_adds_no_blank_text()
    {
        var document = Read("""
            {"pages":[{"index":0,"markdown":"![a](a)","images":[{"id":"a","image_base64":"/9j/4A=="}]},{"index":1,"markdown":"Next"}]}
            """);

        Assert.Equal(
            ["DataContent data:image/jpeg;base64,/9j/4A==", "TextContent Next"],
            document.ToAIContents().Select(content => ChatResponses.Describe(content).Trim()));
    }

    [Fact]
    public async Task OCR_document_is_sent_as_a_user_message()
    {
        var server = StubServer.WithDefaultResponse();

        await server.CreateChatClient().GetResponseAsync(
            [Read(TwoPages).ToChatMessage("What is the total?")], cancellationToken: TestContext.Current.CancellationToken);

        JsonAssert.Equal(
            """
            [{"role":"user","content":[{"type":"text","text":"Before "},{"type":"image_url","image_url":"data:image/jpeg;base64,/9j/4A=="},
             {"type":"text","text":" after | 1 |\n\n![img-1.jpeg](img-1.jpeg)"},{"type":"text","text":"\n\nWhat is the total?"}]}]
            """,
            server.SingleRequestBody()["messages"]);
    }

    [Fact]
    public void Message_without_question_contains_only_the_document()
    {
        var message = Read(TwoPages).ToChatMessage(includeImages: false);

        Assert.Equal(ChatRole.User, message.Role);
        Assert.Equal(Read(TwoPages).ToMarkdown(embedImages: false), Assert.IsType<TextContent>(Assert.Single(message.Contents)).Text);
    }

    [Fact]
    public void Annotations_are_deserialized_to_the_requested_type()
    {
        var document = Read(TwoPages);

        Assert.Equal(new Invoice("7", 12.5), document.GetDocumentAnnotation<Invoice>(OcrTestJsonContext.Default.Options));
        Assert.Equal(new Invoice("8", 1), document.Pages[0].Images![0].GetImageAnnotation<Invoice>(OcrTestJsonContext.Default.Options));
        Assert.Null(document.Pages[1].Images![0].GetImageAnnotation<Invoice>(OcrTestJsonContext.Default.Options));
        Assert.Null(Read("""{"pages":[]}""").GetDocumentAnnotation<Invoice>(OcrTestJsonContext.Default.Options));
    }

    [Fact]
    public void Annotation_is_deserialized_to_JsonElement_without_options() =>
        Assert.Equal(12.5, Read(TwoPages).GetDocumentAnnotation<JsonElement>().GetProperty("total").GetDouble());

    [Theory]
    [InlineData("{\"number\":\"7\",\"tot")]
    [InlineData("")]
    [InlineData("[]")]
    public void Invalid_annotation_throws_MistralException(string annotation)
    {
        var document = new OcrResponse { DocumentAnnotation = annotation };

        var error = Assert.Throws<MistralException>(() => document.GetDocumentAnnotation<Invoice>(OcrTestJsonContext.Default.Options));

        Assert.Contains("document_annotation is not valid JSON for Invoice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_document_has_no_contents_and_null_document_throws()
    {
        Assert.Empty(Read("""{"pages":[{"index":0,"markdown":""}]}""").ToAIContents());
        Assert.Throws<ArgumentNullException>(() => ((OcrResponse)null!).ToAIContents());
        Assert.Throws<ArgumentNullException>(() => ((OcrResponse)null!).ToChatMessage());
    }

    private static OcrResponse Read(string json) => JsonSerializer.Deserialize(json, OcrJson.Default.OcrResponse)!;
}
