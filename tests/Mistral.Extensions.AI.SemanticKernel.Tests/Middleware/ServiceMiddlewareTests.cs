using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary>Registered clients with the middleware of the package Microsoft.Extensions.AI.</summary>
public sealed class ServiceMiddlewareTests
{
    [Fact]
    public void Documented_code_is_part_of_this_test_file() => DocumentedCode.AssertIsIn(
        "tests/Mistral.Extensions.AI.SemanticKernel.Tests/Middleware/ServiceMiddlewareTests.cs",
        "docs/dependency-injection.md",
        "Middleware");

    [Fact]
    public async Task Chat_clients_of_registered_clients_have_middleware()
    {
        var calls = new List<string>();
        await using var mistral = await StartServerAsync("mistral-key");
        await using var codestral = await StartServerAsync("codestral-key");
        var services = new ServiceCollection();
        services.AddMistralClient(options => (options.ApiKey, options.Endpoint) = ("mistral-key", mistral.Endpoint));
        services.AddKeyedMistralClient(
            "codestral", options => (options.ApiKey, options.Endpoint) = ("codestral-key", codestral.Endpoint));

        services.AddChatClient(provider => provider.GetMistralChatClient("mistral-small-latest"))
            .UseFunctionInvocation();
        services.AddKeyedChatClient("code", provider => provider.GetMistralChatClient("codestral-latest", "codestral"))
            .UseFunctionInvocation();
        services.AddEmbeddingGenerator(provider => provider.GetMistralEmbeddingGenerator("mistral-embed"))
            .UseOpenTelemetry();

        using var provider = services.BuildServiceProvider(validateScopes: true);
        var getWeather = AIFunctionFactory.Create((string city) => AddCall(city), "get_weather", "Gets the weather in a city.");
        var options = new ChatOptions { Tools = [getWeather] };
        var cancellationToken = TestContext.Current.CancellationToken;
        await provider.GetRequiredService<IChatClient>().GetResponseAsync("What is the weather in Paris?", options, cancellationToken);
        await provider.GetRequiredKeyedService<IChatClient>("code")
            .GetResponseAsync("What is the weather in Lyon?", options, cancellationToken);
        await provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>()
            .GenerateAsync(["Paris"], cancellationToken: cancellationToken);

        Assert.Equal(["Paris", "Lyon"], calls);
        Assert.Equal(["mistral-small-latest", "mistral-small-latest", "mistral-embed"], mistral.Requests.Select(request => request.Model));
        Assert.Equal(["codestral-latest", "codestral-latest"], codestral.Requests.Select(request => request.Model));
        Assert.All(mistral.Requests.Concat(codestral.Requests), request => Assert.Equal(200, request.StatusCode));

        string AddCall(string city)
        {
            calls.Add(city);
            return "22 °C";
        }
    }

    private static Task<MistralEmulator> StartServerAsync(string apiKey) =>
        MistralEmulator.StartAsync(new() { ApiKey = apiKey }, TestContext.Current.CancellationToken);
}
