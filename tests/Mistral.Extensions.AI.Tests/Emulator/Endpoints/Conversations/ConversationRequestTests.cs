using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Conversations;

public sealed class ConversationRequestTests
{
    private const string Function = """{"type":"function","function":{"name":"f","parameters":{}}}""";

    [Fact]
    public async Task Tools_in_an_append_are_rejected_with_the_body_of_the_server()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartAsync("Hello");

        var response = await emulator.AppendAsync(start, """{"inputs":"Again","tools":[]}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        // https://github.com/partITech/php-mistral/issues/76 quotes this response of the server.
        const string Errors =
            """[{"type":"extra_forbidden","loc":["body","tools"],"msg":"Extra inputs are not permitted","input":[]}]""";
        Assert.Equal(
            $$"""{"object":"Error","detail":{{Errors}},"message":{{Errors}},"type":"invalid_request_error","code":3001}""", response.Body);
    }

    [Theory]
    [InlineData("""{"agent_id":"ag_1","model":"mistral-small-latest"}""", "Value error, Only one of agent_id and model can be specified")]
    [InlineData("""{"agent_id":null}""", "Value error, One of agent_id and model must be specified")]
    [InlineData("""{"agent_id":"ag_1","tools":[{"type":"web_search"}]}""",
        "Value error, instructions, tools and completion_args cannot be specified with agent_id")]
    [InlineData("""{"agent_id":"ag_1","completion_args":{"temperature":0.5}}""",
        "Value error, instructions, tools and completion_args cannot be specified with agent_id")]
    [InlineData("""{"agent_id":"ag_1","instructions":"i"}""",
        "Value error, instructions, tools and completion_args cannot be specified with agent_id")]
    public async Task Fields_that_do_not_fit_together_are_rejected(string fields, string message)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.StartAsync("Hello", fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(3001, (int)response.Json["code"]!);
        Assert.Equal("value_error", (string?)response.Json["detail"]![0]!["type"]);
        Assert.Equal(message, (string?)response.Json["detail"]![0]!["msg"]);
    }

    [Theory]
    [InlineData("""{"completion_args":{"temperature":1.2}}""", "less_than_equal")]
    [InlineData("""{"completion_args":{"top_p":1.1}}""", "less_than_equal")]
    [InlineData("""{"completion_args":{"presence_penalty":3}}""", "less_than_equal")]
    [InlineData("""{"completion_args":{"frequency_penalty":-3}}""", "greater_than_equal")]
    [InlineData("""{"completion_args":{"max_tokens":-1}}""", "greater_than_equal")]
    [InlineData("""{"completion_args":{"n":2}}""", "extra_forbidden")]
    [InlineData("""{"completion_args":{"parallel_tool_calls":true}}""", "extra_forbidden")]
    [InlineData("""{"completion_args":{"safe_prompt":true}}""", "extra_forbidden")]
    [InlineData("""{"completion_args":{"tool_choice":{"type":"function","function":{"name":"f"}}}}""", "enum")]
    [InlineData("""{"completion_args":{"reasoning_effort":"max"}}""", "enum")]
    [InlineData("""{"temperature":0.5}""", "extra_forbidden")]
    [InlineData("""{"tool_confirmations":[]}""", "extra_forbidden")]
    [InlineData("""{"handoff_execution":"none"}""", "enum")]
    [InlineData("""{"store":"maybe"}""", "bool_parsing")]
    [InlineData("""{"metadata":[]}""", "dict_type")]
    [InlineData("""{"inputs":1}""", "string_type")]
    [InlineData("""{"inputs":[{"role":"system","content":"s"}]}""", "enum")]
    [InlineData("""{"inputs":[{"type":"message"}]}""", "union_tag_invalid")]
    [InlineData("""{"inputs":[{"type":"function.result","tool_call_id":"a","result":{}}]}""", "string_type")]
    [InlineData("""{"inputs":[{"role":"user","content":"a","agent_id":"ag_1"}]}""", "extra_forbidden")]
    [InlineData("""{"inputs":[{"role":"user","content":[{"type":"tool_reference","tool":"t","title":"t"}]}]}""", "union_tag_invalid")]
    [InlineData("""{"tools":[{"type":"browser"}]}""", "union_tag_invalid")]
    [InlineData("""{"tools":[{"type":"document_library"}]}""", "missing")]
    [InlineData("""{"tools":[{"type":"web_search","tool_configuration":{"always":[]}}]}""", "extra_forbidden")]
    public async Task Fields_are_validated(string fields, string errorType)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.StartAsync("Hello", fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Contains(errorType, response.Json["detail"]!.AsArray().Select(error => (string?)error!["type"]));
    }

    [Theory]
    [InlineData("""{"model":"unknown"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"model":"mistral-embed"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"agent_id":"ag_1"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"completion_args":{"temperature":0,"top_p":0.5}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"inputs":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"inputs":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"guardrails":[{"moderation_llm_v2":{"action":"block"}}],"inputs":"PII"}""", HttpStatusCode.Forbidden)]
    public async Task Rules_of_chat_apply(string fields, HttpStatusCode status)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.StartAsync("Hello", fields);

        Assert.Equal(status, response.Status);
    }

    [Fact]
    public async Task All_fields_are_accepted()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.StartAsync("Hello",
            $$"""
            {"stream":false,"store":true,"handoff_execution":"server","instructions":"i","name":"n","description":"d","metadata":{"a":[1]},
             "tools":[{{Function}},{"type":"web_search"},{"type":"web_search_premium"},{"type":"code_interpreter"},
              {"type":"image_generation"},{"type":"document_library","library_ids":["06835a9c-262c-7e83-8000-594d29fe2948"]}],
             "completion_args":{"stop":["x"],"presence_penalty":0,"frequency_penalty":0,"temperature":1,"top_p":1,"max_tokens":99,
              "random_seed":1,"prediction":{"type":"content","content":"c"},"response_format":{"type":"text"},"tool_choice":"auto",
              "reasoning_effort":"none"},
             "guardrails":[{"moderation_llm_v2":{"action":"none"} }],"agent_version":null,"agent_id":null,"model":"mistral-small-latest",
             "inputs":[{"object":"entry","type":"message.input","role":"user","prefix":false,"content":[{"type":"text","text":"Hello"},
              {"type":"image_url","image_url":"https://a.b/c.png"},{"type":"document_url","document_url":"https://a.b/c.pdf"}]}]}
            """);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.NotNull(response.Json["guardrails"]);
        Assert.StartsWith("You said: \"Hello\" with 1 image", response.OutputText());
    }

    [Theory]
    [InlineData("POST", "/v1/conversations")]
    [InlineData("GET", "/v1/conversations")]
    [InlineData("GET", "/v1/agents")]
    public async Task Requests_need_a_key(string method, string path)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Http.DefaultRequestHeaders.Authorization = null;

        var response = await emulator.SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.Status);
    }

    [Fact]
    public async Task Batch_job_runs_conversations()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var id = await emulator.CreateJobAsync(
            """
            {"endpoint":"/v1/conversations","model":"mistral-small-latest","requests":[
             {"custom_id":"1","body":{"inputs":"Hello"}},{"custom_id":"2","body":{"inputs":"Hello","temperature":1}}]}
            """);

        await emulator.WaitForJobAsync(id);
        var job = await emulator.GetJobAsync(id, "?inline=true");

        var outputs = job["outputs"]!.AsArray().OrderBy(output => (string?)output!["custom_id"]).ToArray();
        var body = outputs[0]!["response"]!["body"]!;
        Assert.Equal("You said: \"Hello\".", (string?)body["outputs"]![0]!["content"]);
        Assert.Equal(422, (int)outputs[1]!["response"]!["status_code"]!);
    }
}
