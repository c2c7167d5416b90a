using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Scripts;

public sealed class UnusedScriptsTests
{
    [Fact]
    public async Task Used_scripts_pass_the_assertion()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(new ScriptedResponse { Text = "Always", Times = null });
        emulator.Server.Say("Once");
        await emulator.PostUserMessageAsync("Hi");
        await emulator.PostUserMessageAsync("Hi");

        emulator.Server.AssertAllScriptsUsed();

        Assert.Empty(emulator.Server.UnusedScripts);
    }

    [Fact]
    public async Task Message_lists_unused_scripts_and_received_requests()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.When(
            new RequestMatch { Model = "mistral-large-latest", TurnIndex = 0 }, new ScriptedResponse { Text = "Hello\n" });
        emulator.Server.Enqueue(new ScriptedResponse { TextChunks = ["a", "b"], TestId = "test 1" });
        emulator.Server.When(
            new RequestMatch { HasToolResult = true },
            new ScriptedResponse { ToolCalls = [new ScriptedToolCall("get_weather", "{}")] }, ScriptedResponse.Fault(503));
        await emulator.PostUserMessageAsync("Hi");
        await emulator.PostUserMessageAsync("Hi", """{"user":"me"}""");

        var error = Assert.Throws<InvalidOperationException>(() => emulator.Server.AssertAllScriptsUsed());

        Assert.Equal(
            """
            4 scripted responses were not used:
            - text "Hello\n" for requests with model "mistral-large-latest", turn index 0
            - text in 2 chunks "ab" of test "test 1"
            - call of get_weather with {} for requests with a tool result at the end
            - fault 503 for requests with a tool result at the end
            2 requests were received:
            - POST /v1/chat/completions 200 mistral-small-latest, text "Hi"
            - POST /v1/chat/completions 422 mistral-small-latest, text "Hi": body.user: Extra inputs are not permitted
            """.ReplaceLineEndings("\n"),
            error.Message);
    }

    [Fact]
    public async Task Response_for_several_requests_is_unused_until_all_got_it()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(new ScriptedResponse { Text = "Twice", Times = 2 });
        await emulator.PostUserMessageAsync("Hi");

        Assert.Throws<InvalidOperationException>(() => emulator.Server.AssertAllScriptsUsed());
        await emulator.PostUserMessageAsync("Hi");

        emulator.Server.AssertAllScriptsUsed();
    }

    [Fact]
    public async Task ClearScripts_removes_scripts_of_one_test_or_of_all()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Say("No test");
        emulator.Server.Enqueue(new ScriptedResponse { Text = "A", TestId = "a" });
        emulator.Server.Enqueue(new ScriptedResponse { Text = "B", TestId = "b" });

        emulator.Server.ClearScripts("a");
        Assert.Equal(["No test", "B"], emulator.Server.UnusedScripts.Select(script => script.Text));

        emulator.Server.ClearScripts();
        emulator.Server.AssertAllScriptsUsed();
    }

    [Fact]
    public async Task Test_ID_separates_scripts_faults_and_requests()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(ScriptedResponse.Fault(503) with { TestId = "a" });
        emulator.Server.Enqueue(new ScriptedResponse { Text = "A", TestId = "a" });
        emulator.Server.Enqueue(new ScriptedResponse { Text = "B", TestId = "b" });
        emulator.Server.Say("No test");

        var none = await emulator.PostUserMessageAsync("Hi");
        emulator.Http.DefaultRequestHeaders.Add("x-emulator-test-id", "a");
        var fault = await emulator.PostUserMessageAsync("Hi");
        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(("No test", 503, "A"), (none.Content, (int)fault.Status, response.Content));
        Assert.Equal([null, "a", "a"], emulator.Server.Requests.Select(request => request.TestId));
        Assert.Equal([1L, 2, 3], emulator.Server.Requests.Select(request => request.Id));
        emulator.Server.AssertAllScriptsUsed("a");
        var error = Assert.Throws<InvalidOperationException>(() => emulator.Server.AssertAllScriptsUsed("b"));
        Assert.Contains("No requests were received.", error.Message, StringComparison.Ordinal);
    }
}
