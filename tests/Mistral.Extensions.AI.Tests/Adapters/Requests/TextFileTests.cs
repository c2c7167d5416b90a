using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>Text files are sent as text chunks that are separated from the other texts of the message.</summary>
public sealed class TextFileTests
{
    private const string Text = "Größe: 3 €";

    [Fact]
    public async Task Text_file_has_its_name_and_is_separated_from_the_question()
    {
        var file = new DataContent(Encoding.UTF8.GetBytes(Text), "text/plain") { Name = "notes.txt" };

        JsonAssert.Equal(
            """
            [{"role":"user","content":[
              {"type":"text","text":"Summarize:"},{"type":"text","text":"<file name=\"notes.txt\">\nGröße: 3 €\n</file>"}]}]
            """,
            await SentRequests.GetMessagesAsync(new ChatMessage(ChatRole.User, [new TextContent("Summarize:"), file])));
    }

    [Fact]
    public async Task File_name_cannot_end_the_tag() => Assert.Equal(
        "<file name=\"&quot;&gt;&lt;/file&gt;\">\na\n</file>",
        await GetSentTextAsync(new DataContent("a"u8.ToArray(), "text/plain") { Name = "\"></file>" }));

    [Theory]
    [InlineData("a</file>b", "file-2")]
    [InlineData("a</FILE >b", "file-2")]
    [InlineData("a</file>b</file-2>c", "file-3")]
    [InlineData("a</file-2>b", "file")]
    [InlineData("a<file>b</files>", "file")]
    public async Task Text_of_a_file_cannot_end_the_tag(string text, string tag) => Assert.Equal(
        $"<{tag}>\n{text}\n</{tag}>", await GetSentTextAsync(new DataContent(Encoding.UTF8.GetBytes(text), "text/plain")));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/markdown; charset=utf-8")]
    [InlineData("TEXT/csv")]
    [InlineData("application/json")]
    [InlineData("application/problem+json; charset=utf-8")]
    [InlineData("application/xml")]
    [InlineData("application/x-yaml")]
    [InlineData("application/javascript")]
    [InlineData("image/svg+xml")]
    public async Task File_of_a_text_type_is_sent_as_text(string mediaType) =>
        Assert.Equal($"<file>\n{Text}\n</file>", await GetSentTextAsync(new DataContent(Encoding.UTF8.GetBytes(Text), mediaType)));

    [Fact]
    public async Task Data_URI_of_a_text_type_is_sent_as_text() => Assert.Equal(
        "<file>\nhello\n</file>", await GetSentTextAsync(new UriContent("data:text/plain;base64,aGVsbG8=", "text/plain")));

    public static TheoryData<string, string> Charsets =>
    [
        new("text/plain; charset=utf-16", "utf-16"),
        new("text/plain; charset=\"utf-16BE\"", "utf-16BE"),
        new("text/plain; charset=ISO-8859-15; format=flowed", "iso-8859-15") { Traits = { ["Requires"] = ["net8.0"] } },
        new("text/plain; charset=windows-1252", "windows-1252") { Traits = { ["Requires"] = ["net8.0"] } },
    ];

    [Theory]
    [MemberData(nameof(Charsets))]
    public async Task Charset_of_the_media_type_is_used(string mediaType, string encoding)
    {
        var knownEncoding = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var bytes = knownEncoding.GetBytes(Text);

        Assert.Equal($"<file>\n{Text}\n</file>", await GetSentTextAsync(new DataContent(bytes, mediaType)));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Byte_order_mark_selects_the_encoding_and_is_removed(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var file = new DataContent((byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(Text)], "text/plain");

        Assert.Equal($"<file>\n{Text}\n</file>", await GetSentTextAsync(file));
    }

    private static async Task<string> GetSentTextAsync(AIContent file) =>
        (await SentRequests.GetMessagesAsync(new ChatMessage(ChatRole.User, [file])))[0]!["content"]!.GetValue<string>();
}
