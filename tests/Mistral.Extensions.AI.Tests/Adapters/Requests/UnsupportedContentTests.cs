using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>Unsupported content is not dropped silently: the exception names it and says what to do instead.</summary>
public sealed class UnsupportedContentTests
{
    private static readonly DataContent Image = new(new byte[] { 1 }, "image/png");

    public static TheoryData<string, AIContent, string> UnsupportedContents => new()
    {
        { "user", new DataContent(new byte[] { 1 }, "video/mp4"), "video/mp4" },
        { "user", new UriContent("https://example.com/a.mp4", "video/mp4"), "video/mp4" },
        { "user", new DataContent(new byte[] { 1 }, "image/tiff"), "PNG, JPEG, WEBP and GIF" },
        { "user", new DataContent(new byte[] { 0x49, 0x49, 0x2A, 0x00 }, "image/*"), "Convert the image" },
        { "user", new UriContent("https://example.com/a.tif", "image/tiff"), "image/tiff" },
        { "user", new UriContent("https://example.com/a.svg", "image/svg+xml"), "image/svg+xml" },
        { "user", new UriContent("https://example.com/a.svg?v=1", "image/*"), "image/svg+xml" },
        { "user", new DataContent(new byte[] { 0xE4 }, "text/plain"), "charset" },
        { "user", new DataContent(new byte[] { 1 }, "text/plain; charset=made-up"), "made-up" },
        { "user", new DataContent(new byte[] { 1 }, "text/plain; charset=utf-7"), "utf-7" },
        { "user", new UriContent("ftp://example.com/a.png", "image/png"), "ftp://example.com/a.png" },
        { "user", new UriContent("file:///tmp/a.pdf", "application/pdf"), "DataContent" },
        { "user", new UriContent(new Uri("a.png", UriKind.Relative), "image/png"), "a.png" },
        { "user", new UriContent("http://example.com/a.pdf", "application/pdf"), "only over https" },
        { "user", new UriContent("http://example.com/a.png", "image/png"), "only over https" },
        { "user", new UriContent("http://example.com/a.mp3", "audio/mpeg"), "only over https" },
        { "user", new HostedVectorStoreContent("lib-1"), "HostedFileSearchTool" },
        { "user", new TextReasoningContent("Hmm"), "assistant role" },
        { "user", new TextReasoningContent("Hmm") { RawRepresentation = new ThinkChunk([new TextChunk("Hmm")]) }, "assistant role" },
        { "user", new FunctionCallContent("abcdefghi", "look"), "assistant role" },
        { "user", new ToolApprovalRequestContent("1", new FunctionCallContent("abcdefghi", "look")), "UseFunctionInvocation" },
        { "user", new ToolApprovalResponseContent("1", true, new FunctionCallContent("abcdefghi", "look")), "UseFunctionInvocation" },
        { "user", new WebSearchToolCallContent("abcdefghi"), "another provider's tools" },
        { "user", new McpServerToolResultContent("abcdefghi"), "another provider's tools" },
        { "user", new AIContent(), "RawRepresentation" },
        { "user", new AIContent { RawRepresentation = "text" }, "RawRepresentation" },
        { "user", new UnknownAIContent(), "UnknownAIContent" },
        { "system", Image, "user role" },
        {
            "system", new DataContent(new byte[] { 1 }, "image/png") { RawRepresentation = new ImageUrlChunk("https://example.com/a.png") },
            "user role"
        },
        { "system", new UriContent("https://example.com/a.pdf", "application/pdf"), "user role" },
        { "developer", new HostedFileContent("file-1"), "user role" },
        { "system", new FunctionCallContent("abcdefghi", "look"), "assistant role" },
        { "tool", new TextContent("42"), "FunctionResultContent" },
        { "tool", new McpServerToolCallContent("abcdefghi", "look", "docs"), "FunctionResultContent" },
    };

    [Theory]
    [MemberData(nameof(UnsupportedContents), DisableDiscoveryEnumeration = true)]
    public async Task Unsupported_content_throws_with_advice(string role, AIContent content, string expectedText)
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<NotSupportedException>(
            [new(ChatRole.User, "Hi"), new(new ChatRole(role), [new TextContent("a"), content])]);

        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
        if (content is not UriContent && role is not "tool")
            Assert.Contains(content.GetType().Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_in_a_system_message_is_not_reported_as_a_wrong_media_type()
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<NotSupportedException>([new(ChatRole.System, [Image])]);

        Assert.DoesNotContain("media type image/png", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_message_or_content_throws()
    {
        var messageError = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>([new(ChatRole.User, "Hi"), null!]);
        var contentError = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(
            [new(ChatRole.User, [new TextContent("Hi"), null!])]);

        Assert.Contains("null", messageError.Message, StringComparison.Ordinal);
        Assert.Contains("null", contentError.Message, StringComparison.Ordinal);
    }

    private sealed class UnknownAIContent : AIContent;
}
