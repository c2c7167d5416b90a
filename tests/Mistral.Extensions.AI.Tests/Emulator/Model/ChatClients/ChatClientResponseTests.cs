using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Model.ChatClients;

/// <summary>The responses of the emulator for those of a chat client behind it.</summary>
public sealed class ChatClientResponseTests : IDisposable
{
    private const string WeatherTools =
        """
        {"tools":[{"type":"function","function":{"name":"get_weather",
          "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]}
        """;

    private readonly RecordingChatClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Text_reasoning_and_usage_are_returned()
    {
        _client.Respond(
            new TextReasoningContent("Hm") { ProtectedData = "sig" },
            new TextContent("Hel"),
            new TextContent("lo"),
            new UsageContent(new() { InputTokenCount = 70, OutputTokenCount = 8, CachedInputTokenCount = 64 }));

        var response = await PostAsync();

        var content = response.Message["content"]!.AsArray();
        Assert.Equal("Hm", (string?)content[0]!["thinking"]![0]!["text"]);
        Assert.Equal("sig", (string?)content[0]!["signature"]);
        Assert.Equal("Hello", (string?)content[1]!["text"]);
        Assert.Equal("mistral-small-latest", (string?)response.Json["model"]);
        var usage = response.Json["usage"]!;
        Assert.Equal((70, 8, 78), ((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!, (int)usage["total_tokens"]!));
        Assert.Equal(64, (int)usage["prompt_tokens_details"]!["cached_tokens"]!);
        Assert.Equal("78", response.Headers["x-ratelimit-tokens-query-cost"]);
    }

    [Fact]
    public async Task Tokens_are_counted_if_the_chat_client_does_not_count()
    {
        _client.Respond(new TextContent("One two three"));

        var usage = (await PostAsync()).Json["usage"]!;

        Assert.Equal((5, 4), ((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!));
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    [InlineData("content_filter", "error")]
    [InlineData("tool_calls", "stop")]
    [InlineData("other", "stop")]
    public async Task Finish_reason_is_converted(string finishReason, string expected)
    {
        _client.RespondWithUpdates(new ChatResponseUpdate(ChatRole.Assistant, "Hi") { FinishReason = new ChatFinishReason(finishReason) });

        Assert.Equal(expected, (await PostAsync()).FinishReason);
    }

    [Fact]
    public async Task Tool_call_with_a_valid_ID_is_returned()
    {
        _client.Respond(Call("a1B2c3D4e", "Paris"));

        var response = await PostAsync(WeatherTools);

        Assert.Equal(["""get_weather {"city":"Paris"}"""], response.ToolCalls);
        Assert.Equal("a1B2c3D4e", (string?)response.Message["tool_calls"]![0]!["id"]);
        Assert.Equal("tool_calls", response.FinishReason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Invalid_tool_call_ID_is_replaced_and_restored_in_the_next_request(bool isStream)
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { ChatClient = _client });
        _client.Respond(Call("call_abc-1", "Paris"), Call("call_abc-2", "Rome"));
        var options = WeatherTools.Insert(1, isStream ? "\"stream\":true," : "");

        var first = await emulator.PostUserMessageAsync("Weather?", options);
        var calls = (isStream ? first.Deltas[^1] : first.Message)["tool_calls"]!.AsArray();
        string[] ids = [.. calls.Select(call => (string)call!["id"]!)];
        var second = await emulator.PostChatAsync(
            $$"""
            {"messages":[{"role":"user","content":"Weather?"},
              {"role":"assistant","content":"","tool_calls":{{calls.ToJsonString()}}},
              {"role":"tool","tool_call_id":"{{ids[0]}}","content":"sun"},{"role":"tool","tool_call_id":"{{ids[1]}}","content":"rain"}]}
            """);

        Assert.All(ids, id => Assert.Matches("^[a-zA-Z0-9]{9}$", id));
        Assert.Equal("Hello!", second.Content);
        var messages = _client.Requests[1].Messages;
        string[] original = ["call_abc-1", "call_abc-2"];
        Assert.Equal(original, messages[1].Contents.Cast<FunctionCallContent>().Select(call => call.CallId));
        Assert.Equal(original, messages.Skip(2).Select(message => ((FunctionResultContent)message.Contents[0]).CallId));
    }

    [Fact]
    public async Task Equal_tool_call_IDs_are_made_unique()
    {
        _client.Respond(Call("", "Paris"), Call("", "Rome"), Call("a1B2c3D4e", "Lyon"), Call("a1B2c3D4e", "Nice"));

        var calls = (await PostAsync(WeatherTools)).Message["tool_calls"]!.AsArray();

        Assert.Equal(4, calls.Select(call => (string?)call!["id"]).Distinct().Count());
    }

    [Fact]
    public async Task Tool_calls_that_the_chat_client_ran_are_not_returned()
    {
        _client.RespondWithUpdates(
            new(ChatRole.Assistant, [Call("1", "Paris"), Call("2", "Rome")]),
            new(ChatRole.Tool, [new FunctionResultContent("1", "sun"), new FunctionResultContent("2", "rain")]),
            new(ChatRole.Assistant, "Sun and rain."));

        var response = await PostAsync(WeatherTools);

        Assert.Equal("Sun and rain.", response.Content);
        Assert.Null(response.Message["tool_calls"]);
        Assert.Equal("stop", response.FinishReason);
    }

    [Fact]
    public async Task Tool_call_arguments_of_any_JSON_type_are_returned()
    {
        _client.Respond(new FunctionCallContent("a1B2c3D4e", "get_weather", new Dictionary<string, object?>
        {
            ["city"] = "Zürich",
            ["days"] = 3,
            ["detailed"] = true,
            ["unit"] = null,
        }));

        var response = await PostAsync(WeatherTools);

        Assert.Equal(["""get_weather {"city":"Zürich","days":3,"detailed":true,"unit":null}"""], response.ToolCalls);
    }

    [Theory]
    [InlineData(" upon a time")]
    [InlineData("Once upon a time")]
    [InlineData("On", "ce upon", " a time")]
    [InlineData(" upo", "n a time")]
    public async Task Response_starts_once_with_the_prefix(params string[] texts)
    {
        var contents = texts.Select(text => new TextContent(text)).ToArray<AIContent>();
        _client.Respond(contents);
        _client.Respond(contents);
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { ChatClient = _client });
        const string Messages = """[{"role":"user","content":"U"},{"role":"assistant","content":"Once","prefix":true}]""";

        var response = await emulator.PostChatAsync($$"""{"messages":{{Messages}}}""");
        var stream = await emulator.PostChatAsync($$"""{"stream":true,"messages":{{Messages}}}""");

        Assert.Equal("Once upon a time", response.Content);
        Assert.Equal("Once upon a time", string.Concat(stream.Deltas.Select(delta => (string?)delta["content"])));
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Script_takes_precedence_over_the_chat_client()
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { ChatClient = _client });
        emulator.Server.Say("Scripted.");
        emulator.Server.Enqueue(ScriptedResponse.Json("""{"a":1}"""));

        var text = await emulator.PostUserMessageAsync("Hi");
        var body = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal("Scripted.", text.Content);
        Assert.Equal("""{"a":1}""", body.Body);
        Assert.Empty(_client.Requests);
        Assert.Equal("Hello!", (await emulator.PostUserMessageAsync("Hi")).Content);
    }

    [Fact]
    public async Task Chat_client_is_not_asked_if_scripts_are_required()
    {
        await using var emulator = await TestEmulator.StartAsync(
            new MistralEmulatorOptions { ChatClient = _client, RequireScripts = true });

        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(400, (int)response.Status);
        Assert.Empty(_client.Requests);
    }

    internal static FunctionCallContent Call(string id, string city) =>
        new(id, "get_weather", new Dictionary<string, object?> { ["city"] = city });

    private async Task<EmulatorResponse> PostAsync(string options = "{}")
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { ChatClient = _client });
        var response = await emulator.PostUserMessageAsync("Hi", options);
        Assert.True((int)response.Status == 200, response.Body);
        return response;
    }
}
