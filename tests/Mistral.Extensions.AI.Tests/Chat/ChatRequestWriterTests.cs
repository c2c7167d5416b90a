using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>Most parts of a request are not written by the serializer, but must be the same as if they were.</summary>
public sealed class ChatRequestWriterTests
{
    private const string AllProperties = """
        {"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":0.3,"top_p":0.9,"max_tokens":0,"stream":true,
         "stop":["a","b"],"random_seed":4294967296,"metadata":{"a":{"b":[1]}},"presence_penalty":-2,"frequency_penalty":2,"n":2,
         "prediction":{"type":"content","content":"x"},"parallel_tool_calls":false,"reasoning_effort":"xhigh","prompt_mode":null,
         "prompt_cache_key":"k","service_tier":"standard_only","safe_prompt":false,"response_format":{"type":"json_object"},
         "guardrails":[{"block_on_error":true}],"tool_choice":"any",
         "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,"parameters":{"type":"object"}}}]}
        """;

    [Fact]
    public void Every_property_is_written_as_by_the_serializer()
    {
        var json = JsonNode.Parse(AllProperties)!.AsObject();
        Assert.Equal(
            GetPropertyNames(ChatJson.Default.ChatCompletionRequest),
            json.Select(property => property.Key).Order(StringComparer.Ordinal));

        Assert.All(json, property => AssertSame(new JsonObject { [property.Key] = property.Value?.DeepClone() }.ToJsonString()));
        AssertSame(AllProperties);
    }

    [Theory]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"messages":[{"role":"system","content":""},{"role":"user","content":"\"a\"\n\u0001\u007f\u2028é😀"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":"b"}]}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":"a","prefix":true},{"role":"assistant","content":"b","new":1}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"{}"}}]}]}""")]
    [InlineData("""{"messages":[{"role":"tool","content":"a","tool_call_id":"1","name":"f"},{"role":"critic","text":"a"}]}""")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","parameters":{ "a" : [ 1.0, "\u00e9" ] }}},{"type":"x"}]}""")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","parameters":{},"new":1}}]}""")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","parameters":{}},"new":1}]}""")]
    [InlineData("""{"tools":[{"type":"document_library","library_ids":["1"]},{"type":"new","year":1}],"new":{"x":[true]}}""")]
    public void Messages_and_tools_are_written_as_by_the_serializer(string json) => AssertSame(json);

    // A new property of these records must be added to the writer.
    [Theory]
    [InlineData(typeof(SystemMessage), "content,role")]
    [InlineData(typeof(UserMessage), "content,role")]
    [InlineData(typeof(AssistantMessage), "content,prefix,role,tool_calls")]
    [InlineData(typeof(FunctionTool), "function,type")]
    [InlineData(typeof(Function), "description,name,parameters,strict")]
    public void Messages_and_functions_have_only_the_properties_that_the_writer_knows(Type type, string names) =>
        Assert.Equal(names, string.Join(',', GetPropertyNames(ChatJson.Default.GetTypeInfo(type)!)));

    [Fact]
    public async Task Comments_in_the_parameters_of_a_function_are_not_sent()
    {
        using var parameters = JsonDocument.Parse(
            """{"type":"object",/* none */"properties":{},}""",
            new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var tool = new FunctionTool(new() { Name = "f", Parameters = parameters.RootElement });

        var request = await SentRequests.GetAsync(new() { Tools = [tool.AsAITool()] });

        JsonAssert.Equal(
            """[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}]""", request["tools"]);
    }

    private static IEnumerable<string> GetPropertyNames(JsonTypeInfo type) => type.Properties
        .Where(property => !property.IsExtensionData && property.Get is not null)
        .Select(property => property.Name)
        .Order(StringComparer.Ordinal);

    private static void AssertSame(string json)
    {
        var request = JsonSerializer.Deserialize(json, ChatJson.Default.ChatCompletionRequest)!;
        AssertSame(request);
        AssertSame(request with { Tools = request.Tools?.Select(WithTransformedParameters).ToList() });
    }

    private static Tool WithTransformedParameters(Tool tool) =>
        tool is FunctionTool function
            ? function with { Function = function.Function with { HasTransformedParameters = true } }
            : tool;

    private static void AssertSame(ChatCompletionRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            ChatRequestWriter.Write(writer, request);

        JsonAssert.Equal(
            JsonSerializer.Serialize(request, ChatJson.Default.ChatCompletionRequest), JsonNode.Parse(buffer.WrittenSpan));
    }
}
