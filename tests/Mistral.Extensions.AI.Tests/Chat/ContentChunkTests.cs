using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Chat;

public sealed class ContentChunkTests
{
    [Theory]
    [InlineData(typeof(TextChunk), """{"type":"text","text":"Hi \u2028 there"}""")]
    [InlineData(typeof(TextChunk), """{"text":"The discriminator may come last.","type":"text"}""")]
    [InlineData(
        typeof(ThinkChunk),
        """
        {"type":"thinking","thinking":[{"type":"text","text":"Hm"},{"type":"reference","reference_ids":[1]},
         {"type":"tool_reference","tool":"web_search","title":"T"}],"signature":"c2ln","closed":false}
        """)]
    [InlineData(typeof(ThinkChunk), """{"type":"thinking","thinking":[]}""")]
    [InlineData(typeof(ImageUrlChunk), """{"type":"image_url","image_url":"https://example.com/a.png"}""")]
    [InlineData(typeof(ImageUrlChunk), """{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}""")]
    [InlineData(typeof(ImageUrlChunk), """{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0","detail":"high"}}""")]
    [InlineData(typeof(ImageUrlChunk), """{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"microscopic"}}""")]
    [InlineData(typeof(DocumentUrlChunk), """{"type":"document_url","document_url":"https://example.com/a.pdf","document_name":"a.pdf"}""")]
    [InlineData(typeof(TextChunk), """{"type":"text","text":"An unknown field.","seal":{"a":1}}""")]
    [InlineData(typeof(FileChunk), """{"type":"file","file_id":"6f1a4e0e-0000-4000-8000-000000000000"}""")]
    [InlineData(typeof(AudioChunk), """{"type":"input_audio","input_audio":"UklGRg=="}""")]
    [InlineData(typeof(ReferenceChunk), """{"type":"reference","reference_ids":[1,"b",3]}""")]
    [InlineData(
        typeof(ToolReferenceChunk),
        """
        {"type":"tool_reference","tool":"my_tool","title":"T","url":"https://example.com","favicon":"https://example.com/i.ico",
         "description":"D"}
        """)]
    [InlineData(typeof(UnknownChunk), """{"type":"hologram","beam":{"x":[1.50,true]},"text":"no text chunk"}""")]
    [InlineData(typeof(UnknownChunk), """{"text":"no type"}""")]
    [InlineData(typeof(UnknownChunk), """{"type":5}""")]
    [InlineData(typeof(UnknownChunk), "\"a bare string\"")]
    // Known types with an unexpected shape.
    [InlineData(typeof(UnknownChunk), """{"type":"text","text":{"value":"nested"}}""")]
    [InlineData(typeof(UnknownChunk), """{"type":"text"}""")]
    [InlineData(typeof(UnknownChunk), """{"type":"thinking","thinking":"a bare string"}""")]
    [InlineData(typeof(UnknownChunk), """{"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}}""")]
    [InlineData(typeof(UnknownChunk), """{"type":"image_url","image_url":{"href":"https://example.com/a.png"}}""")]
    [InlineData(typeof(UnknownChunk), """{"type":"reference","reference_ids":1}""")]
    public void Content_chunk_is_unchanged_after_a_JSON_round_trip(Type expectedType, string json)
    {
        Assert.IsType(expectedType, RoundTrip.AssertLossless(json, ChatJson.Default.ContentChunk));
    }

    [Fact]
    public void Malformed_chunk_does_not_affect_other_chunks()
    {
        var chunks = JsonSerializer.Deserialize(
            """[{"type":"text","text":["a",{"b":1}],"more":{"x":[]}},{"type":"text","text":"b"},null,{"type":"text","text":"c"}]""",
            ChatJson.Default.ListContentChunk)!;

        Assert.Equal([typeof(UnknownChunk), typeof(TextChunk), null, typeof(TextChunk)], chunks.Select(chunk => chunk?.GetType()));
        Assert.Equal("c", Assert.IsType<TextChunk>(chunks[3]).Text);
    }

    [Fact]
    public void Type_of_an_unknown_chunk_is_readable()
    {
        Assert.Equal("hologram", JsonSerializer.Deserialize("""{"type":"hologram"}""", ChatJson.Default.ContentChunk)!.Type);
        Assert.Null(JsonSerializer.Deserialize("""{"type":5}""", ChatJson.Default.ContentChunk)!.Type);
    }

    [Fact]
    public void Image_with_only_a_URL_is_written_as_a_string()
    {
        JsonAssert.Equal(
            """{"type":"image_url","image_url":"https://example.com/a.png"}""", Serialize(new ImageUrlChunk("https://example.com/a.png")));
        JsonAssert.Equal(
            """{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"low"}}""",
            Serialize(new ImageUrlChunk(new ImageUrl("https://example.com/a.png") { Detail = "low" })));
    }

    private static string Serialize(ContentChunk chunk) => JsonSerializer.Serialize(chunk, ChatJson.Default.ContentChunk);
}
