using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Chat;

/// <summary>Chat requests that do not match the schema get a 422 response with the location and the message of each error.</summary>
public sealed class ChatRequestSchemaTests
{
    private const string HelloMessages = """ "messages":[{"role":"user","content":"Hello"}] """;

    [Theory]
    [InlineData("""{"stream_options":{}}""", "body.stream_options", "extra_forbidden", "Extra inputs are not permitted")]
    [InlineData("""{"max_completion_tokens":5}""", "body.max_completion_tokens", "extra_forbidden", "Extra inputs are not permitted")]
    [InlineData("""{"model":null}""", "body.model", "string_type", "Input should be a valid string")]
    [InlineData("""{"temperature":1.6}""", "body.temperature", "less_than_equal", "Input should be less than or equal to 1.5")]
    [InlineData("""{"temperature":-1}""", "body.temperature", "greater_than_equal", "Input should be greater than or equal to 0")]
    [InlineData("""{"temperature":"warm"}""", "body.temperature", "float_parsing",
        "Input should be a valid number, unable to parse string as a number")]
    [InlineData("""{"temperature":[]}""", "body.temperature", "float_type", "Input should be a valid number")]
    [InlineData("""{"temperature":1e400}""", "body.temperature", "finite_number", "Input should be a finite number")]
    [InlineData("""{"max_tokens":"many"}""", "body.max_tokens", "int_parsing",
        "Input should be a valid integer, unable to parse string as an integer")]
    [InlineData("""{"top_p":0}""", "body.top_p", "greater_than", "Input should be greater than 0")]
    [InlineData("""{"max_tokens":1.5}""", "body.max_tokens", "int_from_float",
        "Input should be a valid integer, got a number with a fractional part")]
    [InlineData("""{"random_seed":-1}""", "body.random_seed", "greater_than_equal", "Input should be greater than or equal to 0")]
    [InlineData("""{"presence_penalty":3}""", "body.presence_penalty", "less_than_equal", "Input should be less than or equal to 2")]
    [InlineData("""{"frequency_penalty":-3}""", "body.frequency_penalty", "greater_than_equal",
        "Input should be greater than or equal to -2")]
    [InlineData("""{"n":0}""", "body.n", "greater_than_equal", "Input should be greater than or equal to 1")]
    [InlineData("""{"stream":null}""", "body.stream", "bool_type", "Input should be a valid boolean")]
    [InlineData("""{"safe_prompt":2}""", "body.safe_prompt", "bool_parsing", "Input should be a valid boolean, unable to interpret input")]
    [InlineData("""{"parallel_tool_calls":null}""", "body.parallel_tool_calls", "bool_type", "Input should be a valid boolean")]
    [InlineData("""{"stop":["a",1]}""", "body.stop.list[str].1", "string_type", "Input should be a valid string")]
    [InlineData("""{"metadata":[]}""", "body.metadata", "dict_type", "Input should be a valid dictionary")]
    [InlineData("""{"reasoning_effort":"max"}""", "body.reasoning_effort", "enum",
        "Input should be 'none', 'minimal', 'low', 'medium', 'high' or 'xhigh'")]
    [InlineData("""{"prompt_mode":"fast"}""", "body.prompt_mode", "enum", "Input should be 'reasoning'")]
    [InlineData("""{"service_tier":"priority"}""", "body.service_tier", "enum", "Input should be 'auto' or 'standard_only'")]
    [InlineData("""{"prediction":{"type":"text"}}""", "body.prediction.type", "literal_error", "Input should be 'content'")]
    [InlineData("""{"response_format":{"type":"json"}}""", "body.response_format.type", "enum",
        "Input should be 'text', 'json_object' or 'json_schema'")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"schema":{}}}}""", "body.response_format.json_schema.name",
        "missing", "Field required")]
    [InlineData("""{"guardrails":[{"moderation_llm_v2":{"action":"stop"}}]}""", "body.guardrails.0.moderation_llm_v2.action", "enum",
        "Input should be 'none' or 'block'")]
    [InlineData("""{"guardrails":[{"moderation_llm_v2":{"custom_category_thresholds":{"pii":"low"}}}]}""",
        "body.guardrails.0.moderation_llm_v2.custom_category_thresholds.pii", "float_parsing",
        "Input should be a valid number, unable to parse string as a number")]
    [InlineData("""{"tools":[]}""", "body.tools", "too_short", "List should have at least 1 item after validation, not 0")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f"}}]}""", "body.tools.0.function.function.parameters", "missing",
        "Field required")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","parameters":{},"required":[]}}]}""",
        "body.tools.0.function.function.required", "extra_forbidden", "Extra inputs are not permitted")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","description":null,"parameters":{}}}]}""",
        "body.tools.0.function.function.description", "string_type", "Input should be a valid string")]
    [InlineData("""{"tools":[{"type":"web_search"}]}""", "body.tools.0.type", "enum",
        "Input should be 'function', 'image_generation', 'document_library' or 'connector'")]
    [InlineData("""{"tool_choice":"always"}""", "body.tool_choice.literal['auto','none','any','required']", "enum",
        "Input should be 'auto', 'none', 'any' or 'required'")]
    [InlineData("""{"tool_choice":{"type":"function"}}""", "body.tool_choice.ToolChoice.function", "missing", "Field required")]
    public async Task Invalid_field_is_rejected_with_the_location(string json, string location, string type, string message)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostChatAsync("{" + HelloMessages + "," + json[1..]);

        Assert.Equal([(location, type, message)], GetErrors(response));
    }

    [Theory]
    [InlineData("""{"role":"user","name":"Bob","content":"Hello"}""", "user.name", "extra_forbidden")]
    [InlineData("""{"role":"user","tool_calls":[],"content":"Hello"}""", "user.tool_calls", "extra_forbidden")]
    [InlineData("""{"role":"user"}""", "user.content", "missing")]
    [InlineData("""{"role":"system","content":null}""", "system.content.str", "string_type")]
    [InlineData("""{"role":"assistant","content":"Hello","reasoning_content":"Hm"}""", "assistant.reasoning_content", "extra_forbidden")]
    [InlineData("""{"role":"assistant","content":"Hello","metadata":{}}""", "assistant.metadata", "extra_forbidden")]
    [InlineData("""{"role":"developer","content":"Hello"}""", "", "union_tag_invalid")]
    [InlineData("""{"content":"Hello"}""", "", "union_tag_not_found")]
    [InlineData("""{"role":"user","content":[{"type":"video","video":""}]}""", "user.content.list[ContentChunk].0", "union_tag_invalid")]
    [InlineData("""{"role":"user","content":[{"text":"Hello"}]}""", "user.content.list[ContentChunk].0", "union_tag_not_found")]
    [InlineData("""{"role":"user","content":[{"type":"text"}]}""", "user.content.list[ContentChunk].0.text.text", "missing")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"uri":""}}]}""",
        "user.content.list[ContentChunk].0.image_url.image_url.ImageURL.url", "missing")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{"format":"wav"}}]}""",
        "user.content.list[ContentChunk].0.input_audio.input_audio.InputAudio.data", "missing")]
    [InlineData("""{"role":"user","content":[{"type":"file","file_id":"file-1"}]}""",
        "user.content.list[ContentChunk].0.file.file_id", "uuid_parsing")]
    [InlineData("""{"role":"assistant","content":[{"type":"thinking","thinking":"Hm"}]}""",
        "assistant.content.list[ContentChunk].0.thinking.thinking", "list_type")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"abcdefghi","function":{"name":"f"}}]}""",
        "assistant.tool_calls.0.function.arguments", "missing")]
    [InlineData("""{"role":"tool","tool_call_id":"abcdefghi"}""", "tool.content", "missing")]
    public async Task Invalid_message_is_rejected_with_the_location(string message, string location, string type)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostChatAsync($$"""{"messages":[{{message}}]}""");

        var error = GetErrors(response)[0];
        Assert.Equal((($"body.messages.0.{location}").TrimEnd('.'), type), (error.Location, error.Type));
    }

    [Fact]
    public async Task All_validation_errors_are_reported_in_one_422_response()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(
            HttpMethod.Post, "/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi","name":"Bob"}]}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(
            """{"detail":[{"type":"missing","loc":["body","model"],"msg":"Field required","input":"""
            + """{"messages":[{"role":"user","content":"Hi","name":"Bob"}]}},"""
            + """{"type":"extra_forbidden","loc":["body","messages",0,"user","name"],"""
            + "\"msg\":\"Extra inputs are not permitted\",\"input\":\"Bob\"}"
            + "]}",
            response.Body);
    }

    [Fact]
    public async Task Numbers_and_booleans_in_strings_are_accepted_and_respected()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(
            "one two three", """{"temperature":"0.5","max_tokens":"3","n":"1","stream":"yes","parallel_tool_calls":0,"top_p":true}""");

        Assert.Equal(["", "You", " said:", " \"one", ""], response.Deltas.Select(delta => (string?)delta["content"]));
    }

    [Fact]
    public async Task More_than_128_tools_are_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var accepted = await emulator.PostUserMessageAsync("Hello", CreateTools(128));
        var rejected = await emulator.PostUserMessageAsync("Hello", CreateTools(129));

        Assert.Equal(HttpStatusCode.OK, accepted.Status);
        Assert.Equal([("body.tools", "too_long", "List should have at most 128 items after validation, not 129")], GetErrors(rejected));

        static string CreateTools(int count) => $$"""{"tools":[{{string.Join(',', Enumerable.Range(0, count).Select(
            number => $$$"""{"type":"function","function":{"name":"f{{{number}}}","parameters":{} } }"""))}}]}""";
    }

    [Fact]
    public async Task Every_field_of_the_schema_is_accepted()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostChatAsync(
            """
            {
              "temperature": 0.5, "top_p": 0.9, "max_tokens": 100, "stream": false, "stop": ["END"], "random_seed": 7,
              "metadata": {"a": 1}, "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}],
              "response_format": {"type": "text", "json_schema": null}, "presence_penalty": 1, "frequency_penalty": -1, "n": 1,
              "tools": [{"type": "function",
                "function": {"name": "f", "description": "", "strict": false, "parameters": {"type": "object"}}}],
              "tool_choice": "auto", "parallel_tool_calls": true, "prediction": {"type": "content", "content": "Hello"},
              "reasoning_effort": "none", "prompt_mode": null, "guardrails": [], "prompt_cache_key": "k", "service_tier": "auto",
              "safe_prompt": true
            }
            """);

        Assert.Equal("You said: \"Hello\".", response.Content);
    }

    private static (string Location, string Type, string Message)[] GetErrors(EmulatorResponse response)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        return [.. response.Json["detail"]!.AsArray().Select(error =>
            (string.Join('.', error!["loc"]!.AsArray()), error["type"]!.ToString(), error["msg"]!.ToString()))];
    }
}
