using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests;

/// <summary>Models in the service collection of an application that gets its kernel from <c>services.AddKernel()</c>.</summary>
public sealed class MistralKernelServiceCollectionExtensionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kernel_of_a_service_provider_calls_functions()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var services = new ServiceCollection();
        services.AddKernel().Plugins.AddFromObject(new WeatherPlugin(), "weather");
        services.AddMistralChatCompletionService(KernelFixture.ModelId, KernelFixture.ApiKey, fixture.Emulator.Endpoint);
        await using var provider = services.BuildServiceProvider();

        var result = await provider.GetRequiredService<Kernel>().InvokePromptAsync<string>(
            "What is the weather in Paris?",
            new(new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
            cancellationToken: Token);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", result);
    }

    [Fact]
    public async Task Chat_client_of_a_service_provider_calls_kernel_functions()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var services = new ServiceCollection().AddMistralChatCompletionService(KernelFixture.ModelId, fixture.Client);
        services.AddKernel().Plugins.AddFromObject(new WeatherPlugin(), "weather");
        await using var provider = services.BuildServiceProvider();
        var options = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }
            .ToChatOptions(provider.GetRequiredService<Kernel>());

        var response = await provider.GetRequiredService<IChatClient>().GetResponseAsync("What is the weather in Paris?", options, Token);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", response.Text);
    }

    [Fact]
    public async Task Models_use_the_client_of_the_service_collection()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var services = new ServiceCollection()
            .AddMistralChatCompletionService("mistral-large-latest", serviceId: "large")
            .AddMistralEmbeddings("mistral-embed", serviceId: "embeddings");
        services.AddMistralClient(options => (options.Endpoint, options.ApiKey) = (fixture.Emulator.Endpoint, KernelFixture.ApiKey));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<IChatCompletionService>("large").GetChatMessageContentAsync("Hi", cancellationToken: Token);
        await provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("embeddings")
            .GenerateAsync(["Hi"], cancellationToken: Token);

        Assert.Equal(["mistral-large-latest", "mistral-embed"], fixture.RequestBodies.Select(request => (string?)request["model"]));
    }

    [Fact]
    public async Task Embedding_model_can_have_its_own_API_key()
    {
        await using var fixture = await KernelFixture.StartAsync();
        await using var provider = new ServiceCollection()
            .AddMistralEmbeddings("codestral-embed", KernelFixture.ApiKey, fixture.Emulator.Endpoint, dimensions: 256)
            .BuildServiceProvider();

        var generator = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var embeddings = await generator.GenerateAsync(["Hi"], cancellationToken: Token);

        Assert.Equal(256, Assert.Single(embeddings).Vector.Length);
    }

    [Fact]
    public void Missing_services_model_or_API_key_throws()
    {
        var services = new ServiceCollection();

        Assert.Throws<ArgumentNullException>("services", () => ((IServiceCollection)null!).AddMistralChatCompletionService("m"));
        Assert.Throws<ArgumentException>("modelId", () => services.AddMistralChatCompletionService(" "));
        Assert.Throws<ArgumentException>("modelId", () => services.AddMistralEmbeddings(" "));
        Assert.Throws<ArgumentException>("apiKey", () => services.AddMistralChatCompletionService("mistral-small-latest", " "));
        Assert.Throws<ArgumentException>("apiKey", () => services.AddMistralEmbeddings("mistral-embed", " "));
    }
}
