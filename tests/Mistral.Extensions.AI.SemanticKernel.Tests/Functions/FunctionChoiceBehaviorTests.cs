using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Functions;

/// <summary>The requests and the function calls that each <see cref="FunctionChoiceBehavior"/> causes.</summary>
public sealed class FunctionChoiceBehaviorTests
{
    // Semantic Kernel writes the description of a function as "condition" in its schema.
    private const string Tools = """
        [{"type":"function","function":{"name":"weather_get_weather","description":"Gets the current weather in a city.","parameters":{
          "type":"object","condition":"Gets the current weather in a city.",
          "properties":{"city":{"description":"The name of the city.","type":"string"} },"required":["city"]} } }]
        """;

    private readonly WeatherPlugin _weather = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Auto_behavior_calls_functions_and_returns_a_response_with_their_results()
    {
        await using var fixture = await StartAsync();

        var response = await fixture.Kernel.InvokePromptAsync<string>(
            "What is the weather in Paris?", new(CreateSettings(FunctionChoiceBehavior.Auto())), cancellationToken: Token);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", response);
        Assert.Equal(["Paris"], _weather.Cities);
        Assert.Equal(2, fixture.RequestBodies.Count);
        JsonAssert.Equal(Tools, fixture.RequestBodies[0]["tools"]);
        Assert.Equal("auto", (string?)fixture.RequestBodies[0]["tool_choice"]);
        Assert.Equal(["user", "assistant", "tool"], fixture.GetRoles(1));
        Assert.Equal("sunny in Paris", (string?)fixture.GetMessages(1)[2]!["content"]);
    }

    [Fact]
    public async Task Parallel_calls_are_all_invoked_and_their_results_sent_together()
    {
        await using var fixture = await StartAsync();

        await fixture.Kernel.InvokePromptAsync(
            "What is the weather in Paris and in Lyon?", new(CreateSettings(FunctionChoiceBehavior.Auto())), cancellationToken: Token);

        Assert.Equal(["Lyon", "Paris"], _weather.Cities.Order());
        var messages = fixture.GetMessages(1);
        var calls = messages[1]!["tool_calls"]!.AsArray();
        Assert.Equal(2, calls.Count);
        Assert.Equal(calls.Select(call => (string)call!["id"]!), messages.Skip(2).Select(message => (string)message!["tool_call_id"]!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AllowParallelCalls_is_sent(bool parallel)
    {
        await using var fixture = await StartAsync();
        var behavior = FunctionChoiceBehavior.Auto(options: new() { AllowParallelCalls = parallel });

        await fixture.Kernel.InvokePromptAsync(
            "What is the weather in Paris and in Lyon?", new(CreateSettings(behavior)), cancellationToken: Token);

        Assert.Equal(parallel, (bool)fixture.RequestBodies[0]["parallel_tool_calls"]!);
        Assert.Equal(parallel ? 2 : 1, fixture.GetMessages(1)[1]!["tool_calls"]!.AsArray().Count);
    }

    [Fact]
    public async Task Required_behavior_forces_one_call_and_then_lets_the_model_respond()
    {
        await using var fixture = await StartAsync();

        var response = await fixture.Kernel.InvokePromptAsync<string>(
            "Good morning, Paris", new(CreateSettings(FunctionChoiceBehavior.Required())), cancellationToken: Token);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", response);
        Assert.Equal("any", (string?)fixture.RequestBodies[0]["tool_choice"]);
        Assert.Null(fixture.RequestBodies[1]["tool_choice"]);
        Assert.Equal(2, fixture.RequestBodies.Count);
        Assert.Single(_weather.Cities);
    }

    [Fact]
    public async Task None_behavior_sends_the_functions_without_calling_them()
    {
        await using var fixture = await StartAsync();

        var response = await fixture.Kernel.InvokePromptAsync<string>(
            "What is the weather in Paris?", new(CreateSettings(FunctionChoiceBehavior.None())), cancellationToken: Token);

        Assert.Equal("You said: \"What is the weather in Paris?\".", response);
        var request = Assert.Single(fixture.RequestBodies);
        Assert.Equal("none", (string?)request["tool_choice"]);
        Assert.Single(request["tools"]!.AsArray());
        Assert.Empty(_weather.Cities);
    }

    [Fact]
    public async Task None_behavior_with_streaming_sends_the_functions_without_calling_them()
    {
        await using var fixture = await StartAsync();

        var settings = CreateSettings(FunctionChoiceBehavior.None());
        var chunks = await fixture.Kernel.InvokePromptStreamingAsync<string>(
            "What is the weather in Paris?", new(settings), cancellationToken: Token).ToListAsync(Token);

        Assert.Equal("You said: \"What is the weather in Paris?\".", string.Concat(chunks));
        var request = Assert.Single(fixture.RequestBodies);
        Assert.Equal("none", (string?)request["tool_choice"]);
        Assert.Single(request["tools"]!.AsArray());
        Assert.Empty(_weather.Cities);
    }

    [Fact]
    public async Task Streamed_calls_in_fragments_with_finish_reason_stop_are_invoked()
    {
        await using var fixture = await StartAsync();
        fixture.EnqueueStream(
            "stop",
            """{"role":"assistant","content":""}""",
            """{"tool_calls":[{"index":0,"id":"abcdefgh1","function":{"name":"weather_get_weather","arguments":"{\"city\":"} }]}""",
            """{"tool_calls":[{"index":0,"id":"null","function":{"name":"","arguments":" \"Paris\"}"} }]}""",
            """
            {"tool_calls":[{"index":1,"id":"abcdefgh2","function":{"name":"weather_get_weather","arguments":"{\"city\":\"Lyon\"}"} }]}
            """);

        var chunks = await fixture.Kernel.InvokePromptStreamingAsync<string>(
            "The weather?", new(CreateSettings(FunctionChoiceBehavior.Auto())), cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(["Paris", "Lyon"], _weather.Cities);
        Assert.Contains("sunny in Lyon", string.Concat(chunks), StringComparison.Ordinal);
        Assert.Equal(["user", "assistant", "tool", "tool"], fixture.GetRoles(1));
    }

    [Fact]
    public async Task Settings_without_behavior_send_no_functions()
    {
        await using var fixture = await StartAsync();

        await fixture.Kernel.InvokePromptAsync(
            "What is the weather in Paris?", new(new MistralPromptExecutionSettings()), cancellationToken: Token);

        Assert.Null(Assert.Single(fixture.RequestBodies)["tools"]);
    }

    [Fact]
    public async Task Auto_behavior_with_streaming_calls_functions()
    {
        await using var fixture = await StartAsync();

        var text = "";
        await foreach (var chunk in fixture.Kernel.InvokePromptStreamingAsync<string>(
            "What is the weather in Paris and in Lyon?", new(CreateSettings(FunctionChoiceBehavior.Auto())), cancellationToken: Token))
        {
            text += chunk;
        }

        Assert.Contains("sunny in Paris", text, StringComparison.Ordinal);
        Assert.Contains("sunny in Lyon", text, StringComparison.Ordinal);
        Assert.Equal(2, fixture.RequestBodies.Count);
        Assert.All(fixture.RequestBodies, request => Assert.True((bool)request["stream"]!));
        Assert.Equal(["user", "assistant", "tool", "tool"], fixture.GetRoles(1));
    }

    [Fact]
    public async Task Required_behavior_with_streaming_forces_one_call()
    {
        await using var fixture = await StartAsync();

        await foreach (var _ in fixture.Kernel.InvokePromptStreamingAsync<string>(
            "Good morning, Paris", new(CreateSettings(FunctionChoiceBehavior.Required())), cancellationToken: Token))
        {
        }

        Assert.Equal(["any", null], fixture.RequestBodies.Select(request => (string?)request["tool_choice"]));
        Assert.Single(_weather.Cities);
    }

    [Fact]
    public async Task Chat_completion_service_adds_calls_and_results_to_the_history()
    {
        await using var fixture = await StartAsync();
        var chat = fixture.Kernel.GetRequiredService<IChatCompletionService>();
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris and in Lyon?")];

        history.Add(await chat.GetChatMessageContentAsync(history, CreateSettings(FunctionChoiceBehavior.Auto()), fixture.Kernel, Token));
        history.AddUserMessage("Thanks");
        await chat.GetChatMessageContentAsync(history, cancellationToken: Token);

        Assert.Equal(["user", "assistant", "tool", "tool", "assistant", "user"], fixture.GetRoles(2));
        Assert.Equal(fixture.GetMessages(1).Select(ToJson), fixture.GetMessages(2).Take(4).Select(ToJson));
    }

    [Fact]
    public async Task Chat_completion_service_with_streaming_adds_calls_and_results_to_the_history()
    {
        await using var fixture = await StartAsync();
        var chat = fixture.Kernel.GetRequiredService<IChatCompletionService>();
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris and in Lyon?")];

        var text = "";
        var settings = CreateSettings(FunctionChoiceBehavior.Auto());
        await foreach (var chunk in chat.GetStreamingChatMessageContentsAsync(history, settings, fixture.Kernel, Token))
            text += chunk.Content;
        history.AddAssistantMessage(text);
        history.AddUserMessage("Thanks");
        await chat.GetChatMessageContentAsync(history, cancellationToken: Token);

        Assert.Equal(["user", "assistant", "tool", "tool", "assistant", "user"], fixture.GetRoles(2));
        Assert.Equal(2, fixture.GetMessages(2)[1]!["tool_calls"]!.AsArray().Count);
    }

    private static MistralPromptExecutionSettings CreateSettings(FunctionChoiceBehavior behavior) =>
        new() { FunctionChoiceBehavior = behavior };

    private static string ToJson(JsonNode? message) => message!.ToJsonString();

    private Task<KernelFixture> StartAsync() => KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(_weather, "weather"));
}
