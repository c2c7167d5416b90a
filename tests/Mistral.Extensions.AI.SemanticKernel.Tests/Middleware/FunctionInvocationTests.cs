using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary>The M.E.AI middleware <c>UseFunctionInvocation</c> with the Mistral chat client.</summary>
public sealed class FunctionInvocationTests
{
    private readonly List<string> _cities = [];
    private readonly AIFunction _getWeather;

    public FunctionInvocationTests() =>
        _getWeather = AIFunctionFactory.Create(GetWeather, "get_weather", "Gets the current weather in a city.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_calls_of_one_message_are_invoked(bool streaming)
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = CreateChatClient(fixture);

        var response = await AskAsync(chat, streaming, "The weather in Paris and in Lyon?", new() { Tools = [_getWeather] });

        Assert.Equal(["Lyon", "Paris"], _cities.Order());
        Assert.Contains("sunny in Lyon", response.Text, StringComparison.Ordinal);
        Assert.Equal(2, response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Count());
        Assert.Equal(["user", "assistant", "tool", "tool"], fixture.GetRoles(1));
    }

    [Theory]
    [InlineData(false, "any")]
    [InlineData(true, """{"type":"function","function":{"name":"get_weather"}}""")]
    public async Task Required_tool_choice_is_sent_only_with_the_first_request(bool specificFunction, string toolChoice)
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = CreateChatClient(fixture);
        var mode = specificFunction ? ChatToolMode.RequireSpecific("get_weather") : ChatToolMode.RequireAny;

        await chat.GetResponseAsync("Good morning, Paris", new() { Tools = [_getWeather], ToolMode = mode }, Token);

        var sentToolChoice = fixture.RequestBodies[0]["tool_choice"]!.ToString();
        Assert.Equal(toolChoice, sentToolChoice.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.Null(fixture.RequestBodies[1]["tool_choice"]);
        Assert.Equal(["Paris"], _cities);
    }

    [Theory]
    [InlineData(true, "sunny in Paris")]
    [InlineData(false, "rejected")]
    public async Task Function_call_that_requires_approval_waits_for_the_decision(bool approved, string expectedText)
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = CreateChatClient(fixture);
        var options = new ChatOptions { Tools = [new ApprovalRequiredAIFunction(_getWeather)] };
        List<ChatMessage> history = [new(ChatRole.User, "The weather in Paris?")];

        var firstResponse = await chat.GetResponseAsync(history, options, Token);
        Assert.Empty(_cities);
        var approvalRequest = Assert.Single(
            firstResponse.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
        history.AddMessages(firstResponse);
        history.Add(new(ChatRole.User, [approvalRequest.CreateResponse(approved)]));
        var finalResponse = await chat.GetResponseAsync(history, options, Token);

        Assert.Equal(approved ? ["Paris"] : [], _cities);
        Assert.Contains(expectedText, finalResponse.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["user", "assistant", "tool"], fixture.GetRoles(1));
    }

    [Fact]
    public async Task Request_after_the_maximum_iterations_has_function_results_but_no_tools()
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = fixture.Client.AsIChatClient(KernelFixture.ModelId).AsBuilder()
            .UseFunctionInvocation(configure: client => client.MaximumIterationsPerRequest = 1).Build();

        var response = await chat.GetResponseAsync("The weather in Paris?", new ChatOptions { Tools = [_getWeather] }, Token);

        Assert.Equal("The tool get_weather returned: sunny in Paris", response.Text);
        Assert.Null(fixture.RequestBodies[1]["tools"]);
        Assert.Null(fixture.RequestBodies[1]["tool_choice"]);
        Assert.Equal(["user", "assistant", "tool"], fixture.GetRoles(1));
    }

    [Fact]
    public async Task Exception_of_a_function_is_sent_to_the_model_as_an_error()
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = CreateChatClient(fixture);
        var failing = AIFunctionFactory.Create(string (string city) => throw new InvalidOperationException("no " + city), "get_weather");

        var response = await chat.GetResponseAsync("The weather in Paris?", new ChatOptions { Tools = [failing] }, Token);

        Assert.Contains("Error", (string?)fixture.GetMessages(1)[2]!["content"], StringComparison.Ordinal);
        Assert.Contains("Error", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reasoning_is_sent_back_with_its_function_calls()
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = CreateChatClient(fixture);
        fixture.EnqueueMessage(
            """
            {"role":"assistant",
             "content":[{"type":"thinking","thinking":[{"type":"text","text":"Look it up."}],"signature":"c2lnbmVk","closed":true}],
             "tool_calls":[{"id":"abcdefghi","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"} }]}
            """,
            "tool_calls");

        await chat.GetResponseAsync("The weather in Paris?", new ChatOptions { Tools = [_getWeather] }, Token);

        var thinking = fixture.GetMessages(1)[1]!["content"]![0]!;
        Assert.Equal("Look it up.", (string?)thinking["thinking"]![0]!["text"]);
        Assert.Equal("c2lnbmVk", (string?)thinking["signature"]);
    }

    [Fact]
    public async Task Partial_tool_calls_of_a_stream_pass_through_the_middleware()
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = fixture.Client.AsIChatClient(KernelFixture.ModelId).AsBuilder()
            .UseFunctionInvocation().UseOpenTelemetry().UseLogging(NullLoggerFactory.Instance).Build();
        fixture.EnqueueStream("tool_calls",
            """{"tool_calls":[{"id":"null","function":{"name":"get_weather","arguments":"{\"city\":"},"index":0}]}""",
            """{"tool_calls":[{"id":"null","function":{"name":"","arguments":"\"Paris\"}"},"index":0}]}""",
            """{"tool_calls":[{"id":"null","function":{"name":"get_weather","arguments":"{\"city\":\"Lyon\"}"},"index":0}]}""");
        var deltas = new List<MistralToolCallDelta>();
        var calls = new List<FunctionCallContent>();

        await foreach (var update in chat.GetStreamingResponseAsync("The weather?", new() { Tools = [_getWeather] }, Token))
        {
            deltas.AddRange(update.GetToolCallDeltas());
            calls.AddRange(update.Contents.OfType<FunctionCallContent>());
        }

        Assert.Equal(["Paris", "Lyon"], _cities);
        Assert.Equal(2, calls.Count);
        Assert.Equal(
            [
                (calls[0].CallId, "get_weather", "{\"city\":"), (calls[0].CallId, "get_weather", "\"Paris\"}"),
                (calls[1].CallId, "get_weather", "{\"city\":\"Lyon\"}"),
            ],
            deltas.Select(delta => (delta.CallId!, delta.Name!, delta.Arguments)));
    }

    private static IChatClient CreateChatClient(KernelFixture fixture) =>
        fixture.Client.AsIChatClient(KernelFixture.ModelId).AsBuilder().UseFunctionInvocation().Build();

    private static async Task<ChatResponse> AskAsync(IChatClient chat, bool streaming, string question, ChatOptions options) => streaming
        ? await chat.GetStreamingResponseAsync(question, options, Token).ToChatResponseAsync(Token)
        : await chat.GetResponseAsync(question, options, Token);

    private string GetWeather(string city)
    {
        _cities.Add(city);
        return $"sunny in {city}";
    }
}
