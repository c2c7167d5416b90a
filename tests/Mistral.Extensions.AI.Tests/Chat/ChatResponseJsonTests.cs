using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Chat;

public sealed class ChatResponseJsonTests
{
    [Theory]
    [InlineData("""
        {"id":"1","object":"chat.completion","created":1702256327,"model":"m",
         "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},
         "choices":[{"index":0,"finish_reason":"moonrise","message":{"role":"assistant","content":[{"type":"hologram"}],"mood":"good"},
          "weather":1}],"trace":[1,{"a":null}]}
        """)]
    [InlineData("""
        {"id":"1","model":"m","choices":[{"index":1,"finish_reason":"stop","messages":[
         {"role":"assistant","content":"I draw.",
          "tool_calls":[{"id":"aaaaaaaa1","type":"connector","function":{"name":"image_generation","arguments":"{}"},"index":0,"via":"x"}],
          "index":0},
         {"role":"tool","tool_call_id":"aaaaaaaa1","content":[{"type":"file","file_id":"1"}],"index":1,"metadata":{"a":{"b":1}},
          "extra":true}]}]}
        """)]
    [InlineData("""{"id":"1","model":"m"}""")]
    public void Completion_response_is_unchanged_after_a_JSON_round_trip(string json)
    {
        RoundTrip.AssertLossless(json, ChatJson.Default.ChatCompletionResponse);
    }

    [Theory]
    [InlineData(
        """
        {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","p":"abcd",
         "choices":[{"index":0,"delta":{"role":null,"content":""},"finish_reason":null,"logprobs":{"content":[]}}],"usage":{}}
        """)]
    [InlineData(
        """
        {"id":"1","model":"m","choices":[{"index":0,
         "delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]}],"tool_call_id":"aaaaaaaa1","index":3,
         "metadata":{"a":1},"mood":1},"finish_reason":"stop","later":1}]}
        """)]
    [InlineData("""{"id":"1","model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},"trace":"x"}""")]
    public void Completion_chunk_is_unchanged_after_a_JSON_round_trip(string json)
    {
        RoundTrip.AssertLossless(json, ChatJson.Default.CompletionChunk);
    }

    [Fact]
    public void Padding_field_p_is_not_an_additional_property()
    {
        Assert.Null(
            JsonSerializer.Deserialize("""{"id":"1","p":"abcdef","choices":[]}""", ChatJson.Default.CompletionChunk)!.AdditionalProperties);
    }

    [Theory]
    [InlineData(
        """
        {"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_audio_seconds":4,"service_tier":"priority","request_count":1}
        """,
        null)]
    [InlineData("""{"prompt_tokens":1,"prompt_tokens_details":{"cached_tokens":5,"audio_tokens":6,"image_tokens":7}}""", 5)]
    [InlineData("""{"prompt_tokens":1,"prompt_token_details":{"cached_tokens":5}}""", 5)]
    [InlineData("""{"prompt_tokens":1,"num_cached_tokens":5}""", 5)]
    [InlineData("""{"prompt_tokens":1,"prompt_tokens_details":{"cached_tokens":null},"num_cached_tokens":5}""", 5)]
    [InlineData("""{"completion_tokens_details":{"reasoning_tokens":3,"text_tokens":4},"connectors":{"web_search":1}}""", null)]
    public void Usage_is_unchanged_after_a_JSON_round_trip(string json, int? cached)
    {
        Assert.Equal(cached, RoundTrip.AssertLossless(json, ChatJson.Default.UsageInfo).CachedTokens);
    }

    [Theory]
    [InlineData("""{"choices":"none"}""")]
    [InlineData("""{"choices":[{"index":0,"message":"Hi"}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","tool_calls":{}}}]}""")]
    [InlineData("""{"usage":5}""")]
    [InlineData("""<html>""")]
    public async Task Response_of_an_unexpected_shape_throws_MistralException(string json)
    {
        await Assert.ThrowsAsync<MistralException>(() => ChatResponses.FromCompletionAsync(json));
    }
}
