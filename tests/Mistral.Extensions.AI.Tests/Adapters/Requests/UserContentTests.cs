using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>User contents of every type, mapped to chunks.</summary>
public sealed class UserContentTests
{
    private static readonly byte[] Bytes = [1, 2, 3];
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47];

    [Fact]
    public async Task Single_text_is_sent_as_a_string() => JsonAssert.Equal(
        """[{"role":"user","content":"Hi"}]""", await SentRequests.GetMessagesAsync(new ChatMessage(ChatRole.User, "Hi")));

    [Fact]
    public async Task Several_texts_are_sent_as_separate_chunks_in_order() => JsonAssert.Equal(
        """[{"role":"user","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}]""",
        await SentRequests.GetMessagesAsync(new ChatMessage(ChatRole.User, [new TextContent("one"), new TextContent("two")])));

    [Fact]
    public async Task Message_without_contents_is_sent_as_an_empty_string() => JsonAssert.Equal(
        """[{"role":"user","content":""}]""", await SentRequests.GetMessagesAsync(new ChatMessage(ChatRole.User, (string?)null)));

    [Fact]
    public async Task Empty_text_next_to_an_image_is_omitted() => JsonAssert.Equal(
        """[{"role":"user","content":[{"type":"image_url","image_url":"https://example.com/a.png"}]}]""",
        await SentRequests.GetMessagesAsync(
            new ChatMessage(ChatRole.User, [new TextContent(""), CreateUriContent("https://example.com/a.png", "image/png")])));

    public static TheoryData<AIContent, string> Contents => new()
    {
        { new DataContent(Bytes, "image/png"), """{"type":"image_url","image_url":"data:image/png;base64,AQID"}""" },
        { new DataContent("data:image/webp;base64,AQID"), """{"type":"image_url","image_url":"data:image/webp;base64,AQID"}""" },
        { CreateUriContent("https://example.com/a.png", "image/png"), """{"type":"image_url","image_url":"https://example.com/a.png"}""" },
        {
            CreateUriContent("https://example.com/ä b.png?q=1&r=2", "image/*"),
            """{"type":"image_url","image_url":"https://example.com/%C3%A4%20b.png?q=1&r=2"}"""
        },
        {
            CreateUriContent("data:image/png;base64,AQID", "image/png"), """{"type":"image_url","image_url":"data:image/png;base64,AQID"}"""
        },
        {
            WithDetail(new DataContent(Bytes, "image/png"), "low"),
            """{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID","detail":"low"}}"""
        },
        {
            WithDetail(CreateUriContent("https://example.com/a.png", "image/png"), "high"),
            """{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"high"}}"""
        },
        {
            WithDetail(CreateUriContent("https://example.com/a.png", "image/png"), JsonElement.Parse("\"auto\"")),
            """{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"auto"}}"""
        },
        { new DataContent(Bytes, "application/pdf"), """{"type":"document_url","document_url":"data:application/pdf;base64,AQID"}""" },
        {
            new DataContent(Bytes, "application/pdf") { Name = "report.pdf" },
            """{"type":"document_url","document_url":"data:application/pdf;base64,AQID","document_name":"report.pdf"}"""
        },
        {
            CreateUriContent("https://example.com/a.pdf", "application/pdf"),
            """{"type":"document_url","document_url":"https://example.com/a.pdf"}"""
        },
        {
            CreateUriContent("https://example.com/a.html", "text/html"),
            """{"type":"document_url","document_url":"https://example.com/a.html"}"""
        },
        {
            new DataContent(Bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            """
            {"type":"document_url",
             "document_url":"data:application/vnd.openxmlformats-officedocument.wordprocessingml.document;base64,AQID"}
            """
        },
        // Audio is a string, not an object as in the OpenAI API.
        { new DataContent(Bytes, "audio/mpeg"), """{"type":"input_audio","input_audio":"AQID"}""" },
        {
            CreateUriContent("https://example.com/a.mp3", "audio/mpeg"),
            """{"type":"input_audio","input_audio":"https://example.com/a.mp3"}"""
        },
        { CreateUriContent("data:audio/wav;base64,AQID", "audio/wav"), """{"type":"input_audio","input_audio":"AQID"}""" },
        {
            new HostedFileContent("11111111-2222-3333-4444-555555555555"),
            """{"type":"file","file_id":"11111111-2222-3333-4444-555555555555"}"""
        },
        { new AIContent { RawRepresentation = new AudioChunk("QQ==") }, """{"type":"input_audio","input_audio":"QQ=="}""" },
    };

    [Theory]
    [MemberData(nameof(Contents), DisableDiscoveryEnumeration = true)]
    public async Task Content_is_mapped_to_a_chunk(AIContent content, string chunk) => JsonAssert.Equal(
        $$"""[{"role":"user","content":[{"type":"text","text":"Look:"},{{chunk}}]}]""",
        await SentRequests.GetMessagesAsync(new ChatMessage(ChatRole.User, [new TextContent("Look:"), content])));

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Unknown_chunk_is_sent_unchanged()
    {
        var chunk = new UnknownChunk(JsonElement.Parse("""{"type":"tomorrow","x":1}"""));

        var sent = await SentRequests.GetMessagesAsync(new ChatMessage(ChatRole.User, [new AIContent { RawRepresentation = chunk }]));

        JsonAssert.Equal("""[{"role":"user","content":[{"type":"tomorrow","x":1}]}]""", sent);
    }

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D }, "image/png", "iVBORw0=")]
    [InlineData(new byte[] { 0x47, 0x49, 0x46, 0x38, 0x39 }, "image/gif", "R0lGODk=")]
    [InlineData(new byte[] { 0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x57, 0x45, 0x42, 0x50 }, "image/webp", "UklGRgAAAABXRUJQ")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF }, "image/jpeg", "/9j/")]
    [InlineData(new byte[] { 0x52, 0x49, 0x46, 0x46 }, "image/jpeg", "UklGRg==")]
    public async Task Image_with_wildcard_media_type_is_sent_with_the_detected_type(byte[] bytes, string mediaType, string base64)
    {
        var sent = await SentRequests.GetMessagesAsync(new ChatMessage(ChatRole.User, [new DataContent(bytes, "image/*")]));

        JsonAssert.Equal(
            $$"""[{"role":"user","content":[{"type":"image_url","image_url":"data:{{mediaType}};base64,{{base64}}"}]}]""", sent);
    }

    [Fact]
    public async Task Edited_text_is_sent_instead_of_the_raw_chunk()
    {
        var text = new TextContent("original") { RawRepresentation = new TextChunk("original") };
        text.Text = "edited";

        JsonAssert.Equal(
            """[{"role":"user","content":"edited"}]""", await SentRequests.GetMessagesAsync(new ChatMessage(ChatRole.User, [text])));
    }

    [Fact]
    public async Task Usage_and_error_contents_are_not_sent() => JsonAssert.Equal(
        """[{"role":"user","content":"Hi"}]""",
        await SentRequests.GetMessagesAsync(
            new ChatMessage(ChatRole.User, [new TextContent("Hi"), new UsageContent(new()), new ErrorContent("broken")])));

    [Theory]
    [InlineData(8, false)]
    [InlineData(9, true)]
    public async Task More_than_eight_images_are_rejected_unless_the_limit_is_removed(int count, bool isRejected)
    {
        var message = new ChatMessage(ChatRole.User, [.. Enumerable.Repeat(new DataContent(Png, "image/png"), count)]);

        if (isRejected)
            Assert.Contains(
                "ChatRules.MaxImages",
                (await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>([message])).Message,
                StringComparison.Ordinal);
        else
            Assert.Equal(count, (await SentRequests.GetMessagesAsync(message))[0]!["content"]!.AsArray().Count);

        var unlimited = await SentRequests.GetAsync([message], configure: options => options.ChatRules.MaxImages = null);
        Assert.Equal(count, unlimited["messages"]![0]!["content"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public async Task Image_larger_than_MaxImageSize_is_rejected(int size, bool isRejected)
    {
        var message = new ChatMessage(ChatRole.User, [new DataContent(new byte[size], "image/png")]);

        var error = await Record.ExceptionAsync(
            () => SentRequests.GetAsync([message], configure: options => options.ChatRules.MaxImageSize = 4));
        var unlimited = await SentRequests.GetAsync([message], configure: options => options.ChatRules.MaxImageSize = null);

        Assert.Equal(isRejected, error is ArgumentException);
        Assert.Single(unlimited["messages"]![0]!["content"]!.AsArray());
    }

    [Fact]
    public async Task Image_of_more_than_20_MiB_is_rejected_by_default()
    {
        var image = new DataContent(new byte[(20 * 1024 * 1024) + 1], "image/png");

        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>([new(ChatRole.User, [image])]);

        Assert.Equal(
            "An image may have at most 20971520 bytes, but one has 20971521 bytes. Reduce its size, or change ChatRules.MaxImageSize.",
            error.Message);
    }

    private static UriContent CreateUriContent(string url, string mediaType) => new(url, mediaType);

    private static AIContent WithDetail(AIContent content, object detail)
    {
        content.AdditionalProperties = new() { ["detail"] = detail };
        return content;
    }
}
