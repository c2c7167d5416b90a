using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Chat;

public sealed class ChatRequestJsonTests
{
    [Theory]
    // The example in Mistral's OpenAPI description.
    [InlineData(
        """
        {"model":"mistral-large-latest",
         "messages":[{"role":"user","content":"Who is the best French painter? Answer in one short sentence."}]}
        """)]
    [InlineData("""
        {"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":0.3,"top_p":0.9,"max_tokens":0,"stream":true,
         "stop":["a","b"],"random_seed":4294967296,
         "metadata":{"a":{"b":[1]}},"presence_penalty":-2,"frequency_penalty":2,"n":2,"prediction":{"type":"content","content":"x"},
          "parallel_tool_calls":false,
         "reasoning_effort":"xhigh","prompt_mode":"reasoning","prompt_cache_key":"k","service_tier":"standard_only","safe_prompt":false,
         "response_format":{"type":"json_schema",
          "json_schema":{"name":"n","description":"d","schema":{"type":"object","$defs":{"A":{"anyOf":[{"type":"null"}]}}},"strict":true} },
         "guardrails":[{"block_on_error":true,
          "moderation_llm_v1":{"model_name":"m","custom_category_thresholds":{"pii":0.1,"law":null},"ignore_other_categories":true,
          "action":"block"},
          "moderation_llm_v2":{"action":"none","tomorrow":1},"moderation_llm_v3":{"x":1} }],
         "unknown_field":{"x":[true]} }
        """)]
    [InlineData(
        """
        {"model":"m","messages":[{"role":"user","content":"Hi"}],"reasoning_effort":"gigantic","service_tier":"tomorrow",
         "response_format":{"type":"poem","lines":4,"json_schema":{"name":"n","schema":{},"cached":true} } }
        """)]
    public void Chat_request_is_unchanged_after_a_JSON_round_trip(string json)
    {
        RoundTrip.AssertLossless(json, ChatJson.Default.ChatCompletionRequest);
    }

    [Theory]
    [InlineData(
        typeof(FunctionTool),
        """
        {"type":"function","function":{"name":"f","description":"d","strict":true,"parameters":{"type":"object","properties":{} } } }
        """)]
    [InlineData(typeof(WebSearchTool), """{"type":"web_search"}""")]
    [InlineData(
        typeof(WebSearchPremiumTool),
        """{"type":"web_search_premium","tool_configuration":{"include":["a"],"exclude":["b"],"requires_confirmation":["c"]} }""")]
    [InlineData(typeof(CodeInterpreterTool), """{"type":"code_interpreter"}""")]
    [InlineData(typeof(ImageGenerationTool), """{"type":"image_generation"}""")]
    [InlineData(typeof(DocumentLibraryTool), """{"type":"document_library","library_ids":["1"]}""")]
    [InlineData(
        typeof(CustomConnector),
        """
        {"type":"connector","connector_id":"c","authorization":{"type":"api-key","value":"v"},"tool_configuration":{"include":["a"]} }
        """)]
    [InlineData(
        typeof(FunctionTool), """{"type":"function","function":{"name":"f","parameters":{},"cached":true},"region":"eu"}""")]
    [InlineData(typeof(WebSearchTool), """{"type":"web_search","tool_configuration":{"include":["a"],"limit":3},"region":"eu"}""")]
    [InlineData(typeof(UnknownTool), """{"type":"time_machine","year":1984}""")]
    [InlineData(typeof(UnknownTool), """{"type":"function","function":"f"}""")]
    [InlineData(typeof(UnknownTool), """{"type":"document_library"}""")]
    public void Tool_is_unchanged_after_a_JSON_round_trip(Type expectedType, string json)
    {
        Assert.IsType(expectedType, RoundTrip.AssertLossless(json, ChatJson.Default.Tool));
    }

    [Theory]
    [InlineData("\"auto\"")]
    [InlineData("\"none\"")]
    [InlineData("\"any\"")]
    [InlineData("\"required\"")]
    [InlineData("\"perhaps\"")]
    [InlineData("""{"type":"function","function":{"name":"f"} }""")]
    public void Tool_choice_is_a_mode_or_a_function(string json)
    {
        var request = RoundTrip.AssertLossless($$"""{"tool_choice":{{json}} }""", ChatJson.Default.ChatCompletionRequest);

        Assert.NotEqual(request.ToolChoice!.Mode is null, request.ToolChoice.FunctionName is null);
    }

    [Fact]
    public void Deserialized_tool_choice_equals_constructed_tool_choice()
    {
        Assert.Equal(ToolChoice.Any, JsonSerializer.Deserialize("\"any\"", ChatJson.Default.ToolChoice));
        Assert.Equal(
            ToolChoice.Function("f"),
            JsonSerializer.Deserialize("""{"type":"function","function":{"name":"f"}}""", ChatJson.Default.ToolChoice));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("""{"type":"function"}""")]
    [InlineData("""{"type":"function","function":5}""")]
    [InlineData("""{"type":"function","function":{"name":5}}""")]
    public void Malformed_tool_choice_throws_JsonException(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ChatJson.Default.ToolChoice));
    }

    [Fact]
    public void Prompt_mode_None_is_sent_as_null_and_unset_prompt_mode_is_not_sent()
    {
        var request = new ChatCompletionRequest { Model = "m" };

        Assert.Equal("""{"model":"m"}""", Serialize(request));
        Assert.Equal("""{"model":"m","prompt_mode":null}""", Serialize(request with { PromptMode = PromptMode.None }));
        Assert.Equal("""{"model":"m","prompt_mode":"reasoning"}""", Serialize(request with { PromptMode = PromptMode.Reasoning }));
        Assert.Equal(
            PromptMode.None, JsonSerializer.Deserialize("""{"prompt_mode":null}""", ChatJson.Default.ChatCompletionRequest)!.PromptMode);
        Assert.Null(JsonSerializer.Deserialize("{}", ChatJson.Default.ChatCompletionRequest)!.PromptMode);
    }

    [Fact]
    public void Stop_string_is_read_and_written_as_a_list()
    {
        var request = JsonSerializer.Deserialize("""{"stop":"END"}""", ChatJson.Default.ChatCompletionRequest)!;

        Assert.Equal(["END"], request.Stop);
        Assert.Equal("""{"stop":["END"]}""", Serialize(request));
    }

    [Fact]
    public void Decimal_numbers_are_written_with_their_original_digits()
    {
        Assert.Equal("""{"temperature":0.7,"top_p":0.95}""", Serialize(new() { Temperature = 0.7f, TopP = 0.95f }));
    }

    [Fact]
    public void Connector_credentials_are_not_in_ToString()
    {
        var tool = new CustomConnector("c") { Authorization = new("api-key", "top-secret") };

        Assert.DoesNotContain("top-secret", tool.ToString(), StringComparison.Ordinal);
    }

    private static string Serialize(ChatCompletionRequest request) =>
        JsonSerializer.Serialize(request, ChatJson.Default.ChatCompletionRequest);
}
