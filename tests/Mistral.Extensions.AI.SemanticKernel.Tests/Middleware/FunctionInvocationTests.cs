using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary>M.E.AI's <c>UseFunctionInvocation</c> over our chat client.</summary>
public sealed class FunctionInvocationTests
{
    private readonly List<string> _cities = [];
    private readonly AIFunction _getWeather;

    public FunctionInvocationTests() => _getWeather = AIFunctionFactory.Create(GetWeather, "get_weather", "The weather in a city.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_of_one_turn_are_all_made(bool streaming)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = Build(emulated);

        var response = await AskAsync(chat, streaming, "The weather in Paris and in Lyon?", new() { Tools = [_getWeather] });

        Assert.Equal(["Lyon", "Paris"], _cities.Order());
        Assert.Contains("sunny in Lyon", response.Text, StringComparison.Ordinal);
        Assert.Equal(2, response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Count());
        Assert.Equal(["user", "assistant", "tool", "tool"], Roles(emulated, 1));
    }

    [Theory]
    [InlineData(false, "any")]
    [InlineData(true, """{"type":"function","function":{"name":"get_weather"}}""")]
    public async Task A_required_call_is_required_once(bool specific, string choice)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = Build(emulated);
        var mode = specific ? ChatToolMode.RequireSpecific("get_weather") : ChatToolMode.RequireAny;

        await chat.GetResponseAsync("Good morning, Paris", new() { Tools = [_getWeather], ToolMode = mode }, Token);

        Assert.Equal(choice, emulated.Bodies[0]["tool_choice"]!.ToString().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.Null(emulated.Bodies[1]["tool_choice"]);
        Assert.Equal(["Paris"], _cities);
    }

    [Theory]
    [InlineData(true, "sunny in Paris")]
    [InlineData(false, "rejected")]
    public async Task A_call_that_needs_approval_waits_for_it(bool approved, string answer)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = Build(emulated);
        var options = new ChatOptions { Tools = [new ApprovalRequiredAIFunction(_getWeather)] };
        List<ChatMessage> history = [new(ChatRole.User, "The weather in Paris?")];

        var asked = await chat.GetResponseAsync(history, options, Token);
        Assert.Empty(_cities);
        var request = Assert.Single(asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
        history.AddMessages(asked);
        history.Add(new(ChatRole.User, [request.CreateResponse(approved)]));
        var answered = await chat.GetResponseAsync(history, options, Token);

        Assert.Equal(approved ? ["Paris"] : [], _cities);
        Assert.Contains(answer, answered.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["user", "assistant", "tool"], Roles(emulated, 1));
    }

    [Fact]
    public async Task The_last_round_goes_out_without_tools_and_still_with_the_results()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = emulated.Client.AsIChatClient(EmulatedKernel.Model).AsBuilder()
            .UseFunctionInvocation(configure: client => client.MaximumIterationsPerRequest = 1).Build();

        var response = await chat.GetResponseAsync("The weather in Paris?", new ChatOptions { Tools = [_getWeather] }, Token);

        Assert.Equal("The tool get_weather returned: sunny in Paris", response.Text);
        Assert.Null(emulated.Bodies[1]["tools"]);
        Assert.Null(emulated.Bodies[1]["tool_choice"]);
        Assert.Equal(["user", "assistant", "tool"], Roles(emulated, 1));
    }

    [Fact]
    public async Task A_function_that_throws_is_told_to_the_model()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = Build(emulated);
        var broken = AIFunctionFactory.Create(string (string city) => throw new InvalidOperationException("no " + city), "get_weather");

        var response = await chat.GetResponseAsync("The weather in Paris?", new ChatOptions { Tools = [broken] }, Token);

        Assert.Contains("Error", (string?)emulated.Messages(1)[2]!["content"], StringComparison.Ordinal);
        Assert.Contains("Error", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reasoning_goes_back_with_the_calls_it_led_to()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = Build(emulated);
        emulated.Say(
            """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Look it up."}],"signature":"c2lnbmVk","closed":true}],
             "tool_calls":[{"id":"abcdefghi","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"} }]}
            """,
            "tool_calls");

        await chat.GetResponseAsync("The weather in Paris?", new ChatOptions { Tools = [_getWeather] }, Token);

        var thinking = emulated.Messages(1)[1]!["content"]![0]!;
        Assert.Equal("Look it up.", (string?)thinking["thinking"]![0]!["text"]);
        Assert.Equal("c2lnbmVk", (string?)thinking["signature"]);
    }

    private static IChatClient Build(EmulatedKernel emulated) =>
        emulated.Client.AsIChatClient(EmulatedKernel.Model).AsBuilder().UseFunctionInvocation().Build();

    private static async Task<ChatResponse> AskAsync(IChatClient chat, bool streaming, string question, ChatOptions options) => streaming
        ? await chat.GetStreamingResponseAsync(question, options, Token).ToChatResponseAsync(Token)
        : await chat.GetResponseAsync(question, options, Token);

    private static IEnumerable<string> Roles(EmulatedKernel emulated, int request) =>
        emulated.Messages(request).AsArray().Select(message => (string)message!["role"]!);

    private string GetWeather(string city)
    {
        _cities.Add(city);
        return $"sunny in {city}";
    }
}
