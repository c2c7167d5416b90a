using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Json;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>Chunks with one choice are not read by the serializer, but must be the same as if they were.</summary>
public sealed class CompletionChunkReaderTests
{
    private const string Head = """{"id":"1","object":"chat.completion.chunk","created":5,"model":"m",""";

    [Theory]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":null}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":"","tool_calls":null},"logprobs":null}],"usage":null,"p":"abc"}""")]
    [InlineData("""{"choices":[{"delta":{"content":"\"é\" 😀\n\\"},"index":0}]}""")]
    [InlineData(""" { "choices" : [ { "index" : 0 , "delta" : { "content" : "Hi" } } ] } """)]
    [InlineData("""{"p":"x","usage":null,"model":"m","choices":[{"index":0,"delta":{"content":"Hi"}}],"id":"1"}""")]
    public void Chunk_with_only_text_is_the_same_as_read_by_the_serializer(string json)
    {
        var chunk = Read(new(1), json);

        Assert.NotNull(chunk);
        Assert.Equal(Deserialize(json)!.Text, chunk.OnlyText);
        AssertSame(json, chunk);
    }

    [Theory]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}""")]
    [InlineData(Head + """ "choices":[{"index":1,"delta":{"content":"Hi"}}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":"Hi"}}],"usage":{"prompt_tokens":1}}""")]
    [InlineData(Head + """ "choices":[{"delta":{"role":"assistant"},"finish_reason":""}],"usage":{},"p":"abc"}""")]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":null,"tool_calls":[{"id":"a","function":{"name":"f"}}]}}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":"{"},"index":1},{}]}}]}""")]
    [InlineData("""{"choices":[{"index":1,"delta":{"content":"a"},"finish_reason":"stop"}],"choices":[{"delta":{"tool_calls":[]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":"a","tool_calls":[]},"delta":{"content":"b"}}]}""")]
    public void Chunk_with_more_than_text_is_the_same_as_read_by_the_serializer(string json)
    {
        var chunk = Read(new(1), json);

        Assert.NotNull(chunk);
        AssertSame(json, chunk);
    }

    [Theory]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":[{"type":"text","text":"Hi"}]}}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":"Hi","tool_call_id":"x"}}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":"Hi","role":"tool"}}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":"Hi","new":1}}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":"Hi"},"new":1}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":"A"}},{"index":1,"delta":{"content":"B"}}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"delta":{"content":"Hi"}}],"new":1}""")]
    [InlineData(Head + """ "choices":[]}""")]
    [InlineData(Head + """ "choices":null}""")]
    [InlineData("""{"created":1.5,"choices":[{"index":0,"delta":{"content":"Hi"}}]}""")]
    [InlineData("""{"id":7,"choices":[{"index":0,"delta":{"content":"Hi"}}]}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    public void Any_other_chunk_is_left_to_the_serializer(string json) => Assert.Null(Read(new(1), json));

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"Hi"}}]""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"Hi"}}]} {}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"Hi"}}]}x""")]
    [InlineData("not JSON")]
    [InlineData("")]
    public void Invalid_JSON_is_left_to_the_serializer(string json) => Assert.Null(Read(new(1), json));

    [Fact]
    public void Invalid_UTF8_is_left_to_the_serializer()
    {
        byte[] data = [.. """{"choices":[{"index":0,"delta":{"content":" """u8, 0xFF, .. "\"}}]}"u8];

        Assert.Null(new CompletionChunkReader(1).TryRead(data));
    }

    [Fact]
    public void Strings_of_a_chunk_that_differ_from_the_chunk_before_are_read()
    {
        var reader = new CompletionChunkReader(1);
        string[] chunks =
        [
            """{"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"A"}}]}""",
            """{"id":"2","model":"n","choices":[{"index":0,"delta":{"content":"B"}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"C"}}]}""",
            """{"id":"2","model":"m","choices":[{"index":0,"delta":{"content":"D"}}]}""",
        ];

        Assert.All(chunks, json => AssertSame(json, Read(reader, json)!));
    }

    [Fact]
    public void Mutated_chunks_are_the_same_as_read_by_the_serializer()
    {
        var random = new Random(20261121);
        var reader = new CompletionChunkReader(1);
        var readCount = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var data = MutatedJson.Mutate(Encoding.UTF8.GetBytes(CreateChunk(random)), random);
            if (reader.TryRead(data) is not { } chunk)
                continue;

            readCount++;
            AssertSame(Encoding.UTF8.GetString(data), chunk);
        }

        Assert.InRange(readCount, 5_000, 20_000);
    }

    [Theory]
    [InlineData("""{"id":"1","model":"m","choices":[{"index":0,"delta":{"content":TEXT},"finish_reason":null}]}""")]
    [InlineData("""{"id":"1","choices":[{"index":0,"delta":{"content":TEXT},"logprobs":null}],"p":PADDING}""")]
    [InlineData("""{"p":PADDING,"choices":[{"index":0,"delta":{"content":"a","role":"assistant","content":TEXT}}]}""")]
    public void Chunks_that_differ_only_in_text_and_padding_are_the_same_as_read_by_the_serializer(string layout)
    {
        var random = new Random(20261121);
        var reader = new CompletionChunkReader(1);
        var readCount = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var text = random.Choose("\" a\"", "\"\"", "\"\\n\\u00e9\\\"\"", "\"é😀\"", "\"\\ud800\"", "\"x\",\"y\":\"z\"", "null");
            var json = layout.Replace("TEXT", text).Replace("PADDING", random.Choose("\"abc\"", "\"abcdefgh\"", "\"\"", "1"));
            var data = MutatedJson.Mutate(Encoding.UTF8.GetBytes(json), random);
            if (reader.TryRead(data) is not { } chunk)
                continue;

            readCount++;
            AssertSame(Encoding.UTF8.GetString(data), chunk);
        }

        Assert.InRange(readCount, 2_000, 10_000);
    }

    private static string CreateChunk(Random random)
    {
        var content = random.Choose("\"Hi\"", "\"\"", "\"a\\u00e9\\ud83d\\ude00\"", "null", "[]");
        return random.CreateObject(
            $"\"id\":\"{random.Next(2)}\"",
            "\"object\":\"chat.completion.chunk\"",
            $"\"created\":{random.Next(3)}",
            "\"model\":\"m\"",
            """ "choices":[{"index":0,"delta":{"role":"assistant","content":""" + content + "}}]",
            random.Choose("\"usage\":null", "\"usage\":{\"prompt_tokens\":1}"),
            "\"p\":\"x\"");
    }

    private static CompletionChunk? Read(CompletionChunkReader reader, string json) => reader.TryRead(Encoding.UTF8.GetBytes(json));

    private static CompletionChunk? Deserialize(string json) =>
        JsonSerializer.Deserialize(json, ChatJson.Default.CompletionChunk.ToLenient());

    private static void AssertSame(string json, CompletionChunk chunk) =>
        JsonAssert.Equal(
            JsonSerializer.Serialize(Deserialize(json)! with { P = null }, ChatJson.Default.CompletionChunk),
            JsonSerializer.Serialize(chunk, ChatJson.Default.CompletionChunk));
}
