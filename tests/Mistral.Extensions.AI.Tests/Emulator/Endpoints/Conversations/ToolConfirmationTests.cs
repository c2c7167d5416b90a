using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Conversations;

public sealed class ToolConfirmationTests
{
    private const string Search = """{"type":"web_search","tool_configuration":{"requires_confirmation":["web_search"]}}""";
    private const string Image = """{"type":"image_generation","tool_configuration":{"requires_confirmation":["image_generation"]}}""";

    [Fact]
    public async Task Call_is_pending_until_the_user_allows_it()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var pending = await emulator.StartWithToolsAsync("Search the web", Search);
        var id = (string)pending.Outputs()[0]!["tool_call_id"]!;
        var allowed = await emulator.AppendAsync(pending, Confirm(id, "allow"));

        Assert.Equal(["function.call"], pending.OutputTypes());
        Assert.Equal("pending", (string?)pending.Outputs()[0]!["confirmation_status"]);
        Assert.Equal("web_search", (string?)pending.Outputs()[0]!["name"]);
        Assert.Null(pending.Json["usage"]!["connectors"]);
        Assert.Equal(["tool.execution", "message.output"], allowed.OutputTypes());
        Assert.StartsWith("The web search found:", allowed.OutputText());
        var history = await emulator.GetJsonAsync($"/v1/conversations/{pending.Json["conversation_id"]}/history");
        Assert.Equal("allowed", (string?)history["entries"]![1]!["confirmation_status"]);
    }

    [Fact]
    public async Task Denied_call_is_not_run()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var pending = await emulator.StartWithToolsAsync("Search the web", Search);

        var denied = await emulator.AppendAsync(pending, Confirm((string)pending.Outputs()[0]!["tool_call_id"]!, "deny"));
        var next = await emulator.AppendAsync(pending, """{"inputs":"Hello"}""");

        Assert.Equal(["message.output"], denied.OutputTypes());
        Assert.Equal("The call of web_search was denied.", denied.OutputText());
        Assert.Null(denied.Json["usage"]!["connectors"]);
        Assert.Equal("You said: \"Hello\".", next.OutputText());
    }

    [Fact]
    public async Task Calls_can_be_confirmed_one_after_the_other()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var pending = await emulator.StartWithToolsAsync("Search the web for a picture", Search, Image);
        var ids = pending.Outputs().Select(entry => (string)entry!["tool_call_id"]!).ToArray();

        var first = await emulator.AppendAsync(pending, Confirm(ids[0], "allow"));
        var second = await emulator.AppendAsync(pending, Confirm(ids[1], "deny"));

        Assert.Equal(["tool.execution"], first.OutputTypes());
        Assert.Equal(["message.output"], second.OutputTypes());
        Assert.Contains("The web search found:", second.OutputText(), StringComparison.Ordinal);
        Assert.Contains("The call of image_generation was denied.", second.OutputText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_is_called_after_the_confirmation()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var pending = await emulator.StartWithToolsAsync(
            "Search the web for the weather in Paris", Search, ConversationTestCalls.WeatherTool);

        var allowed = await emulator.AppendAsync(pending, Confirm((string)pending.Outputs()[0]!["tool_call_id"]!, "allow"));

        Assert.Equal(["function.call"], pending.OutputTypes());
        Assert.Equal(["tool.execution", "function.call"], allowed.OutputTypes());
    }

    [Theory]
    [InlineData("""{"inputs":"Never mind"}""", "Not the same number of function calls and responses")]
    [InlineData("{}", "Not the same number of function calls and responses")]
    [InlineData("""{"tool_confirmations":[{"tool_call_id":"aaaaaaaaa","confirmation":"allow"}]}""",
        "Unexpected tool call id aaaaaaaaa in tool confirmations")]
    public async Task Missing_or_unknown_confirmation_is_rejected(string request, string message)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var pending = await emulator.StartWithToolsAsync("Search the web", Search);

        var response = await emulator.AppendAsync(pending, request);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(message, (string?)response.Json["message"]);
    }

    [Fact]
    public async Task Pending_call_in_the_inputs_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var pending = await emulator.StartWithToolsAsync("Search the web", Search);
        var history = await emulator.GetJsonAsync($"/v1/conversations/{pending.Json["conversation_id"]}/history");

        var response = await emulator.StartAsync("", $$"""{"inputs":{{history["entries"]!.ToJsonString()}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
    }

    [Fact]
    public async Task Call_cannot_be_confirmed_twice()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var pending = await emulator.StartWithToolsAsync("Search the web", Search);
        var request = Confirm((string)pending.Outputs()[0]!["tool_call_id"]!, "allow");
        await emulator.AppendAsync(pending, request);

        var response = await emulator.AppendAsync(pending, request);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
    }

    [Fact]
    public async Task Pending_call_is_streamed_with_its_status()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var stream = await emulator.StartAsync("Search the web", $$"""{"stream":true,"tools":[{{Search}}]}""");

        var deltas = stream.NamedEvents().Where(item => item.Name == "function.call.delta").ToArray();
        Assert.NotEmpty(deltas);
        Assert.All(deltas, item => Assert.Equal("pending", (string?)item.Data["confirmation_status"]));
    }

    private static string Confirm(string id, string confirmation) =>
        $$"""{"tool_confirmations":[{"tool_call_id":"{{id}}","confirmation":"{{confirmation}}"}]}""";
}
