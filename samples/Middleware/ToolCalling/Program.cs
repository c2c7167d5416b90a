using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;

using var mistral = await SampleClient.CreateAsync();
IChatClient chat = mistral.AsIChatClient("mistral-small-latest")
    .AsBuilder().UseFunctionInvocation().Build();
var options = new ChatOptions { Tools = [AIFunctionFactory.Create(GetWeather, "get_weather", "Gets the current weather in a city.")] };
Console.WriteLine(await chat.GetResponseAsync("What is the weather in Paris and in Lyon?", options));

static string GetWeather(string city) => $"22 °C in {city}";
