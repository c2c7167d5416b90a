using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Functions;

/// <summary>What <see cref="FunctionChoiceBehavior"/> makes of a request, and what is called then.</summary>
public sealed class FunctionChoiceTests
{
    // "condition" is what Semantic Kernel calls the description of a function in its schema.
    private const string Tools = """
        [{"type":"function","function":{"name":"weather_get_weather","description":"The weather in a city, now.",
          "parameters":{"type":"object","condition":"The weather in a city, now.","properties":{"city":{"description":"The city.","type":"string"} },"required":["city"]}}}]
        """;

    private readonly WeatherPlugin _weather = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Auto_offers_the_functions_and_answers_from_their_results()
    {
        await using var emulated = await StartAsync();

        var answer = await emulated.Kernel.InvokePromptAsync<string>(
            "What is the weather in Paris?", new(Settings(FunctionChoiceBehavior.Auto())), cancellationToken: Token);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", answer);
        Assert.Equal(["Paris"], _weather.Cities);
        Assert.Equal(2, emulated.Bodies.Count);
        JsonAssert.Equal(Tools, emulated.Bodies[0]["tools"]);
        Assert.Equal("auto", (string?)emulated.Bodies[0]["tool_choice"]);
        Assert.Equal(["user", "assistant", "tool"], emulated.Messages(1).AsArray().Select(message => (string)message!["role"]!));
        Assert.Equal("sunny in Paris", (string?)emulated.Messages(1)[2]!["content"]);
    }

    [Fact]
    public async Task Several_calls_of_one_turn_are_all_made_and_answered_together()
    {
        await using var emulated = await StartAsync();

        await emulated.Kernel.InvokePromptAsync(
            "What is the weather in Paris and in Lyon?", new(Settings(FunctionChoiceBehavior.Auto())), cancellationToken: Token);

        Assert.Equal(["Lyon", "Paris"], _weather.Cities.Order());
        var messages = emulated.Messages(1).AsArray();
        var calls = messages[1]!["tool_calls"]!.AsArray();
        Assert.Equal(2, calls.Count);
        Assert.Equal(calls.Select(call => (string)call!["id"]!), messages.Skip(2).Select(message => (string)message!["tool_call_id"]!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whether_there_may_be_several_calls_is_sent(bool parallel)
    {
        await using var emulated = await StartAsync();
        var behavior = FunctionChoiceBehavior.Auto(options: new() { AllowParallelCalls = parallel });

        await emulated.Kernel.InvokePromptAsync("What is the weather in Paris and in Lyon?", new(Settings(behavior)), cancellationToken: Token);

        Assert.Equal(parallel, (bool)emulated.Bodies[0]["parallel_tool_calls"]!);
        Assert.Equal(parallel ? 2 : 1, emulated.Messages(1)[1]!["tool_calls"]!.AsArray().Count);
    }

    [Fact]
    public async Task Required_forces_a_call_once_and_then_lets_the_model_answer()
    {
        await using var emulated = await StartAsync();

        var answer = await emulated.Kernel.InvokePromptAsync<string>(
            "Good morning, Paris", new(Settings(FunctionChoiceBehavior.Required())), cancellationToken: Token);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", answer);
        Assert.Equal("any", (string?)emulated.Bodies[0]["tool_choice"]);
        Assert.Null(emulated.Bodies[1]["tool_choice"]);
        Assert.Equal(2, emulated.Bodies.Count);
        Assert.Single(_weather.Cities);
    }

    [Fact]
    public async Task None_shows_the_functions_and_has_none_called()
    {
        await using var emulated = await StartAsync();

        var answer = await emulated.Kernel.InvokePromptAsync<string>(
            "What is the weather in Paris?", new(Settings(FunctionChoiceBehavior.None())), cancellationToken: Token);

        Assert.Equal("You said: \"What is the weather in Paris?\".", answer);
        var request = Assert.Single(emulated.Bodies);
        Assert.Equal("none", (string?)request["tool_choice"]);
        Assert.Single(request["tools"]!.AsArray());
        Assert.Empty(_weather.Cities);
    }

    [Fact]
    public async Task While_streaming_None_shows_the_functions_and_has_none_called_too()
    {
        await using var emulated = await StartAsync();

        var pieces = await emulated.Kernel.InvokePromptStreamingAsync<string>(
            "What is the weather in Paris?", new(Settings(FunctionChoiceBehavior.None())), cancellationToken: Token).ToListAsync(Token);

        Assert.Equal("You said: \"What is the weather in Paris?\".", string.Concat(pieces));
        var request = Assert.Single(emulated.Bodies);
        Assert.Equal("none", (string?)request["tool_choice"]);
        Assert.Single(request["tools"]!.AsArray());
        Assert.Empty(_weather.Cities);
    }

    [Fact]
    public async Task Calls_that_stream_in_pieces_and_end_with_stop_are_all_made()
    {
        await using var emulated = await StartAsync();
        emulated.Stream(
            "stop",
            """{"role":"assistant","content":""}""",
            """{"tool_calls":[{"index":0,"id":"abcdefgh1","function":{"name":"weather_get_weather","arguments":"{\"city\":"} }]}""",
            """{"tool_calls":[{"index":0,"id":"null","function":{"name":"","arguments":" \"Paris\"}"} }]}""",
            """{"tool_calls":[{"index":1,"id":"abcdefgh2","function":{"name":"weather_get_weather","arguments":"{\"city\":\"Lyon\"}"} }]}""");

        var pieces = await emulated.Kernel.InvokePromptStreamingAsync<string>(
            "The weather?", new(Settings(FunctionChoiceBehavior.Auto())), cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(["Paris", "Lyon"], _weather.Cities);
        Assert.Contains("sunny in Lyon", string.Concat(pieces), StringComparison.Ordinal);
        Assert.Equal(["user", "assistant", "tool", "tool"], emulated.Messages(1).AsArray().Select(message => (string)message!["role"]!));
    }

    [Fact]
    public async Task Without_a_behavior_nothing_is_offered()
    {
        await using var emulated = await StartAsync();

        await emulated.Kernel.InvokePromptAsync("What is the weather in Paris?", new(new MistralPromptExecutionSettings()), cancellationToken: Token);

        Assert.Null(Assert.Single(emulated.Bodies)["tools"]);
    }

    [Fact]
    public async Task While_streaming_the_functions_are_called_too()
    {
        await using var emulated = await StartAsync();

        var text = "";
        await foreach (var piece in emulated.Kernel.InvokePromptStreamingAsync<string>(
            "What is the weather in Paris and in Lyon?", new(Settings(FunctionChoiceBehavior.Auto())), cancellationToken: Token))
        {
            text += piece;
        }

        Assert.Contains("sunny in Paris", text, StringComparison.Ordinal);
        Assert.Contains("sunny in Lyon", text, StringComparison.Ordinal);
        Assert.Equal(2, emulated.Bodies.Count);
        Assert.All(emulated.Bodies, request => Assert.True((bool)request["stream"]!));
        Assert.Equal(["user", "assistant", "tool", "tool"], emulated.Messages(1).AsArray().Select(message => (string)message!["role"]!));
    }

    [Fact]
    public async Task While_streaming_a_required_call_is_forced_once()
    {
        await using var emulated = await StartAsync();

        await foreach (var _ in emulated.Kernel.InvokePromptStreamingAsync<string>(
            "Good morning, Paris", new(Settings(FunctionChoiceBehavior.Required())), cancellationToken: Token))
        {
        }

        Assert.Equal(["any", null], emulated.Bodies.Select(request => (string?)request["tool_choice"]));
        Assert.Single(_weather.Cities);
    }

    [Fact]
    public async Task Through_a_chat_completion_service_calls_and_results_stay_in_the_history()
    {
        await using var emulated = await StartAsync();
        var chat = emulated.Kernel.GetRequiredService<IChatCompletionService>();
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris and in Lyon?")];

        history.Add(await chat.GetChatMessageContentAsync(history, Settings(FunctionChoiceBehavior.Auto()), emulated.Kernel, Token));
        history.AddUserMessage("Thanks");
        await chat.GetChatMessageContentAsync(history, cancellationToken: Token);

        Assert.Equal(
            ["user", "assistant", "tool", "tool", "assistant", "user"],
            emulated.Messages(2).AsArray().Select(message => (string)message!["role"]!));
        Assert.Equal(emulated.Messages(1).AsArray().Select(Text), emulated.Messages(2).AsArray().Take(4).Select(Text));
    }

    [Fact]
    public async Task Streamed_through_a_chat_completion_service_calls_and_results_stay_in_the_history()
    {
        await using var emulated = await StartAsync();
        var chat = emulated.Kernel.GetRequiredService<IChatCompletionService>();
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris and in Lyon?")];

        var text = "";
        await foreach (var piece in chat.GetStreamingChatMessageContentsAsync(history, Settings(FunctionChoiceBehavior.Auto()), emulated.Kernel, Token))
            text += piece.Content;
        history.AddAssistantMessage(text);
        history.AddUserMessage("Thanks");
        await chat.GetChatMessageContentAsync(history, cancellationToken: Token);

        Assert.Equal(
            ["user", "assistant", "tool", "tool", "assistant", "user"],
            emulated.Messages(2).AsArray().Select(message => (string)message!["role"]!));
        Assert.Equal(2, emulated.Messages(2)[1]!["tool_calls"]!.AsArray().Count);
    }

    private static MistralPromptExecutionSettings Settings(FunctionChoiceBehavior behavior) => new() { FunctionChoiceBehavior = behavior };

    private static string Text(JsonNode? message) => message!.ToJsonString();

    private Task<EmulatedKernel> StartAsync() => EmulatedKernel.StartAsync(builder => builder.Plugins.AddFromObject(_weather, "weather"));
}
