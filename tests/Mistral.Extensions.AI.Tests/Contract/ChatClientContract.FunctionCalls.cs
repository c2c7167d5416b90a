using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Contract;

public abstract partial class ChatClientContract
{
    private static readonly AIFunctionDeclaration GetWeather = AIFunctionFactory.CreateDeclaration(
        "get_weather", "Tells the weather of a city.", JsonElement.Parse("""
        {"type":"object","properties":{"city":{"type":"string","description":"The name of the city"}},"required":["city"]}
        """));

    private static readonly AIFunctionDeclaration AddNumbers = AIFunctionFactory.CreateDeclaration(
        "add_numbers", "Adds two whole numbers.", JsonElement.Parse("""
        {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"required":["a","b"]}
        """));

    private static readonly AIFunctionDeclaration GetTime = AIFunctionFactory.CreateDeclaration(
        "get_time", "Tells what time it is.", JsonElement.Parse("{}"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Function_is_called_and_the_result_leads_to_a_text_response(bool streaming)
    {
        var options = new ChatOptions { Tools = [GetWeather, AddNumbers] };
        List<ChatMessage> history = [new(ChatRole.User, "What is the weather in Paris? Call get_weather.")];

        var response = await GetResponseAsync(history, options, streaming);
        var call = GetFunctionCalls(response).First();
        Assert.Equal(("get_weather", null), (call.Name, call.Exception));
        Assert.False(string.IsNullOrEmpty(call.CallId));
        Assert.False(string.IsNullOrEmpty(Assert.Contains("city", call.Arguments!)?.ToString()));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);

        history.AddMessages(response);
        var results = GetFunctionCalls(response).Select(AIContent (each) => new FunctionResultContent(each.CallId, "Sunny, 21 degrees."));
        history.Add(new(ChatRole.Tool, [.. results]));
        var final = await GetResponseAsync(history, options, streaming);
        Assert.NotEmpty(final.Text);
        Assert.Equal(ChatFinishReason.Stop, final.FinishReason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_requested_city_gets_a_tool_call(bool streaming)
    {
        var options = new ChatOptions { Tools = [GetWeather], AllowMultipleToolCalls = true };
        List<ChatMessage> history = [new(ChatRole.User, "What is the weather in Paris and in Lyon? Call get_weather for each of them.")];
        var calls = new List<FunctionCallContent>();

        ChatResponse response;
        do
        {
            response = await GetResponseAsync(history, options, streaming);
            var newCalls = GetFunctionCalls(response);
            calls.AddRange(newCalls);
            history.AddMessages(response);
            // Callers that run functions in parallel may return the results in any order.
            var results = newCalls.AsEnumerable().Reverse().Select(AIContent (call) => new FunctionResultContent(call.CallId, "Sunny."));
            if (newCalls.Count > 0)
                history.Add(new(ChatRole.Tool, [.. results]));
        }
        while (GetFunctionCalls(response).Count > 0 && calls.Count < 10);

        Assert.All(
            ["Paris", "Lyon"],
            city => Assert.Contains(calls, call => call.Arguments!["city"]!.ToString()!.Contains(city, StringComparison.Ordinal)));
        Assert.Equal(calls.Count, calls.Select(call => call.CallId).Distinct().Count());
        Assert.NotEmpty(response.Text);
    }

    [Fact]
    public async Task One_tool_call_is_returned_when_AllowMultipleToolCalls_is_false()
    {
        var response = await ChatClient.GetResponseAsync(
            "What is the weather in Paris and in Lyon? Call get_weather.",
            new() { Tools = [GetWeather], AllowMultipleToolCalls = false },
            Token);

        Assert.Single(GetFunctionCalls(response));
    }

    [Fact]
    public async Task Number_arguments_are_JSON_numbers()
    {
        var response = await ChatClient.GetResponseAsync(
            "Call add_numbers for 42 and 84.", new() { Tools = [AddNumbers, GetWeather] }, Token);

        var call = Assert.Single(GetFunctionCalls(response));
        Assert.Equal("add_numbers", call.Name);
        Assert.Equal(
            [42, 84], new[] { "a", "b" }.Select(name => Assert.IsType<JsonElement>(call.Arguments![name]).GetInt32()).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Function_without_parameters_is_called_without_arguments(bool streaming)
    {
        List<ChatMessage> history = [new(ChatRole.User, "What time is it? Call get_time.")];
        var options = new ChatOptions { Tools = [GetTime] };

        var response = await GetResponseAsync(history, options, streaming);

        var call = Assert.Single(GetFunctionCalls(response));
        Assert.Equal(("get_time", null), (call.Name, call.Exception));
        Assert.True(call.Arguments is null or { Count: 0 });
        history.AddMessages(response);
        history.Add(new(ChatRole.Tool, [new FunctionResultContent(call.CallId, null)]));
        Assert.NotEmpty((await GetResponseAsync(history, options, streaming)).Text);
    }

    [Fact]
    public async Task RequireAny_returns_a_tool_call()
    {
        var options = new ChatOptions { Tools = [GetTime, GetWeather], ToolMode = ChatToolMode.RequireAny };

        Assert.NotEmpty(GetFunctionCalls(await ChatClient.GetResponseAsync("Good morning, how are you?", options, Token)));
    }

    [Fact]
    public async Task RequireSpecific_returns_only_calls_of_the_required_function()
    {
        var options = new ChatOptions { Tools = [GetTime, GetWeather], ToolMode = ChatToolMode.RequireSpecific("get_weather") };

        var calls = GetFunctionCalls(await ChatClient.GetResponseAsync("What time is it in Rome?", options, Token));

        Assert.Equal(["get_weather"], calls.Select(call => call.Name).Distinct());
    }

    [Fact]
    public async Task Tool_mode_None_returns_no_tool_call()
    {
        var options = new ChatOptions { Tools = [GetWeather], ToolMode = ChatToolMode.None };

        var response = await ChatClient.GetResponseAsync("What is the weather in Paris?", options, Token);

        Assert.Empty(GetFunctionCalls(response));
        Assert.NotEmpty(response.Text);
    }

    [Fact]
    public async Task History_with_call_ids_of_another_provider_is_accepted()
    {
        const string OpenAIId = "call_abcdefghijklmnopqrstuvwx";
        const string AnthropicId = "toolu_01A09q90qw90lq917835lq9";
        ChatMessage[] history =
        [
            new(ChatRole.User, "What is the weather in Paris and in Lyon?"),
            new(ChatRole.Assistant, [CreateWeatherCall(OpenAIId, "Paris")]),
            new(ChatRole.Assistant, [CreateWeatherCall(AnthropicId, "Lyon")]),
            new(ChatRole.Tool, [new FunctionResultContent(AnthropicId, "Rain."), new FunctionResultContent(OpenAIId, "Sun.")]),
            new(ChatRole.User, "Where should I go?"),
        ];

        Assert.NotEmpty((await ChatClient.GetResponseAsync(history, cancellationToken: Token)).Messages);
        Assert.NotEmpty(
            (await ChatClient.GetResponseAsync(history, new() { Tools = [GetWeather], ToolMode = ChatToolMode.None }, Token)).Text);
    }

    private static FunctionCallContent CreateWeatherCall(string id, string city) =>
        new(id, "get_weather", new Dictionary<string, object?> { ["city"] = city });

    private static List<FunctionCallContent> GetFunctionCalls(ChatResponse response) =>
        [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];
}
