using System.ComponentModel;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.SemanticKernel;

using var mistral = await SampleClient.CreateAsync();
var builder = Kernel.CreateBuilder();
builder.AddMistralChatClient("mistral-small-latest", mistral);
builder.Plugins.AddFromType<WeatherPlugin>();
var kernel = builder.Build();

var settings = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
Console.WriteLine(await kernel.InvokePromptAsync("What is the weather in Lyon?", new(settings)));

class WeatherPlugin
{
    [KernelFunction("get_weather"), Description("Gets the current weather in a city.")]
    public static string GetWeather(string city) => $"22 °C in {city}";
}
