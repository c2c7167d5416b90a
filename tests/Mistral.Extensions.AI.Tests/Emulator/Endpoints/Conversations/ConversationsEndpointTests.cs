using System.Net;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Conversations;

public sealed class ConversationsEndpointTests
{
    [Fact]
    public async Task Start_returns_the_message_and_the_usage()
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = time });

        var response = await emulator.StartAsync("Hello", """{"instructions":"Be brief."}""");

        var entry = Assert.Single(response.Outputs())!;
        Assert.StartsWith("conv_", (string)response.Json["conversation_id"]!);
        Assert.StartsWith("msg_", (string)entry["id"]!);
        var created = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", null);
        JsonAssert.Equal(
            $$"""
            {"conversation_id":"{{response.Json["conversation_id"]}}","object":"conversation.response",
             "outputs":[{"content":"You said: \"Hello\".","object":"entry","type":"message.output","created_at":"{{created}}",
              "completed_at":"{{created}}","id":"{{entry["id"]}}","agent_id":null,"model":"mistral-small-latest","role":"assistant"}],
             "usage":{"prompt_tokens":11,"completion_tokens":4,"total_tokens":15,"connector_tokens":null,"connectors":null} }
            """,
            response.Json);
    }

    [Fact]
    public async Task Append_continues_the_conversation_with_its_instructions()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartAsync("One", """{"instructions":"Be brief."}""");

        var append = await emulator.AppendAsync(start, """{"inputs":[{"role":"user","content":"Two"}]}""");

        Assert.Equal((string?)start.Json["conversation_id"], (string?)append.Json["conversation_id"]);
        Assert.Equal("You said: \"Two\".", append.OutputText());
        Assert.True((int)append.Json["usage"]!["prompt_tokens"]! > (int)start.Json["usage"]!["prompt_tokens"]!);
    }

    [Fact]
    public async Task History_has_all_entries_and_messages_only_the_messages()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartWithToolsAsync("Calculate 2 + 3", """{"type":"code_interpreter"}""");
        var path = $"/v1/conversations/{start.Json["conversation_id"]}";

        var history = await emulator.GetJsonAsync($"{path}/history");
        var messages = await emulator.GetJsonAsync($"{path}/messages");

        Assert.Equal("conversation.history", (string?)history["object"]);
        Assert.Equal(["message.input", "tool.execution", "message.output"], Types(history["entries"]!));
        Assert.Equal("conversation.messages", (string?)messages["object"]);
        Assert.Equal(["message.input", "message.output"], Types(messages["messages"]!));
        JsonAssert.Equal(start.Outputs()[1]!.ToJsonString(), history["entries"]![2]);
        Assert.Equal("Calculate 2 + 3", (string?)history["entries"]![0]!["content"]);
    }

    [Fact]
    public async Task Conversation_of_a_model_has_its_definition_with_defaults()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartAsync("Hello",
            $$"""
            {"instructions":"i","name":"n","description":"d","metadata":{"a":1},"completion_args":{"temperature":0.3},
             "tools":[{{ConversationTestCalls.WeatherTool}}]}
            """);

        var conversation = await emulator.GetJsonAsync($"/v1/conversations/{start.Json["conversation_id"]}");

        Assert.Equal(
            [
                "id", "created_at", "updated_at", "model", "instructions", "tools", "completion_args", "guardrails", "name", "description",
                "metadata", "object",
            ],
            conversation.AsObject().Select(member => member.Key));
        JsonAssert.Equal(
            """
            {"stop":null,"presence_penalty":null,"frequency_penalty":null,"temperature":0.3,"top_p":null,"max_tokens":null,
             "random_seed":null,"prediction":null,"response_format":null,"tool_choice":"auto","reasoning_effort":null}
            """,
            conversation["completion_args"]);
        Assert.False((bool)conversation["tools"]![0]!["function"]!["strict"]!);
        Assert.Equal("", (string?)conversation["tools"]![0]!["function"]!["description"]);
    }

    [Fact]
    public async Task Conversation_of_an_agent_has_the_agent_and_no_model()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var agent = await emulator.CreateAgentAsync("helper");
        var start = await emulator.StartAsync("Hello", $$"""{"agent_id":"{{agent["id"]}}","agent_version":0}""");

        var conversation = await emulator.GetJsonAsync($"/v1/conversations/{start.Json["conversation_id"]}");

        Assert.Equal((string?)agent["id"], (string?)start.Outputs()[0]!["agent_id"]);
        Assert.Equal("mistral-small-latest", (string?)start.Outputs()[0]!["model"]);
        Assert.Equal(
            ["id", "created_at", "updated_at", "agent_id", "agent_version", "name", "description", "metadata", "object"],
            conversation.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task List_has_the_newest_conversation_first_and_can_be_filtered_and_paged()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.StartAsync("1", """{"name":"first","metadata":{"run":"a"}}""");
        await emulator.StartAsync("2", """{"name":"second","metadata":{"run":"b"}}""");
        await emulator.StartAsync("3", """{"name":"third"}""");

        Assert.Equal(["third", "second", "first"], await GetNamesAsync(""));
        Assert.Equal(["second"], await GetNamesAsync("?page=1&page_size=1"));
        Assert.Equal(["first"], await GetNamesAsync("?metadata=" + Uri.EscapeDataString("""{"run":"a"}""")));

        async Task<IEnumerable<string?>> GetNamesAsync(string query) =>
            (await emulator.GetJsonAsync($"/v1/conversations{query}")).AsArray().Select(item => (string?)item!["name"]);
    }

    [Fact]
    public async Task Deleted_conversation_is_not_found()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartAsync("Hello");
        var path = $"/v1/conversations/{start.Json["conversation_id"]}";

        var deleted = await emulator.SendAsync(HttpMethod.Delete, path);
        var get = await emulator.SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal("", deleted.Body);
        Assert.Equal(HttpStatusCode.NotFound, get.Status);
        Assert.Equal($$"""{"detail":"Conversation {{start.Json["conversation_id"]}} not found"}""", get.Body);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/history")]
    [InlineData("GET", "/messages")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "")]
    [InlineData("POST", "/restart")]
    public async Task Unknown_conversation_returns_404(string method, string path)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(new HttpMethod(method), $"/v1/conversations/conv_1{path}",
            method == "POST" ? """{"inputs":"Hello"}""".Replace("}", path == "" ? "}" : ""","from_entry_id":"msg_1"}""") : null);

        Assert.Equal(HttpStatusCode.NotFound, response.Status);
    }

    [Fact]
    public async Task Conversation_with_store_false_is_not_stored()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var start = await emulator.StartAsync("Hello", """{"store":false}""");
        var append = await emulator.AppendAsync(start, """{"inputs":"Again"}""");

        Assert.Equal("You said: \"Hello\".", start.OutputText());
        Assert.Equal(HttpStatusCode.NotFound, append.Status);
        Assert.Empty((await emulator.GetJsonAsync("/v1/conversations")).AsArray());
    }

    [Fact]
    public async Task Append_with_store_false_does_not_change_the_conversation()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartAsync("Hello");

        var append = await emulator.AppendAsync(start, """{"inputs":"Again","store":false}""");

        Assert.Equal("You said: \"Again\".", append.OutputText());
        var history = await emulator.GetJsonAsync($"/v1/conversations/{start.Json["conversation_id"]}/history");
        Assert.Equal(2, history["entries"]!.AsArray().Count);
    }

    [Fact]
    public async Task Restart_creates_a_conversation_with_the_entries_up_to_an_entry()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartAsync("One");
        await emulator.AppendAsync(start, """{"inputs":"Two"}""");
        var path = $"/v1/conversations/{start.Json["conversation_id"]}";

        var restart = await emulator.SendAsync(HttpMethod.Post, $"{path}/restart",
            $$"""{"from_entry_id":"{{start.Outputs()[0]!["id"]}}","inputs":"Three","metadata":{"a":1} }""");

        Assert.NotEqual((string?)start.Json["conversation_id"], (string?)restart.Json["conversation_id"]);
        Assert.Equal("You said: \"Three\".", restart.OutputText());
        var history = await emulator.GetJsonAsync($"/v1/conversations/{restart.Json["conversation_id"]}/history");
        Assert.Equal(["One", "You said: \"One\".", "Three", "You said: \"Three\"."], Contents(history["entries"]!));
        Assert.Equal(4, (await emulator.GetJsonAsync($"{path}/history"))["entries"]!.AsArray().Count);
        var conversation = await emulator.GetJsonAsync($"/v1/conversations/{restart.Json["conversation_id"]}");
        Assert.Equal(1, (int)conversation["metadata"]!["a"]!);
    }

    [Fact]
    public async Task Restart_from_a_user_message_without_inputs_responds_to_it_again()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartAsync("One");
        var path = $"/v1/conversations/{start.Json["conversation_id"]}";
        var entryId = (await emulator.GetJsonAsync($"{path}/history"))["entries"]![0]!["id"];

        var restart = await emulator.SendAsync(HttpMethod.Post, $"{path}/restart", $$"""{"from_entry_id":"{{entryId}}"}""");
        var unknown = await emulator.SendAsync(HttpMethod.Post, $"{path}/restart", """{"from_entry_id":"msg_1"}""");

        Assert.Equal("You said: \"One\".", restart.OutputText());
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
    }

    [Fact]
    public async Task Completion_args_apply_to_all_responses_and_can_be_replaced_for_one()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartAsync("Hello there", """{"completion_args":{"max_tokens":2}}""");

        var replaced = await emulator.AppendAsync(start, """{"inputs":"Hello there","completion_args":{"max_tokens":3}}""");
        var next = await emulator.AppendAsync(start, """{"inputs":"Hello there"}""");

        Assert.Equal("You said:", start.OutputText());
        Assert.Equal("You said: \"Hello", replaced.OutputText());
        Assert.Equal("You said:", next.OutputText());
    }

    [Fact]
    public async Task Structured_output_and_reasoning_are_those_of_chat()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var json = await emulator.StartAsync("The total is 12",
            """
            {"completion_args":{"response_format":{"type":"json_schema","json_schema":{"name":"r",
             "schema":{"type":"object","properties":{"total":{"type":"number"} } } } } } }
            """);
        var reasoning = await emulator.StartAsync("Hello", """{"completion_args":{"reasoning_effort":"high"}}""");

        Assert.Equal("""{"total":12}""", json.OutputText());
        Assert.Equal(["thinking", "text"], Types(reasoning.Outputs()[0]!["content"]!));
    }

    [Fact]
    public async Task Entries_of_a_response_can_be_sent_back_as_inputs()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var tools = $$"""[{"type":"web_search"},{"type":"image_generation"},{{ConversationTestCalls.WeatherTool}}]""";
        var first = await emulator.StartAsync("Search the web for a picture", $$"""{"tools":{{tools}}}""");
        var history = await emulator.GetJsonAsync($"/v1/conversations/{first.Json["conversation_id"]}/history");
        var inputs = history["entries"]!.AsArray();
        inputs.Add((JsonNode)new JsonObject { ["role"] = "user", ["content"] = "Hello" });

        var replayed = await emulator.StartAsync("", $$"""{"store":false,"tools":{{tools}},"inputs":{{inputs.ToJsonString()}}}""");

        Assert.Equal("You said: \"Hello\".", replayed.OutputText());
    }

    [Fact]
    public async Task Concurrent_appends_are_all_stored()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartAsync("0");

        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => emulator.AppendAsync(start, $$"""{"inputs":"{{number}}"}""")));

        var history = await emulator.GetJsonAsync($"/v1/conversations/{start.Json["conversation_id"]}/history");
        Assert.Equal(
            Enumerable.Range(0, 21).Select(number => $"{number}").Order(),
            Contents(history["entries"]!).Where((_, index) => index % 2 == 0).Order());
    }

    private static IEnumerable<string> Types(JsonNode entries) => entries.AsArray().Select(entry => (string)entry!["type"]!);

    private static IEnumerable<string> Contents(JsonNode entries) => entries.AsArray().Select(entry => (string)entry!["content"]!);
}
