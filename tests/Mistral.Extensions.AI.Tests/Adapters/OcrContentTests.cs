using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Ocr;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>A document that was read, for a chat about it.</summary>
public sealed class OcrContentTests
{
    private const string TwoPages = """
        {"pages":[{"index":0,"markdown":"Before ![img-0.jpeg](img-0.jpeg) after [tbl-0.md](tbl-0.md)",
          "images":[{"id":"img-0.jpeg","image_base64":"data:image/jpeg;base64,/9j/4A==","image_annotation":"{\"number\":\"8\",\"total\":1}"}],
          "tables":[{"id":"tbl-0.md","content":"| 1 |"}]},
         {"index":1,"markdown":"![img-1.jpeg](img-1.jpeg)","images":[{"id":"img-1.jpeg"}]}],
         "document_annotation":"{\"number\":\"7\",\"total\":12.5}"}
        """;

    [Fact]
    public void Text_and_images_stand_where_they_stood()
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
    public void Without_images_it_is_one_text() => Assert.Equal(
        "Before ![img-0.jpeg](img-0.jpeg) after | 1 |\n\n![img-1.jpeg](img-1.jpeg)",
        Assert.IsType<TextContent>(Assert.Single(Read(TwoPages).ToAIContents(includeImages: false))).Text);

    [Theory]
    [InlineData(TwoPages)]
    [InlineData("""{"pages":[{"index":0,"markdown":"one"},{"index":1},{"index":2,"markdown":"three"}]}""")]
    public void Without_images_it_is_the_text_of_the_document(string json) => Assert.Equal(
        Read(json).ToMarkdown(embedImages: false), string.Concat(
            Read(json).ToAIContents(includeImages: false).Cast<TextContent>().Select(content => content.Text)));

    [Fact]
    public void An_image_at_the_end_of_a_page_needs_no_empty_line_behind_it()
    {
        var document = Read("""
            {"pages":[{"index":0,"markdown":"![a](a)","images":[{"id":"a","image_base64":"/9j/4A=="}]},{"index":1,"markdown":"Next"}]}
            """);

        Assert.Equal(
            ["DataContent data:image/jpeg;base64,/9j/4A==", "TextContent Next"],
            document.ToAIContents().Select(content => Answers.Describe(content).Trim()));
    }

    [Fact]
    public async Task It_can_be_asked_about_in_a_chat()
    {
        var server = StubServer.Any();

        await server.Chat().GetResponseAsync(
            [Read(TwoPages).ToChatMessage("What is the total?")], cancellationToken: TestContext.Current.CancellationToken);

        JsonAssert.Equal(
            """
            [{"role":"user","content":[{"type":"text","text":"Before "},{"type":"image_url","image_url":"data:image/jpeg;base64,/9j/4A=="},
             {"type":"text","text":" after | 1 |\n\n![img-1.jpeg](img-1.jpeg)"},{"type":"text","text":"\n\nWhat is the total?"}]}]
            """,
            server.Body()["messages"]);
    }

    [Fact]
    public void Without_a_question_the_message_is_the_document()
    {
        var message = Read(TwoPages).ToChatMessage(includeImages: false);

        Assert.Equal(ChatRole.User, message.Role);
        Assert.Equal(Read(TwoPages).ToMarkdown(embedImages: false), Assert.IsType<TextContent>(Assert.Single(message.Contents)).Text);
    }

    [Fact]
    public void Annotations_are_read_into_the_type_they_were_asked_in()
    {
        var document = Read(TwoPages);

        Assert.Equal(new Invoice("7", 12.5), document.GetDocumentAnnotation<Invoice>(OcrTypes.Default.Options));
        Assert.Equal(new Invoice("8", 1), document.Pages[0].Images![0].GetImageAnnotation<Invoice>(OcrTypes.Default.Options));
        Assert.Null(document.Pages[1].Images![0].GetImageAnnotation<Invoice>(OcrTypes.Default.Options));
        Assert.Null(Read("""{"pages":[]}""").GetDocumentAnnotation<Invoice>(OcrTypes.Default.Options));
    }

    [Fact]
    public void Without_options_an_annotation_is_read_as_JSON() =>
        Assert.Equal(12.5, Read(TwoPages).GetDocumentAnnotation<JsonElement>().GetProperty("total").GetDouble());

    [Theory]
    [InlineData("{\"number\":\"7\",\"tot")]
    [InlineData("")]
    [InlineData("[]")]
    public void An_annotation_that_is_cut_is_an_error_of_the_library(string annotation)
    {
        var document = new OcrResponse { DocumentAnnotation = annotation };

        var error = Assert.Throws<MistralException>(() => document.GetDocumentAnnotation<Invoice>(OcrTypes.Default.Options));

        Assert.Contains("document_annotation is not the JSON of a Invoice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_read_is_nothing_to_say()
    {
        Assert.Empty(Read("""{"pages":[{"index":0,"markdown":""}]}""").ToAIContents());
        Assert.Throws<ArgumentNullException>(() => ((OcrResponse)null!).ToAIContents());
        Assert.Throws<ArgumentNullException>(() => ((OcrResponse)null!).ToChatMessage());
    }

    private static OcrResponse Read(string json) => JsonSerializer.Deserialize(json, OcrJson.Default.OcrResponse)!;
}
