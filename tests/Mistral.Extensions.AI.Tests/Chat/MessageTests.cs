using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Chat;

public sealed class MessageTests
{
    [Theory]
    [InlineData(typeof(SystemMessage), """{"role":"system","content":"Be brief."}""")]
    [InlineData(
        typeof(SystemMessage),
        """{"role":"system","content":[{"type":"text","text":"Think."},{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]}]}""")]
    [InlineData(typeof(UserMessage), """{"role":"user","content":""}""")]
    [InlineData(typeof(UserMessage), """{"role":"user","content":[]}""")]
    [InlineData(
        typeof(UserMessage),
        """
        {"content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":"https://example.com/a.png"}],"role":"user"}
        """)]
    [InlineData(typeof(AssistantMessage), """{"role":"assistant","content":"Hello","prefix":true}""")]
    [InlineData(
        typeof(AssistantMessage),
        """
        {"role":"assistant","content":null,
         "tool_calls":[{"id":"aaaaaaaa1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"},"index":0}]}
        """)]
    [InlineData(typeof(ToolMessage), """{"role":"tool","content":"42","tool_call_id":"aaaaaaaa1","name":"f"}""")]
    [InlineData(typeof(ToolMessage), """{"role":"tool","content":[{"type":"text","text":"42"}],"tool_call_id":"aaaaaaaa1"}""")]
    [InlineData(typeof(UnknownMessage), """{"role":"narrator","content":"Meanwhile","mood":{"dark":true}}""")]
    [InlineData(typeof(UnknownMessage), """{"content":"no role"}""")]
    [InlineData(typeof(UnknownMessage), """{"role":"tool","content":"42","tool_call_id":{"nested":1}}""")]
    public void Message_is_unchanged_after_a_JSON_round_trip(Type expectedType, string json)
    {
        Assert.IsType(expectedType, RoundTrip.AssertLossless(json, ChatJson.Default.Message));
    }

    [Fact]
    public void Response_only_fields_are_kept_but_not_sent_back()
    {
        const string Response =
            """
            {"role":"assistant","content":"Hi","mood":"good",
             "tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":"{}"},"index":0,"speed":7}]}
            """;

        var message = Assert.IsType<AssistantMessage>(JsonSerializer.Deserialize(Response, ChatJson.Default.Message));
        Assert.Equal("good", message.AdditionalProperties!["mood"].GetString());
        Assert.Equal(7, message.ToolCalls![0].AdditionalProperties!["speed"].GetInt32());

        JsonAssert.Equal(
            """{"role":"assistant","content":"Hi","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":"{}"},"index":0}]}""",
            JsonSerializer.Serialize(message, ChatJson.Default.Message));
        Assert.NotNull(message.AdditionalProperties);
    }

    [Fact]
    public void Object_arguments_are_sent_as_a_JSON_string()
    {
        var message = JsonSerializer.Deserialize(
            """
            {"role":"assistant","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":{"x":[1.0]}}}]}
            """, ChatJson.Default.Message)!;

        JsonAssert.Equal(
            """{"role":"assistant","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"f","arguments":"{\"x\":[1.0]}"}}]}""",
            JsonSerializer.Serialize(message, ChatJson.Default.Message));
    }

    [Fact]
    public void Content_as_string_and_as_chunk_list_have_the_same_text()
    {
        MessageContent bare = "Hi";
        MessageContent list = [new ThinkChunk([new TextChunk("Hm")]), new TextChunk("H"), new TextChunk("i")];

        Assert.Equal(("Hi", "Hi"), (bare.Text, list.Text));
        Assert.Equal([true, false], new[] { bare.IsString, list.IsString });
        Assert.Equal("Hi", Assert.IsType<TextChunk>(Assert.Single(bare)).Text);
        Assert.Equal(3, list.Count);
    }

    [Theory]
    [InlineData("\"\"", true)]
    [InlineData("[]", true)]
    [InlineData("""[{"type":"text","text":""}]""", true)]
    [InlineData("\" \"", false)]
    [InlineData("""[{"type":"thinking","thinking":[]}]""", false)]
    [InlineData("""[{"type":"hologram"}]""", false)]
    public void Content_without_text_or_chunks_is_empty(string json, bool expected)
    {
        Assert.Equal(expected, JsonSerializer.Deserialize(json, ChatJson.Default.MessageContent)!.IsEmpty);
    }

    [Fact]
    public void Single_chunk_outside_a_list_is_read_as_a_list()
    {
        var content = JsonSerializer.Deserialize("""{"type":"text","text":"Hi"}""", ChatJson.Default.MessageContent)!;

        Assert.Equal("Hi", Assert.IsType<TextChunk>(Assert.Single(content)).Text);
    }
}
