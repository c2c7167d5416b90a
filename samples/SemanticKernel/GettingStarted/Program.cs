using Microsoft.SemanticKernel;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.SemanticKernel;

using var mistral = await SampleClient.CreateAsync();
var builder = Kernel.CreateBuilder();
builder.AddMistralChatClient("mistral-small-latest", mistral);
var getWeather = KernelFunctionFactory.CreateFromMethod(
    (string city) => $"22 °C in {city}", "GetWeather", "Gets the current weather in a city.");
builder.Plugins.AddFromFunctions("Weather", [getWeather]);
var settings = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
Console.WriteLine(await builder.Build().InvokePromptAsync("What is the weather in Lyon?", new(settings)));
