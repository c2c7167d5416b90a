using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Conversations;

public sealed class ConversationFunctionTests
{
    [Fact]
    public async Task Function_is_called_and_its_result_is_reported()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var call = await emulator.StartWithToolsAsync("The weather in Paris", ConversationTestCalls.WeatherTool);
        var entry = Assert.Single(call.Outputs())!;

        var response = await emulator.AppendAsync(call, CreateResult((string)entry["tool_call_id"]!));

        Assert.Equal("function.call", (string?)entry["type"]);
        Assert.StartsWith("fc_", (string)entry["id"]!);
        Assert.Matches("^[a-zA-Z0-9]{9}$", (string)entry["tool_call_id"]!);
        Assert.Equal("get_weather", (string?)entry["name"]);
        Assert.Equal("""{"city":"Paris"}""", (string?)entry["arguments"]);
        Assert.Null(entry["completed_at"]);
        Assert.Equal("The tool get_weather returned: sunny", response.OutputText());
    }

    [Fact]
    public async Task Several_calls_need_a_result_each()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var call = await emulator.StartWithToolsAsync("The weather in Paris and Lyon", ConversationTestCalls.WeatherTool);
        var ids = call.Outputs().Select(entry => (string)entry!["tool_call_id"]!).ToArray();

        var one = await emulator.AppendAsync(call, CreateResult(ids[0]));
        var both = await emulator.AppendAsync(call, CreateResult(ids));

        Assert.Equal(2, ids.Length);
        AssertError(one, "Not the same number of function calls and responses");
        Assert.Equal("The tool get_weather returned: sunny The tool get_weather returned: sunny", both.OutputText());
    }

    [Fact]
    public async Task Call_without_result_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var call = await emulator.StartWithToolsAsync("The weather in Paris", ConversationTestCalls.WeatherTool);

        var response = await emulator.AppendAsync(call, """{"inputs":"Never mind"}""");

        AssertError(response, "Not the same number of function calls and responses");
    }

    [Fact]
    public async Task Result_of_an_unknown_call_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var start = await emulator.StartWithToolsAsync("The weather in Paris", ConversationTestCalls.WeatherTool);

        var response = await emulator.AppendAsync(start, CreateResult("aaaaaaaaa"));

        AssertError(response, "Unexpected tool call id aaaaaaaaa in tool results");
    }

    [Fact]
    public async Task Hosted_tool_runs_before_a_function_and_both_results_are_reported()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var call = await emulator.StartWithToolsAsync(
            "Calculate 2 * 21 and get the weather in Paris", """{"type":"code_interpreter"}""", ConversationTestCalls.WeatherTool);

        var response = await emulator.AppendAsync(call, CreateResult((string)call.Outputs()[1]!["tool_call_id"]!));

        Assert.Equal(["tool.execution", "function.call"], call.OutputTypes());
        Assert.Equal("The code printed: 42 The tool get_weather returned: sunny", response.OutputText());
    }

    private static string CreateResult(params string[] ids)
    {
        var results = ids.Select(id => $$"""{"type":"function.result","tool_call_id":"{{id}}","result":"sunny"}""");
        return $$"""{"inputs":[{{string.Join(',', results)}}]}""";
    }

    private static void AssertError(EmulatorResponse response, string message)
    {
        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(message, (string?)response.Json["message"]);
        Assert.Equal("3230", (string?)response.Json["code"]);
    }
}
