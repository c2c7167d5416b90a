using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Functions;

/// <summary>Calls that are handed to the caller, who makes them and gives the results back.</summary>
public sealed class ManualFunctionTests
{
    private readonly WeatherPlugin _weather = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<FunctionChoiceBehavior, string> Behaviors => new()
    {
        { FunctionChoiceBehavior.Auto(autoInvoke: false), "auto" },
        { FunctionChoiceBehavior.Required(autoInvoke: false), "any" },
    };

    [Theory]
    [MemberData(nameof(Behaviors), DisableDiscoveryEnumeration = true)]
    public async Task The_calls_are_handed_out_and_none_is_made(FunctionChoiceBehavior behavior, string choice)
    {
        await using var emulated = await StartAsync();

        var answer = await Chat(emulated).GetChatMessageContentAsync(
            "What is the weather in Paris and in Lyon?", Settings(behavior), emulated.Kernel, Token);

        var calls = FunctionCallContent.GetFunctionCalls(answer).ToList();
        Assert.Equal(["Paris", "Lyon"], calls.Select(call => call.Arguments!["city"]!.ToString()));
        Assert.Empty(_weather.Cities);
        Assert.Equal(choice, (string?)Assert.Single(emulated.Bodies)["tool_choice"]);
    }

    [Fact]
    public async Task The_caller_makes_them_and_the_model_answers()
    {
        await using var emulated = await StartAsync();
        var settings = Settings(FunctionChoiceBehavior.Auto(autoInvoke: false));
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris and in Lyon?")];
        var asked = await Chat(emulated).GetChatMessageContentAsync(history, settings, emulated.Kernel, Token);
        history.Add(asked);

        foreach (var call in FunctionCallContent.GetFunctionCalls(asked))
            history.Add((await call.InvokeAsync(emulated.Kernel, Token)).ToChatMessage());
        var answer = await Chat(emulated).GetChatMessageContentAsync(history, settings, emulated.Kernel, Token);

        Assert.Equal(["Paris", "Lyon"], _weather.Cities);
        Assert.Contains("sunny in Lyon", answer.Content, StringComparison.Ordinal);
        Assert.Equal(["user", "assistant", "tool", "tool"], emulated.Messages(1).AsArray().Select(message => (string)message!["role"]!));
        Assert.All(
            emulated.Messages(1)[1]!["tool_calls"]!.AsArray(), call => Assert.Equal("weather_get_weather", (string)call!["function"]!["name"]!));
        Assert.Equal(
            ["sunny in Paris", "sunny in Lyon"], emulated.Messages(1).AsArray().Skip(2).Select(message => (string)message!["content"]!));
    }

    [Theory]
    [MemberData(nameof(Behaviors), DisableDiscoveryEnumeration = true)]
    public async Task Streamed_calls_are_handed_out_and_can_be_made_too(FunctionChoiceBehavior behavior, string choice)
    {
        await using var emulated = await StartAsync();
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris and in Lyon?")];
        var calls = new FunctionCallContentBuilder();

        await foreach (var piece in Chat(emulated).GetStreamingChatMessageContentsAsync(history, Settings(behavior), emulated.Kernel, Token))
            calls.Append(piece);
        Assert.Empty(_weather.Cities);
        Assert.Single(history);
        history.Add(new(AuthorRole.Assistant, [.. calls.Build()]));
        foreach (var call in calls.Build())
            history.Add((await call.InvokeAsync(emulated.Kernel, Token)).ToChatMessage());
        var answer = await Chat(emulated).GetChatMessageContentAsync(history, cancellationToken: Token);

        Assert.Equal(["Paris", "Lyon"], _weather.Cities);
        Assert.Contains("sunny in Lyon", answer.Content, StringComparison.Ordinal);
        Assert.Equal([choice, null], emulated.Bodies.Select(request => (string?)request["tool_choice"]));
        Assert.Equal(["user", "assistant", "tool", "tool"], emulated.Messages(1).AsArray().Select(message => (string)message!["role"]!));
        Assert.Equal(2, emulated.Messages(1)[1]!["tool_calls"]!.AsArray().Count);
    }

    private static IChatCompletionService Chat(EmulatedKernel emulated) => emulated.Kernel.GetRequiredService<IChatCompletionService>();

    private static MistralPromptExecutionSettings Settings(FunctionChoiceBehavior behavior) => new() { FunctionChoiceBehavior = behavior };

    private Task<EmulatedKernel> StartAsync() => EmulatedKernel.StartAsync(builder => builder.Plugins.AddFromObject(_weather, "weather"));
}
