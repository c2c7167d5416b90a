using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Model.ChatClients;

/// <summary>The endpoints that ask a chat client behind the emulator: agents, conversations, FIM and batch jobs.</summary>
public sealed class ChatClientEndpointTests : IDisposable
{
    private readonly RecordingChatClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Agent_completion_asks_the_chat_client()
    {
        await using var emulator = await StartAsync();
        emulator.Server.AddAgent("ag:1", "mistral-large-latest", "Be brief.");

        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/agents/completions",
            """{"agent_id":"ag:1","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal("Hello!", response.Content);
        Assert.Equal("mistral-large-latest", (string?)response.Json["model"]);
        Assert.Equal("mistral-large-latest", _client.Request.Options.ModelId);
        Assert.Equal(["Be brief.", "Hi"], _client.Request.Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task Conversation_has_the_messages_of_earlier_requests()
    {
        await using var emulator = await StartAsync();
        _client.Respond(new TextReasoningContent("Hm"), new TextContent("One."), ChatClientOptionsTests.Usage(input: 7, output: 3));

        var start = await emulator.StartAsync("First", """{"instructions":"Be brief.","completion_args":{"temperature":0.5}}""");
        var append = await emulator.AppendAsync(start, """{"inputs":"Second"}""");

        Assert.Equal("One.", start.OutputText());
        Assert.Equal("Hm", (string?)start.Outputs()[0]!["content"]![0]!["thinking"]![0]!["text"]);
        Assert.Equal((7, 3), ((int)start.Json["usage"]!["prompt_tokens"]!, (int)start.Json["usage"]!["completion_tokens"]!));
        Assert.Equal("Hello!", append.OutputText());
        Assert.Equal(["Be brief.", "First", "One.", "Second"], _client.Requests[1].Messages.Select(message => message.Text));
        Assert.Equal(0.5f, _client.Requests[1].Options.Temperature);
    }

    [Fact]
    public async Task Function_call_of_a_conversation_is_answered_in_the_next_request()
    {
        await using var emulator = await StartAsync();
        _client.Respond(new TextContent("Wait."), ChatClientResponseTests.Call("call-1", "Paris"));

        var start = await emulator.StartWithToolsAsync("Weather?", ConversationTestCalls.WeatherTool);
        var id = (string?)start.Outputs()[1]!["tool_call_id"];
        var append = await emulator.AppendAsync(start,
            $$"""{"inputs":[{"type":"function.result","tool_call_id":"{{id}}","result":"sun"}]}""");

        Assert.Equal(["message.output", "function.call"], start.OutputTypes());
        Assert.Equal("Hello!", append.OutputText());
        var contents = _client.Requests[1].Messages.SelectMany(message => message.Contents).ToArray();
        Assert.Equal("call-1", contents.OfType<FunctionCallContent>().Single().CallId);
        Assert.Equal("call-1", contents.OfType<FunctionResultContent>().Single().CallId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_client_gets_the_results_of_hosted_tools(bool isStream)
    {
        await using var emulator = await StartAsync();
        emulator.Server.AddSearchResult("Mistral", "https://mistral.ai", "Mistral builds language models.");

        var response = await emulator.StartAsync(
            "Search the web for Mistral", $$"""{"stream":{{(isStream ? "true" : "false")}},"tools":[{"type":"web_search"}]}""");

        var messages = _client.Request.Messages;
        var call = Assert.IsType<FunctionCallContent>(messages[^2].Contents.Single());
        var result = Assert.IsType<FunctionResultContent>(messages[^1].Contents.Single());
        Assert.Equal(call.CallId, result.CallId);
        Assert.Contains("language models", (string?)result.Result, StringComparison.Ordinal);
        var content = isStream
            ? response.NamedEvents().Where(item => item.Name == "message.output.delta").Select(item => item.Data["content"])
            : response.Outputs()[^1]!["content"]!.AsArray();
        Assert.Equal("tool_reference", (string?)content.Last()!["type"]);
        Assert.Contains("Hello!", content.First()!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_to_which_the_conversation_is_handed_over_asks_the_chat_client()
    {
        await using var emulator = await StartAsync();
        var weather = await emulator.CreateAgentAsync("weather", """{"instructions":"You know the weather."}""");
        var main = await emulator.CreateAgentAsync("main", $$"""{"handoffs":["{{weather["id"]}}"]}""");

        var response = await emulator.StartAsync("Ask weather", $$"""{"agent_id":"{{main["id"]}}"}""");

        Assert.Equal(["agent.handoff", "message.output"], response.OutputTypes());
        Assert.Equal(["You know the weather.", "Ask weather"], _client.Request.Messages.Select(message => message.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_client_gets_a_FIM_request_as_a_prompt(bool isStream)
    {
        _client.Respond(new TextContent("return "), new TextContent("a + b"));
        await using var emulator = await StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/fim/completions",
            $$"""
            {"model":"codestral-latest","prompt":"def add(a, b):","suffix":"print()","max_tokens":9,"stop":"#",
             "stream":{{(isStream ? "true" : "false")}}}
            """);

        Assert.Equal("return a + b", isStream
            ? string.Concat(response.Deltas.Select(delta => (string?)delta["content"]))
            : response.Content);
        var (messages, options) = _client.Request;
        Assert.Equal([ChatRole.System, ChatRole.User], messages.Select(message => message.Role));
        Assert.Equal("<prefix>def add(a, b):</prefix>\n<suffix>print()</suffix>", messages[1].Text);
        Assert.Equal(("codestral-latest", 9, "#"), (options.ModelId, options.MaxOutputTokens, options.StopSequences!.Single()));
    }

    [Fact]
    public async Task Batch_job_asks_the_chat_client()
    {
        await using var emulator = await StartAsync();

        var job = await emulator.SendAsync(HttpMethod.Post, "/v1/batch/jobs",
            """
            {"model":"mistral-small-latest","endpoint":"/v1/chat/completions",
             "requests":[{"custom_id":"1","body":{"messages":[{"role":"user","content":"Hi"}]}}]}
            """);
        var path = $"/v1/batch/jobs/{job.Json["id"]}?inline=true";
        JsonNode result;
        do
            result = await emulator.GetJsonAsync(path);
        while ((string?)result["status"] is "QUEUED" or "RUNNING");

        Assert.Equal("Hello!",
            (string?)result["outputs"]![0]!["response"]!["body"]!["choices"]![0]!["message"]!["content"]);
    }

    private Task<TestEmulator> StartAsync() => TestEmulator.StartAsync(new MistralEmulatorOptions { ChatClient = _client });
}
