using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

/// <summary>Response chunks other than text, thinking and tool calls.</summary>
public sealed class ResponseChunkTests
{
    [Theory]
    [InlineData("""{"type":"image_url","image_url":"https://example.com/cat.png"}""", "UriContent https://example.com/cat.png")]
    [InlineData(
        """{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}""",
        "DataContent data:image/png;base64,AAAA")]
    [InlineData(
        """{"type":"document_url","document_url":"https://example.com/a.pdf","document_name":"a.pdf"}""",
        "UriContent https://example.com/a.pdf")]
    [InlineData("""{"type":"file","file_id":"3f2b"}""", "HostedFileContent 3f2b")]
    [InlineData("""{"type":"file","file_id":" "}""", "AIContent")]
    [InlineData("""{"type":"input_audio","input_audio":"AAAA"}""", "DataContent data:audio/mpeg;base64,AAAA")]
    [InlineData("""{"type":"hologram","beam":{"x":[1]}}""", "AIContent")]
    [InlineData("""{"no":"type"}""", "AIContent")]
    // Known chunk types with unexpected fields: no exception, and no data is lost.
    [InlineData("""{"type":"text","text":null}""", "AIContent")]
    [InlineData("""{"type":"text"}""", "AIContent")]
    [InlineData("""{"type":"thinking","thinking":"a bare string"}""", "AIContent")]
    [InlineData("""{"type":"thinking"}""", "AIContent")]
    [InlineData("""{"type":"image_url","image_url":5}""", "AIContent")]
    [InlineData("""{"type":"image_url","image_url":{"url":5}}""", "AIContent")]
    [InlineData("""{"type":"image_url","image_url":{"url":null}}""", "AIContent")]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://example.com/cat.png","detail":5}}""", "AIContent")]
    [InlineData("""{"type":"image_url"}""", "AIContent")]
    [InlineData("""{"type":"reference"}""", "AIContent")]
    [InlineData("""{"type":"image_url","image_url":"data:image/png;base64,cut off"}""", "AIContent")]
    [InlineData("""{"type":"image_url","image_url":"not an address"}""", "AIContent")]
    public async Task Known_chunk_is_mapped_and_unknown_chunk_is_kept_raw(string chunk, string expected)
    {
        var message = $$"""{"role":"assistant","content":[{"type":"text","text":"See: "},{{chunk}},{"type":"text","text":"!"}]}""";

        foreach (var response in new[] { await ChatResponses.FromMessageAsync(message), await ChatResponses.FromDeltasAsync([message]) })
        {
            Assert.Equal(
                ["TextContent See:", expected, "TextContent !"],
                response.Contents().Select(content => ChatResponses.Describe(content).Trim()));
            Assert.IsAssignableFrom<ContentChunk>(response.Contents()[1].RawRepresentation);
        }
    }

    [Theory]
    [InlineData(""","file_name":"cat.png","file_type":"png" """, "cat.png", "image/png")]
    [InlineData(""","file_type":"pdf" """, null, "application/pdf")]
    [InlineData(""","file_type":"x" """, null, null)]
    [InlineData(""","file_type":{} """, null, null)]
    [InlineData("", null, null)]
    public async Task File_of_a_hosted_tool_is_a_hosted_file(string fields, string? name, string? mediaType)
    {
        var response = await ChatResponses.FromMessageAsync(
            $$"""{"role":"assistant","content":[{"type":"tool_file","tool":"image_generation","file_id":"3f2b"{{fields}}}]}""");

        var file = Assert.IsType<HostedFileContent>(Assert.Single(response.Contents()));
        Assert.Equal(("3f2b", name, mediaType), (file.FileId, file.Name, file.MediaType));
    }

    [Fact]
    public async Task Citation_position_in_the_text_is_kept()
    {
        const string Message = """
            {"role":"assistant","content":[{"type":"text","text":"Paris is old"},{"type":"reference","reference_ids":[1,"b"]},
             {"type":"text","text":" and big"},
             {"type":"tool_reference","tool":"web_search","title":"Paris","url":"https://example.com/paris","description":"A city."},
              {"type":"text","text":"."}]}
            """;
        var streamed = await ChatResponses.FromDeltasAsync(
        [
            """{"content":"Paris is"}""",
            """{"content":" old"}""",
            """{"content":[{"type":"reference","reference_ids":[1,"b"]},{"type":"text","text":" and big"}]}""",
            """
            {"content":[{"type":"tool_reference","tool":"web_search","title":"Paris","url":"https://example.com/paris",
             "description":"A city."}]}
            """,
            """{"content":"."}""",
        ]);

        var complete = await ChatResponses.FromMessageAsync(Message);

        Assert.Equal(complete.Describe(), streamed.Describe());
        foreach (var contents in new[] { complete.Contents(), streamed.Contents() })
        {
            Assert.Equal(["Paris is old", "", " and big", "", "."], contents.Cast<TextContent>().Select(text => text.Text));
            var first = Assert.IsType<CitationAnnotation>(Assert.Single(contents[1].Annotations!));
            var reference = Assert.IsType<ReferenceChunk>(first.RawRepresentation);
            Assert.Equal(["1", "\"b\""], reference.ReferenceIds.Select(id => id.GetRawText()));
            Assert.NotNull(first.AdditionalProperties?["reference_ids"]);
            var second = Assert.IsType<CitationAnnotation>(Assert.Single(contents[3].Annotations!));
            Assert.Equal(
                ("Paris", "web_search", "A city.", "https://example.com/paris"),
                (second.Title, second.ToolName, second.Snippet, second.Url?.ToString()));
        }
    }
}
