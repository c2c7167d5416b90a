using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using ChatResponseUpdate = Microsoft.Extensions.AI.ChatResponseUpdate;
using MistralStreamingExtensions = Microsoft.Extensions.AI.MistralStreamingExtensions;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Functions;

/// <summary>Function calls without automatic invocation: the caller invokes the functions and adds the results to the history.</summary>
public sealed class ManualFunctionCallTests
{
    private readonly WeatherPlugin _weather = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<FunctionChoiceBehavior, string> BehaviorsAndToolChoices => new()
    {
        { FunctionChoiceBehavior.Auto(autoInvoke: false), "auto" },
        { FunctionChoiceBehavior.Required(autoInvoke: false), "any" },
    };

    [Theory]
    [MemberData(nameof(BehaviorsAndToolChoices), DisableDiscoveryEnumeration = true)]
    public async Task Function_calls_are_returned_without_being_invoked(FunctionChoiceBehavior behavior, string toolChoice)
    {
        await using var fixture = await StartAsync();

        var response = await GetChatService(fixture).GetChatMessageContentAsync(
            "What is the weather in Paris and in Lyon?", CreateSettings(behavior), fixture.Kernel, Token);

        var calls = FunctionCallContent.GetFunctionCalls(response).ToList();
        Assert.Equal(["Paris", "Lyon"], calls.Select(call => call.Arguments!["city"]!.ToString()));
        Assert.Empty(_weather.Cities);
        Assert.Equal(toolChoice, (string?)Assert.Single(fixture.RequestBodies)["tool_choice"]);
    }

    [Fact]
    public async Task Model_responds_after_the_caller_invoked_the_function_calls()
    {
        await using var fixture = await StartAsync();
        var settings = CreateSettings(FunctionChoiceBehavior.Auto(autoInvoke: false));
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris and in Lyon?")];
        var callMessage = await GetChatService(fixture).GetChatMessageContentAsync(history, settings, fixture.Kernel, Token);
        history.Add(callMessage);

        foreach (var call in FunctionCallContent.GetFunctionCalls(callMessage))
            history.Add((await call.InvokeAsync(fixture.Kernel, Token)).ToChatMessage());
        var response = await GetChatService(fixture).GetChatMessageContentAsync(history, settings, fixture.Kernel, Token);

        Assert.Equal(["Paris", "Lyon"], _weather.Cities);
        Assert.Contains("sunny in Lyon", response.Content, StringComparison.Ordinal);
        Assert.Equal(["user", "assistant", "tool", "tool"], fixture.GetRoles(1));
        Assert.All(
            fixture.GetMessages(1)[1]!["tool_calls"]!.AsArray(),
            call => Assert.Equal("weather_get_weather", (string)call!["function"]!["name"]!));
        Assert.Equal(
            ["sunny in Paris", "sunny in Lyon"], fixture.GetMessages(1).Skip(2).Select(message => (string)message!["content"]!));
    }

    [Theory]
    [MemberData(nameof(BehaviorsAndToolChoices), DisableDiscoveryEnumeration = true)]
    public async Task Streamed_function_calls_can_be_invoked_by_the_caller(FunctionChoiceBehavior behavior, string toolChoice)
    {
        await using var fixture = await StartAsync();
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris and in Lyon?")];
        var calls = new FunctionCallContentBuilder();

        var settings = CreateSettings(behavior);
        await foreach (var chunk in GetChatService(fixture).GetStreamingChatMessageContentsAsync(history, settings, fixture.Kernel, Token))
            calls.Append(chunk);
        Assert.Empty(_weather.Cities);
        Assert.Single(history);
        history.Add(new(AuthorRole.Assistant, [.. calls.Build()]));
        foreach (var call in calls.Build())
            history.Add((await call.InvokeAsync(fixture.Kernel, Token)).ToChatMessage());
        var response = await GetChatService(fixture).GetChatMessageContentAsync(history, cancellationToken: Token);

        Assert.Equal(["Paris", "Lyon"], _weather.Cities);
        Assert.Contains("sunny in Lyon", response.Content, StringComparison.Ordinal);
        Assert.Equal([toolChoice, null], fixture.RequestBodies.Select(request => (string?)request["tool_choice"]));
        Assert.Equal(["user", "assistant", "tool", "tool"], fixture.GetRoles(1));
        Assert.Equal(2, fixture.GetMessages(1)[1]!["tool_calls"]!.AsArray().Count);
    }

    [Fact]
    public async Task Partial_function_calls_are_in_InnerContent_of_the_chunks()
    {
        await using var fixture = await StartAsync();
        fixture.EnqueueStream("tool_calls",
            """{"tool_calls":[{"id":"abcdefghi","function":{"name":"weather_get_weather","arguments":"{\"city\":"},"index":0}]}""",
            """{"tool_calls":[{"function":{"name":"","arguments":"\"Paris\"}"},"index":0}]}""");
        var deltas = new List<MistralToolCallDelta>();

        var settings = CreateSettings(FunctionChoiceBehavior.Auto(autoInvoke: false));
        await foreach (var chunk in GetChatService(fixture).GetStreamingChatMessageContentsAsync("Paris?", settings, fixture.Kernel, Token))
        {
            var update = new ChatResponseUpdate { RawRepresentation = chunk.InnerContent };
            deltas.AddRange(MistralStreamingExtensions.GetToolCallDeltas(update));
        }

        Assert.Equal(
            [("abcdefghi", "weather_get_weather", "{\"city\":"), ("abcdefghi", "weather_get_weather", "\"Paris\"}")],
            deltas.Select(delta => (delta.CallId!, delta.Name!, delta.Arguments)));
    }

    private static IChatCompletionService GetChatService(KernelFixture fixture) =>
        fixture.Kernel.GetRequiredService<IChatCompletionService>();

    private static MistralPromptExecutionSettings CreateSettings(FunctionChoiceBehavior behavior) =>
        new() { FunctionChoiceBehavior = behavior };

    private Task<KernelFixture> StartAsync() => KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(_weather, "weather"));
}
