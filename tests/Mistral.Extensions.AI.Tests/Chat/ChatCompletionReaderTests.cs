using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Json;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>Responses with one message are not read by the serializer, but must be the same as if they were.</summary>
public sealed class ChatCompletionReaderTests
{
    private const string Head = """{"id":"1","object":"chat.completion","created":5,"model":"m",""";
    private const string Message = """{"role":"assistant","content":"Hi"}""";

    [Theory]
    [InlineData(Head + """ "choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"\"é\" 😀\n\\","tool_calls":null},"finish_reason":"length","index":1}]}""")]
    [InlineData("""
        {"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[
         {"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"},"index":0},
         {"function":{"arguments":"","name":"g"},"index":null},
         {}]},"finish_reason":"tool_calls"}]}
        """)]
    [InlineData("""{"choices":[{"message":{"content":"","tool_calls":[]}}],"usage":null}""")]
    [InlineData("""
        {"choices":[{"message":{}}],"usage":{"prompt_tokens":1,"completion_tokens":null,"total_tokens":3,"num_cached_tokens":4,
         "prompt_audio_seconds":null,"service_tier":"standard","prompt_tokens_details":{"cached_tokens":5,"audio_tokens":null}}}
        """)]
    [InlineData("""{"choices":[{"message":{"content":"a","content":"b","content":null}}],"usage":{"service_tier":null}}""")]
    public void Response_with_one_message_is_the_same_as_read_by_the_serializer(string json)
    {
        var response = Read(json);

        Assert.NotNull(response);
        AssertSame(json, response);
    }

    [Theory]
    [InlineData(Head + """ "choices":[{"index":0,"message":{"content":[{"type":"text","text":"Hi"}]}}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"message":{"content":"Hi","prefix":true}}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"message":{"role":"tool","content":"Hi"}}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"messages":[{"content":"Hi"}]}]}""")]
    [InlineData(Head + """ "choices":[{"index":"0","message":{"content":"Hi"}}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":null}]}""")]
    [InlineData(Head + """ "choices":[{"index":0,"message":null}]}""")]
    [InlineData(Head + """ "choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":{}}}]}}]}""")]
    [InlineData(Head + """ "choices":[{"message":{"tool_calls":[{"id":null}]}}]}""")]
    [InlineData(Head + """ "choices":[{"message":{"tool_calls":[{"type":"other"}]}}]}""")]
    [InlineData(Head + """ "choices":[{"message":{"tool_calls":[null]}}]}""")]
    [InlineData(Head + """ "choices":[]}""")]
    [InlineData(Head + """ "choices":[{"message":""" + Message + """},{"message":""" + Message + "}]}")]
    [InlineData("""{"choices":[{"message":""" + Message + """}],"usage":{"new":1}}""")]
    [InlineData("""{"choices":[{"message":""" + Message + """}],"usage":{"prompt_tokens":1.5}}""")]
    [InlineData("""{"choices":[{"message":""" + Message + """}],"usage":{"prompt_tokens_details":{"new":1}}}""")]
    [InlineData("""{"choices":[{"message":""" + Message + """}],"new":1}""")]
    [InlineData("""{"choices":[{"message":""" + Message + """}],"object":"other"}""")]
    [InlineData("""{"choices":[{"message":{"content":"\ud800"}}]}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("""{"choices":[{"message":""" + Message + "}]")]
    [InlineData("""{"choices":[{"message":""" + Message + "}]} {}")]
    public void Any_other_response_is_left_to_the_serializer(string json) => Assert.Null(Read(json));

    [Fact]
    public void Mutated_responses_are_the_same_as_read_by_the_serializer()
    {
        var random = new Random(20261121);
        var readCount = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var data = MutatedJson.Mutate(Encoding.UTF8.GetBytes(CreateResponse(random)), random);
            if (ChatCompletionReader.Instance.TryRead(data) is not { } response)
                continue;

            readCount++;
            AssertSame(Encoding.UTF8.GetString(data), response);
        }

        Assert.InRange(readCount, 5_000, 20_000);
    }

    private static string CreateResponse(Random random)
    {
        var call = random.CreateObject(
            random.Choose("", "\"id\":\"a\"", "\"id\":\"null\""),
            random.Choose("", "\"type\":\"function\""),
            random.Choose("", "\"index\":0", "\"index\":null"),
            """
            "function":{"name":"f","arguments":"{\"a\":1}"}
            """);
        var message = random.CreateObject(
            "\"role\":\"assistant\"",
            random.Choose("", "\"content\":\"Hi\"", "\"content\":null", "\"content\":\"a\\u00e9\\ud83d\\ude00\""),
            random.Choose("", "\"tool_calls\":null", "\"tool_calls\":[]", $"\"tool_calls\":[{call},{call}]"));
        var choice = random.CreateObject(
            $"\"index\":{random.Next(2)}",
            random.Choose("\"finish_reason\":\"stop\"", "\"finish_reason\":\"x\""),
            $"\"message\":{message}");
        return random.CreateObject(
            "\"id\":\"1\"",
            "\"object\":\"chat.completion\"",
            $"\"model\":\"{random.Next(2)}\"",
            random.Choose("", "\"usage\":null", "\"usage\":{\"prompt_tokens\":1,\"total_tokens\":2}"),
            $"\"choices\":[{choice}]");
    }

    private static ChatCompletionResponse? Read(string json) => ChatCompletionReader.Instance.TryRead(Encoding.UTF8.GetBytes(json));

    private static void AssertSame(string json, ChatCompletionResponse response) => JsonAssert.Equal(
        JsonSerializer.Serialize(
            JsonSerializer.Deserialize(json, ChatJson.Default.ChatCompletionResponse.ToLenient()),
            ChatJson.Default.ChatCompletionResponse),
        JsonSerializer.Serialize(response, ChatJson.Default.ChatCompletionResponse));
}
