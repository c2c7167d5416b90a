using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Chat;

/// <summary>Chat requests that match the schema and break a rule get a 400 response with the message and the code of the API.</summary>
public sealed class ChatRequestRulesTests
{
    private const string User = """{"role":"user","content":"Hello"}""";
    private const string ToolCall = """{"role":"assistant","tool_calls":[{"id":"abcdefghi","function":{"name":"f","arguments":"{}"}}]}""";
    private const string ToolResult = """{"role":"tool","tool_call_id":"abcdefghi","content":"1"}""";

    [Theory]
    [InlineData("", "3230", "Conversation must have at least one message")]
    [InlineData("""{"role":"assistant","content":"Hi","prefix":true}""", "3230",
        "Conversation must start with a user message or system message")]
    [InlineData(User + """,{"role":"assistant","content":"Hi"}""", "3230",
        "Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant")]
    [InlineData(User + "," + ToolResult, "3230", "Unexpected role 'tool' after role 'user'")]
    [InlineData("""{"role":"system","content":"Hi"},""" + ToolResult, "3230", "Unexpected role 'tool' after role 'system'")]
    [InlineData(User + """,{"role":"assistant","content":"Hi"},{"role":"system","content":"Hi"}""", "3230",
        "Unexpected role 'system' after role 'assistant'")]
    [InlineData(User + "," + ToolCall + "," + ToolResult + """,{"role":"system","content":"Hi"}""", "3230",
        "Unexpected role 'system' after role 'tool'")]
    [InlineData(User + "," + ToolCall + "," + User, "3230", "Not the same number of function calls and responses")]
    [InlineData(User + "," + ToolCall + "," + ToolResult + "," + ToolResult, "3230", "Duplicate tool call id abcdefghi in tool results")]
    [InlineData(User + """,{"role":"assistant","content":"Hi"},""" + ToolResult, "3230",
        "Unexpected tool call id abcdefghi in tool results")]
    [InlineData(User + """,{"role":"assistant","content":""},""" + User, "3240",
        "Assistant message must have either content or tool_calls, but not none.")]
    [InlineData(User + """,{"role":"assistant","content":[],"tool_calls":[]},""" + User, "3240",
        "Assistant message must have either content or tool_calls, but not none.")]
    [InlineData(User + """,{"role":"assistant","content":"Hi","prefix":true},""" + User, "3240",
        "Assistant message with prefix True must be last message")]
    [InlineData(User + """,{"role":"assistant","content":[{"type":"image_url","image_url":"https://a.b/c.png"}]},""" + User, "3230",
        "Unexpected content chunk types in assistant message: ['image_url']")]
    [InlineData("""{"role":"user","content":[{"type":"thinking","thinking":[]}]}""", "3230",
        "Unexpected content chunk types in user message: ['thinking']")]
    [InlineData("""{"role":"system","content":[{"type":"thinking","thinking":[]}]},""" + User, "3051",
        "ThinkChunk in system message is not supported for this model")]
    [InlineData(User + """,{"role":"assistant","content":[{"type":"thinking","thinking":[]},{"type":"thinking","thinking":[]}]},""" + User,
        "3230", "Expected at most one leading ThinkChunk, got 2")]
    [InlineData(User + """,{"role":"assistant","content":[{"type":"text","text":"Hi"},{"type":"thinking","thinking":[]}]},""" + User,
        "3230", "ThinkChunks must be leading")]
    public async Task Conversation_that_breaks_a_rule_is_rejected(string messages, string code, string expectedMessage)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostChatAsync($$"""{"messages":[{{messages}}]}""");

        AssertRejected(response, code, expectedMessage);
    }

    [Theory]
    [InlineData("call_123", "f", "Tool call id was call_123 but must be a-z, A-Z, 0-9, with a length of 9.")]
    [InlineData("abcdefghi0", "f", "Tool call id was abcdefghi0 but must be a-z, A-Z, 0-9, with a length of 9.")]
    [InlineData("null", "f", "Tool call id has to be defined in serving mode.")]
    [InlineData("abcdefghi", "a.b", "Function name was a.b but must be a-z, A-Z, 0-9, or contain underscores and dashes, "
        + "with a maximum length of 64.")]
    public async Task Invalid_tool_call_id_or_name_is_rejected_with_code_3280(string id, string name, string expectedMessage)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostChatAsync(
            $$$"""
            {"messages":[{{{User}}},
              {"role":"assistant","tool_calls":[{"id":"{{{id}}}","function":{"name":"{{{name}}}","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"{{{id}}}","content":"1"}]}
            """);

        AssertRejected(response, "3280", expectedMessage);
    }

    [Fact]
    public async Task Tool_result_without_call_id_is_rejected_with_code_3280()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostChatAsync($$"""{"messages":[{{User}},{{ToolCall}},{"role":"tool","content":"1"}]}""");

        AssertRejected(response, "3280", "Tool call id has to be defined.");
    }

    [Fact]
    public async Task User_message_after_tool_message_is_accepted_unless_AllowUserAfterTool_is_false()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await using var olderServer = await TestEmulator.StartAsync(new MistralEmulatorOptions { AllowUserAfterTool = false });
        var request = $$"""{"messages":[{{User}},{{ToolCall}},{{ToolResult}},{{User}}]}""";

        Assert.Equal("You said: \"Hello\".", (await emulator.PostChatAsync(request)).Content);
        AssertRejected(await olderServer.PostChatAsync(request), "3230", "Unexpected role 'user' after role 'tool'");
    }

    [Theory]
    [InlineData("""{"model":"gpt-5"}""", "1500", "Invalid model: gpt-5")]
    [InlineData("""{"model":"mistral-embed"}""", "1500", "Invalid model: mistral-embed")]
    [InlineData("""{"reasoning_effort":"medium"}""", "3051", "reasoning_effort='medium' is not supported for this model. "
        + "Must be one of (<ReasoningEffort.none: 'none'>, <ReasoningEffort.high: 'high'>)")]
    [InlineData("""{"model":"mistral-large-latest","reasoning_effort":"high"}""", "3051",
        "reasoning_effort='high' is not supported for this model")]
    [InlineData("""{"prompt_mode":"reasoning"}""", "3051", "Reasoning prompt mode is not enabled for this model")]
    [InlineData("""{"temperature":0,"top_p":0.5}""", "3054", "top_p must be 1 when using greedy sampling")]
    [InlineData("""{"n":2,"prediction":{"content":"Hi"}}""", "3051", "n must be 1 when using prediction")]
    [InlineData("""{"tool_choice":"any"}""", "3051", "tool_choice needs tools to choose from")]
    [InlineData(
        """{"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"""
        + """ "tool_choice":{"function":{"name":"g"}}}""",
        "3051", "tool_choice names the function g, which is not among the tools")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"a.b","parameters":{"type":"object"}}}]}""", "3280",
        "Function name was a.b but must be a-z, A-Z, 0-9, or contain underscores and dashes, with a maximum length of 64.")]
    [InlineData("""{"logprobs":true}""", "3051", "Logprobs are not enabled for this model")]
    [InlineData("""{"n":129}""", "3051", "n must be at most 128")]
    [InlineData("""{"model":"voxtral-mini-latest","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}""",
        "3051", "Function calling is not enabled for this model")]
    [InlineData("""{"response_format":{"type":"json_schema"}}""", "3051", "response_format of type json_schema needs a json_schema")]
    public async Task Invalid_combination_of_options_and_model_is_rejected(string options, string code, string expectedMessage)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("Hello", options);

        AssertRejected(response, code, expectedMessage);
    }

    [Theory]
    [InlineData("""{"a":{"type":"string"}}""", """Invalid tool schema: {"a":{"type":"string"}} is not a schema of type 'object'""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"number","exclusiveMinimum":true}}}""",
        "Invalid tool schema: True is not of type 'number'")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"text"}}}""",
        "Invalid tool schema: 'text' is not valid under any of the given schemas")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":"string"}}}""",
        "Invalid tool schema: 'string' is not of type 'object', 'boolean'")]
    [InlineData("""{"type":"object","required":true}""", "Invalid tool schema: True is not of type 'array'")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/Nothing"}}}""",
        "Grammar error: at 3(11): failed to compile JSON schema")]
    public async Task Invalid_tool_parameter_schema_is_rejected(string parameters, string expectedMessage)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(
            "Hello", $$$"""{"tools":[{"type":"function","function":{"name":"f","parameters":{{{parameters}}}}}]}""");

        AssertRejected(response, "3051", expectedMessage);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{}}""", true,
        "Invalid strict schema: additionalProperties must be false on every object")]
    [InlineData(
        """{"type":"object","additionalProperties":false,"properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"type":"object"}}}""",
        true, "Invalid strict schema: additionalProperties must be false on every object")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","maxLength":-1}}}""", false,
        "Invalid response schema: -1 is not of type 'integer'")]
    public async Task Unsupported_response_schema_is_rejected(string schema, bool strict, string expectedMessage)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("Hello", new JsonObject
        {
            ["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = "x", ["schema"] = JsonNode.Parse(schema), ["strict"] = strict },
            },
        }.ToJsonString());

        AssertRejected(response, "3051", expectedMessage);
    }

    [Theory]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{}}""")]
    [InlineData("""{"$id":"https://example.com/a","type":"object","properties":{"a":{"$id":"x","type":"string"}}}""")]
    public async Task Schema_and_id_keywords_are_accepted(string schema)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var tool = await emulator.PostUserMessageAsync(
            "Hello", $$$"""{"tools":[{"type":"function","function":{"name":"f","parameters":{{{schema}}}}}]}""");
        var format = await emulator.PostUserMessageAsync(
            "Hello", $$$"""{"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{{{schema}}} } } }""");

        Assert.Equal((200, 200), ((int)tool.Status, (int)format.Status));
    }

    [Fact]
    public async Task Empty_tool_parameters_are_accepted_and_get_an_object()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(
            "Hello", """{"tool_choice":"any","tools":[{"type":"function","function":{"name":"f","parameters":{}}}]}""");

        Assert.Equal(["f {}"], response.ToolCalls);
    }

    [Fact]
    public async Task Older_model_name_is_accepted_as_a_model_of_the_same_kind()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("Hello", """{"model":"open-mistral-nemo"}""");

        Assert.Equal(("open-mistral-nemo", "You said: \"Hello\"."), ((string?)response.Json["model"], response.Content));
    }

    [Fact]
    public async Task Max_tokens_of_the_whole_context_are_rejected_with_422()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var whole = await emulator.PostUserMessageAsync("Hello", """{"max_tokens":262144}""");
        var less = await emulator.PostUserMessageAsync("Hello", """{"max_tokens":262143}""");

        Assert.Equal((422, 200), ((int)whole.Status, (int)less.Status));
        Assert.Equal(
            "max_tokens must be less than the context length of the model, which is 262144", (string?)whole.Json["message"]);
    }

    [Fact]
    public async Task More_than_eight_images_are_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var image = """{"type":"image_url","image_url":"https://a.b/c.png"}""";

        var eight = await emulator.PostChatAsync(CreateRequest(8));
        var nine = await emulator.PostChatAsync(CreateRequest(9));

        Assert.StartsWith("You sent 8 images", eight.Content, StringComparison.Ordinal);
        AssertRejected(nine, "3051", "Too many images in request: 9. The maximum is 8.");

        string CreateRequest(int imageCount) =>
            $$"""{"messages":[{"role":"user","content":[{{string.Join(',', Enumerable.Repeat(image, imageCount))}}]}]}""";
    }

    [Fact]
    public async Task Prompt_longer_than_the_context_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var prompt = string.Concat(Enumerable.Repeat("word ", 40_000));

        var response = await emulator.PostUserMessageAsync(prompt, """{"model":"voxtral-mini-latest"}""");

        AssertRejected(response, "3051", "too large for model with 32768 maximum context length");
    }

    private static void AssertRejected(EmulatorResponse response, string code, string message)
    {
        Assert.Equal(400, (int)response.Status);
        Assert.Contains(message, (string?)response.Json["message"], StringComparison.Ordinal);
        Assert.Equal(
            (code, 400, "error"),
            ((string?)response.Json["code"], (int?)response.Json["raw_status_code"], (string?)response.Json["object"]));
    }
}
