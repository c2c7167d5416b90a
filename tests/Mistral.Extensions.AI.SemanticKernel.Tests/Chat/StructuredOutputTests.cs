using System.Text.Json;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>Structured output: responses that follow the JSON schema of a type.</summary>
public sealed class StructuredOutputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Response_follows_the_JSON_schema_of_a_type()
    {
        await using var fixture = await KernelFixture.StartAsync();

        var response = await fixture.Kernel.InvokePromptAsync<string>(
            "The city of Lyon has 522250 inhabitants.",
            new(new MistralPromptExecutionSettings { ResponseFormat = typeof(City) }),
            cancellationToken: Token);

        var city = JsonSerializer.Deserialize<City>(response!, JsonSerializerOptions.Web)!;
        Assert.Equal(new City("Lyon", 522250), city);
    }

    [Fact]
    public async Task Structured_response_can_be_streamed()
    {
        await using var fixture = await KernelFixture.StartAsync();

        var json = "";
        await foreach (var chunk in fixture.Kernel.InvokePromptStreamingAsync<string>(
            "The city of Lyon has 522250 inhabitants.",
            new(new MistralPromptExecutionSettings { ResponseFormat = typeof(City) }),
            cancellationToken: Token))
        {
            json += chunk;
        }

        Assert.Equal(new City("Lyon", 522250), JsonSerializer.Deserialize<City>(json, JsonSerializerOptions.Web));
    }

    [Fact]
    public async Task Functions_are_called_before_a_structured_response()
    {
        var weather = new WeatherPlugin();
        await using var fixture = await KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(weather, "weather"));

        var response = await fixture.Kernel.InvokePromptAsync<string>(
            "Report the weather in Paris.",
            new(new MistralPromptExecutionSettings
            {
                ResponseFormat = typeof(Report),
                FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
            }),
            cancellationToken: Token);

        Assert.Equal(["Paris"], weather.Cities);
        Assert.NotNull(JsonSerializer.Deserialize<Report>(response!, JsonSerializerOptions.Web)!.Text);
        Assert.All(fixture.RequestBodies, request => Assert.Equal("json_schema", (string?)request["response_format"]!["type"]));
    }

    internal sealed record City(string Name, int Inhabitants);

    internal sealed record Report(string Text);
}
