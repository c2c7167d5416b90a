using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Scripts;

/// <summary>Scripted responses that are rejected. <see cref="FixtureFileTests"/> has those of files.</summary>
public sealed class InvalidScriptTests
{
    public static TheoryData<string, ScriptedResponse> InvalidResponses => new()
    {
        { "both the content of the model (text, tool calls) and a body", ScriptedResponse.Json("{}") with { Text = "Hello" } },
        { "must be 200, but was 500", new ScriptedResponse { Text = "Hello", StatusCode = 500 } },
        { "both a text and text chunks", new ScriptedResponse { Text = "Hello", TextChunks = ["Hello"] } },
        { "finish reason requires a text", new ScriptedResponse { FinishReason = "length" } },
        { "finish reason must not be empty", new ScriptedResponse { Text = "Hello", FinishReason = "" } },
        { "thinking must not be empty", new ScriptedResponse { Thinking = "" } },
        { "must be at least 1, but was 0", new ScriptedResponse { Text = "Hello", Times = 0 } },
        { "between 200 and 599, but was 99", new ScriptedResponse { StatusCode = 99 } },
        { "delay must not be negative", new ScriptedResponse { Delay = TimeSpan.FromSeconds(-1) } },
        { "must not be negative, but was -1", new ScriptedResponse { CutAfterBytes = -1 } },
        { "but was \"get weather\"", new ScriptedResponse { ToolCalls = [new ScriptedToolCall("get weather")] } },
        { "nine letters or digits, but was \"1\"", new ScriptedResponse { ToolCalls = [new ScriptedToolCall("a") { Id = "1" }] } },
        { "such as /v1/chat/completions, but was \"chat\"", WithMatch(new RequestMatch { Endpoint = "chat" }) },
        { "turn index must not be negative", WithMatch(new RequestMatch { TurnIndex = -1 }) },
        { "\"(\" is not a supported .NET regular expression", WithMatch(new RequestMatch { TextPattern = "(" }) },
        { "\"(?=a)\" is not a supported .NET regular expression", WithMatch(new RequestMatch { TextPattern = "(?=a)" }) },
    };

    [Theory]
    [MemberData(nameof(InvalidResponses), DisableDiscoveryEnumeration = true)]
    public async Task Invalid_scripted_response_is_rejected_when_it_is_added(string message, ScriptedResponse response)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var error = Assert.Throws<ArgumentException>(() => emulator.Server.Enqueue(response));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(emulator.Server.UnusedScripts);
    }

    private static ScriptedResponse WithMatch(RequestMatch match) => new() { Text = "Hello", Match = match };
}
