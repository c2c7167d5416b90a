using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Scripts;

public sealed class ScriptedContentTests
{
    private const string Stream = """{"stream":true}""";

    [Fact]
    public async Task Say_sets_the_text_of_the_next_response_with_usage_and_IDs()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Say("Good morning to you.");

        var scripted = await emulator.PostUserMessageAsync("Hi");
        var generated = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(("Good morning to you.", "stop"), (scripted.Content, scripted.FinishReason));
        Assert.Equal("""{"prompt_tokens":5,"total_tokens":10,"completion_tokens":5}""", GetUsage(scripted));
        Assert.NotEqual((string?)generated.Json["id"], (string?)scripted.Json["id"]);
        Assert.Equal("You said: \"Hi\".", generated.Content);
    }

    [Fact]
    public async Task Say_is_streamed_with_one_chunk_for_each_token_and_the_usage()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Say("Good morning");

        var response = await emulator.PostUserMessageAsync("Hi", Stream);

        Assert.Equal(["", "Good", " morning", ""], response.Deltas.Select(delta => (string?)delta["content"]));
        Assert.Equal(3, (int)response.Chunks[^1]["usage"]!["completion_tokens"]!);
    }

    [Fact]
    public async Task Stream_sends_exactly_the_chunks_and_joins_them_without_streaming()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Stream("Hel", "", "lo wor", "ld");
        emulator.Server.Stream("Hel", "", "lo wor", "ld");

        var streamed = await emulator.PostUserMessageAsync("Hi", Stream);
        var complete = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(["", "Hel", "", "lo wor", "ld", ""], streamed.Deltas.Select(delta => (string?)delta["content"]));
        Assert.Equal("Hello world", complete.Content);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(Stream)]
    public async Task CallTools_sends_the_calls_with_generated_or_given_IDs(string options)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.CallTools(
            new ScriptedToolCall("get_weather", """{"city":"Paris"}""") { Id = "abcdefghi" }, new ScriptedToolCall("stop", "not json"));

        var response = await emulator.PostUserMessageAsync("Hi", options);

        var choice = options == Stream ? response.Chunks[^1]["choices"]![0]! : response.Json["choices"]![0]!;
        var calls = (choice["delta"] ?? choice["message"])!["tool_calls"]!.AsArray();
        Assert.Equal("tool_calls", (string?)choice["finish_reason"]);
        Assert.Equal(
            ["""get_weather {"city":"Paris"}""", "stop not json"],
            calls.Select(call => $"{call!["function"]!["name"]} {call["function"]!["arguments"]}"));
        Assert.Equal("abcdefghi", (string?)calls[0]!["id"]);
        Assert.Matches("^[A-Za-z0-9]{9}$", (string?)calls[1]!["id"]);
    }

    [Fact]
    public async Task Thinking_text_tool_calls_and_finish_reason_are_combined()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(new ScriptedResponse
        {
            Thinking = "I need the weather.",
            Text = "Let me see.",
            ToolCalls = [new ScriptedToolCall("get_weather")],
            FinishReason = "length",
        });

        var response = await emulator.PostUserMessageAsync("Hi");

        JsonAssert.Equal(
            """
            [{"type":"thinking","thinking":[{"type":"text","text":"I need the weather."}],"closed":true},
             {"type":"text","text":"Let me see."}]
            """,
            response.Message["content"]);
        Assert.Equal("get_weather {}", Assert.Single(response.ToolCalls));
        Assert.Equal("length", response.FinishReason);
    }

    [Fact]
    public async Task Scripted_text_is_not_cut_and_has_the_prefix()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Say("one two three");

        var response = await emulator.PostChatAsync(
            """
            {"max_tokens":1,"stop":"two",
             "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Zero ","prefix":true}]}
            """);

        Assert.Equal(("Zero one two three", "stop"), (response.Content, response.FinishReason));
    }

    [Fact]
    public async Task Scripted_tool_calls_have_other_IDs_in_each_choice()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.CallTool("get_weather");

        var response = await emulator.PostUserMessageAsync("Hi", """{"n":2}""");

        var ids = response.Json["choices"]!.AsArray().Select(choice => (string?)choice!["message"]!["tool_calls"]![0]!["id"]);
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("""{"user":"me"}""", 422)]
    [InlineData("""{"model":"codestral-embed"}""", 400)]
    public async Task Rejected_request_does_not_consume_scripted_content(string options, int status)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Say("Hello");

        var rejected = await emulator.PostUserMessageAsync("Hi", options);
        var accepted = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal((status, "Hello"), ((int)rejected.Status, accepted.Content));
    }

    [Fact]
    public async Task Rejected_conversation_does_not_consume_scripted_content()
    {
        // The quota of conversations is checked after the response has been created.
        await using var emulator = await TestEmulator.StartAsync(
            new MistralEmulatorOptions { Quota = new RateLimitQuota { Requests = 1 } });
        await emulator.PostUserMessageAsync("Hi");
        emulator.Server.Say("Hello");

        var rejected = await emulator.StartAsync("Hi", "{}");

        Assert.Equal(429, (int)rejected.Status);
        Assert.Equal("Hello", Assert.Single(emulator.Server.UnusedScripts).Text);
    }

    [Fact]
    public async Task Requests_without_a_response_of_a_model_do_not_consume_scripted_content()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Say("Hello");

        await emulator.SendAsync(HttpMethod.Get, "/v1/models");
        await emulator.SendAsync(HttpMethod.Post, "/v1/embeddings", """{"model":"mistral-embed","input":["Hi"]}""");
        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal("Hello", response.Content);
    }

    [Fact]
    public async Task Scripted_content_is_for_agent_completions()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddAgent("ag:1", "mistral-small-latest", "Be brief.");
        emulator.Server.Say("Hello");

        var response = await emulator.SendAsync(
            HttpMethod.Post, "/v1/agents/completions", """{"agent_id":"ag:1","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal("Hello", response.Content);
    }

    [Fact]
    public async Task Scripted_text_is_for_FIM_and_scripted_tool_calls_are_kept_for_chat()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.CallTool("get_weather");
        emulator.Server.Say("return a + b");

        var fim = await emulator.SendAsync(
            HttpMethod.Post, "/v1/fim/completions", """{"model":"codestral-latest","prompt":"def f(a, b):","suffix":""}""");
        var chat = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal("return a + b", fim.Content);
        Assert.Equal("get_weather {}", Assert.Single(chat.ToolCalls));
    }

    [Fact]
    public async Task Conversation_streams_the_chunks_and_stores_the_text()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Stream("Hel", "lo");

        var response = await emulator.StartAsync("Hi", Stream);

        var events = response.NamedEvents();
        var messages = await emulator.GetJsonAsync($"/v1/conversations/{events[0].Data["conversation_id"]}/messages");
        Assert.Equal(
            ["Hel", "lo"],
            events.Where(item => item.Name == "message.output.delta").Select(item => (string?)item.Data["content"]));
        Assert.Equal("Hello", (string?)messages["messages"]![1]!["content"]);
    }

    [Fact]
    public async Task Conversation_has_the_scripted_message_before_the_function_calls()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(new ScriptedResponse
        {
            Text = "Let me see.",
            ToolCalls = [new ScriptedToolCall("get_weather", """{"city":"Paris"}""")],
        });

        var response = await emulator.StartAsync("Hi", "{}");

        Assert.Equal(["message.output", "function.call"], response.Outputs().Select(output => (string?)output!["type"]));
        Assert.Equal("Let me see.", (string?)response.Outputs()[0]!["content"]);
        Assert.Equal("""{"city":"Paris"}""", (string?)response.Outputs()[1]!["arguments"]);
    }

    [Fact]
    public async Task Headers_of_the_script_apply_to_scripted_content()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(
            new ScriptedResponse { Text = "Hello", Headers = new Dictionary<string, string> { ["x-extra"] = "1" } });

        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(("Hello", "1"), (response.Content, response.Headers["x-extra"]));
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/v1/fim/completions", """{"model":"codestral-latest","prompt":"a"}""")]
    [InlineData("/v1/conversations", """{"model":"mistral-small-latest","inputs":"Hi"}""")]
    public async Task Request_without_a_script_is_rejected_if_scripts_are_required(string path, string body)
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { RequireScripts = true });

        var rejected = await emulator.SendAsync(HttpMethod.Post, path, body);
        emulator.Server.Say("Hello");
        var scripted = await emulator.SendAsync(HttpMethod.Post, path, body);
        emulator.Server.Enqueue(new ScriptedResponse { Headers = new Dictionary<string, string> { ["x-extra"] = "1" } });
        var generated = await emulator.SendAsync(HttpMethod.Post, path, body);
        var models = await emulator.SendAsync(HttpMethod.Get, "/v1/models");

        Assert.Equal([400, 200, 200, 200], ((EmulatorResponse[])[rejected, scripted, generated, models]).Select(item => (int)item.Status));
        Assert.Contains("There is no scripted response for this request", (string?)rejected.Json["message"], StringComparison.Ordinal);
        Assert.Contains("\"Hello\"", scripted.Body, StringComparison.Ordinal);
    }

    private static string GetUsage(EmulatorResponse response)
    {
        var usage = response.Json["usage"]!.AsObject();
        usage.Remove("prompt_tokens_details");
        usage.Remove("service_tier");
        return usage.ToJsonString();
    }
}
