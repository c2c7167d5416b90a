using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Architecture;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Scripts;

/// <summary>The code of the README of the emulator.</summary>
public sealed class DocumentedScriptsTests
{
    private const string Readme = "src/Mistral.Extensions.AI.Emulator/README.md";

    [Theory]
    [InlineData("Start")]
    [InlineData("Scripts")]
    [InlineData("Control API")]
    public void Documented_code_is_part_of_this_test_file(string heading) => DocumentedCode.AssertIsIn(
        "tests/Mistral.Extensions.AI.Tests/Emulator/Scripts/DocumentedScriptsTests.cs", Readme, heading);

    [Fact]
    public async Task Documented_start_fails_without_a_request()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
#pragma warning disable xUnit1051 // The documented code has no cancellation token.
            await using var emulator = await MistralEmulator.StartAsync();   // on any free port; emulator.Endpoint ends with /v1
            emulator.Say("Hello!");                                          // the next response of the model has this text
            // ... send requests to emulator.Endpoint with any API key; emulator.Requests has the recorded requests
            emulator.AssertAllScriptsUsed();
#pragma warning restore xUnit1051
        });

        Assert.Contains("No requests were received.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_are_used_in_order()
    {
        await using var server = await TestEmulator.StartAsync();
        var emulator = server.Server;

        emulator.Say("Hello!");                                          // a text, streamed or not
        emulator.Stream("Hel", "lo", "!");                               // the same text, streamed in exactly these chunks
        emulator.CallTool("get_weather", """{"city":"Paris"}""");        // a tool call; CallTools has several
        emulator.Enqueue(new ScriptedResponse
        {
            Thinking = "The user wants a joke.",
            Text = "Knock, knock.",
            FinishReason = "length",
        });
        emulator.Enqueue(ScriptedResponse.Fault(429) with { Headers = new Dictionary<string, string> { ["retry-after"] = "1" } });

        Assert.Equal("Hello!", (await server.PostUserMessageAsync("Hi")).Content);
        Assert.Equal("Hello!", (await server.PostUserMessageAsync("Hi")).Content);
        Assert.Equal("tool_calls", (await server.PostUserMessageAsync("Hi")).FinishReason);
        Assert.Equal("length", (await server.PostUserMessageAsync("Hi")).FinishReason);
        Assert.Equal("1", (await server.PostUserMessageAsync("Hi")).Headers["retry-after"]);
        emulator.AssertAllScriptsUsed();
    }

    [Fact]
    public async Task Requests_that_match_get_their_responses()
    {
        await using var server = await TestEmulator.StartAsync();
        var emulator = server.Server;

        emulator.When(
            new RequestMatch { TextContains = "weather", HasToolResult = false },
            new ScriptedResponse { ToolCalls = [new ScriptedToolCall("get_weather", """{"city":"Paris"}""")] });
        emulator.When(
            new RequestMatch { Endpoint = "/v1/chat/completions", HasToolResult = true },
            new ScriptedResponse { Text = "It is sunny in Paris.", Times = null });   // for any number of requests
        emulator.When(
            request => request.Headers.ContainsKey("x-session"),
            ScriptedResponse.Fault(503), new ScriptedResponse { Text = "It works again." });

        var call = await server.PostUserMessageAsync("The weather?");
        var result = await server.PostChatAsync(
            """
            {"messages":[{"role":"user","content":"The weather?"},
             {"role":"assistant","content":"","tool_calls":[{"id":"abcdefghi","function":{"name":"get_weather","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"abcdefghi","content":"sunny"}]}
            """);
        server.Http.DefaultRequestHeaders.Add("x-session", "1");
        var fault = await server.PostUserMessageAsync("Hi");
        var recovered = await server.PostUserMessageAsync("Hi");

        Assert.Equal(["""get_weather {"city":"Paris"}"""], call.ToolCalls);
        Assert.Equal("It is sunny in Paris.", result.Content);
        Assert.Equal((503, "It works again."), ((int)fault.Status, recovered.Content));
    }

    [Fact]
    public async Task Script_of_a_test_is_for_requests_with_its_ID()
    {
        await using var server = await TestEmulator.StartAsync();
        var emulator = server.Server;
        server.Http.DefaultRequestHeaders.Add("x-emulator-test-id", "test-1");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await server.PostUserMessageAsync("Hi");
            emulator.Enqueue(new ScriptedResponse { Text = "Hello!", TestId = "test-1" });
            // ... send requests with the header x-emulator-test-id: test-1
            emulator.AssertAllScriptsUsed("test-1");
        });
        var response = await server.PostUserMessageAsync("Hi");

        Assert.Contains("text \"Hello!\" of test \"test-1\"", error.Message, StringComparison.Ordinal);
        Assert.Equal("Hello!", response.Content);
    }

    [Fact]
    public async Task Documented_fixtures_are_valid()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, Readme), TestContext.Current.CancellationToken);
        var fixtures = readme.ReplaceLineEndings("\n").Split("```json\n")[1].Split("```")[0];
        await using var emulator = await TestEmulator.StartAsync();

        var loaded = await emulator.SendAsync(HttpMethod.Put, "/_emulator/fixtures", fixtures);
        var response = await emulator.PostUserMessageAsync("Hello there");

        Assert.Equal(4, (int)JsonNode.Parse(loaded.Body)!["responses"]!);
        Assert.Equal("Hello!", response.Content);
    }
}
