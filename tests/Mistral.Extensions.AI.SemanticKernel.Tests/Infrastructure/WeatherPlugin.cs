using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.SemanticKernel;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;

/// <summary>A plugin with one function, which records the arguments of its calls.</summary>
internal sealed class WeatherPlugin
{
    internal ConcurrentQueue<string> Cities { get; } = new();

    [KernelFunction("get_weather"), Description("Gets the current weather in a city.")]
    public string GetWeather([Description("The name of the city.")] string city)
    {
        Cities.Enqueue(city);
        return $"sunny in {city}";
    }
}
