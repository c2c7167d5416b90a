using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.SemanticKernel;

namespace Mistral.Extensions.AI.SemanticKernel.Tests;

/// <summary>Functions for a model to call, and what it called.</summary>
internal sealed class WeatherPlugin
{
    internal ConcurrentQueue<string> Cities { get; } = new();

    [KernelFunction("get_weather"), Description("The weather in a city, now.")]
    public string GetWeather([Description("The city.")] string city)
    {
        Cities.Enqueue(city);
        return $"sunny in {city}";
    }
}
