using System.Text.Json;
using Microsoft.SemanticKernel;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>Answers that follow a type.</summary>
public sealed class StructuredOutputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_can_be_read_as_the_type_it_was_asked_in()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        var answer = await emulated.Kernel.InvokePromptAsync<string>(
            "Take down the city of Lyon with 522250 inhabitants.",
            new(new MistralPromptExecutionSettings { ResponseFormat = typeof(City) }),
            cancellationToken: Token);

        var city = JsonSerializer.Deserialize<City>(answer!, JsonSerializerOptions.Web)!;
        Assert.Equal(new City("Lyon", 522250), city);
    }

    [Fact]
    public async Task It_can_be_streamed()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        var json = "";
        await foreach (var piece in emulated.Kernel.InvokePromptStreamingAsync<string>(
            "Take down the city of Lyon with 522250 inhabitants.",
            new(new MistralPromptExecutionSettings { ResponseFormat = typeof(City) }),
            cancellationToken: Token))
        {
            json += piece;
        }

        Assert.Equal(new City("Lyon", 522250), JsonSerializer.Deserialize<City>(json, JsonSerializerOptions.Web));
    }

    [Fact]
    public async Task Functions_come_before_the_answer()
    {
        var weather = new WeatherPlugin();
        await using var emulated = await EmulatedKernel.StartAsync(builder => builder.Plugins.AddFromObject(weather, "weather"));

        var answer = await emulated.Kernel.InvokePromptAsync<string>(
            "Report the weather in Paris.",
            new(new MistralPromptExecutionSettings { ResponseFormat = typeof(Report), FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
            cancellationToken: Token);

        Assert.Equal(["Paris"], weather.Cities);
        Assert.NotNull(JsonSerializer.Deserialize<Report>(answer!, JsonSerializerOptions.Web)!.Text);
        Assert.All(emulated.Bodies, request => Assert.Equal("json_schema", (string?)request["response_format"]!["type"]));
    }

    internal sealed record City(string Name, int Inhabitants);

    internal sealed record Report(string Text);
}
