using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Model;

public sealed class StructuredOutputGenerationTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name","age"]}""",
        "This is Peter, 35 years old", """{"name":"Peter","age":35}""")]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}}}""",
        "hello", """{"name":"hello","age":0}""")]
    [InlineData("""
        {"type":"object","properties":{"data":{"type":"array","items":{"$ref":"#/$defs/P"}}},
         "$defs":{"P":{"type":"object","properties":{"n":{"type":"string"},"a":{"type":"integer"}}}}}
        """,
        "These are Ann 1 and Bob 2", """{"data":[{"n":"Ann","a":1},{"n":"Bob","a":2}]}""")]
    [InlineData("""{"type":"object","properties":{"kind":{"type":"string","enum":["InProgress","Done"]}}}""",
        "it is done", """{"kind":"Done"}""")]
    [InlineData("""
        {"type":"object","properties":{"a":{"$ref":"#/$defs/Tree"}},
         "$defs":{"Tree":{"type":"object","properties":{"leaf":{"type":"boolean"},"next":{"$ref":"#/$defs/Tree"}}}}}
        """,
        "Hi", """{"a":{"leaf":true}}""")]
    [InlineData("""{"type":"object","properties":{"x":{"const":"y"},"z":{"type":"string","maxLength":2}}}""",
        "Hello", """{"x":"y","z":"He"}""")]
    [InlineData("""
        {"type":"object","properties":{"a":{"allOf":[{"$ref":"#"},{"properties":{"b":{"type":"integer"}}}]},"c":{"type":"integer"}}}
        """,
        "7 8", """{"a":{"a":{"b":7},"c":8,"b":0},"c":0}""")]
    public async Task Response_is_an_instance_of_the_schema(string schema, string text, string instance)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(text, WithSchema(schema));

        Assert.Equal(instance, response.Content);
        Assert.Equal("stop", response.FinishReason);
    }

    [Fact]
    public async Task JSON_mode_returns_the_echo_in_an_object()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("JSON please", """{"response_format":{"type":"json_object"}}""");

        Assert.Equal("""{"response":"You said: \"JSON please\"."}""", response.Content);
    }

    [Fact]
    public async Task Tool_call_precedes_structured_output_and_the_result_fills_the_schema()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var request = JsonNode.Parse(WithSchema("""{"type":"object","properties":{"degrees":{"type":"integer"}}}"""))!;
        request["tools"] = JsonNode.Parse("""[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object"}}}]""");

        var first = await emulator.PostUserMessageAsync("How is the weather?", request.ToJsonString());
        request["messages"] = JsonNode.Parse(
            """
            [{"role":"user","content":"How is the weather?"},
             {"role":"assistant","tool_calls":[{"id":"aaaaaaaaa","function":{"name":"get_weather","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"aaaaaaaaa","content":"It has 21 degrees"}]
            """);
        var second = await emulator.PostChatAsync(request.ToJsonString());

        Assert.Equal(["get_weather {}"], first.ToolCalls);
        Assert.Equal("""{"degrees":21}""", second.Content);
    }

    [Fact]
    public async Task Truncated_structured_output_has_finish_reason_length()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("Hello there", WithSchema(
            """{"type":"object","properties":{"text":{"type":"string"}}}""", """{"max_tokens":1}"""));

        Assert.Equal(("""{"text":"Hello""", "length"), (response.Content, response.FinishReason));
    }

    private static string WithSchema(string schema, string otherFields = "{}")
    {
        var request = JsonNode.Parse(otherFields)!.AsObject();
        request["response_format"] = new JsonObject
        {
            ["type"] = "json_schema",
            ["json_schema"] = new JsonObject { ["name"] = "response", ["schema"] = JsonNode.Parse(schema) },
        };
        return request.ToJsonString();
    }
}
