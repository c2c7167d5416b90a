using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

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
    public async Task Models_use_the_client_with_their_service_ID_as_its_key()
    {
        using var eu = CreateServer(chatRequests: 3);
        using var other = CreateServer(chatRequests: 4);
        var services = new ServiceCollection();
        services.AddKeyedMistralClient("eu", options => SetOptions(options, "eu-key", "https://eu.example/v1"))
            .ConfigurePrimaryHttpMessageHandler(() => eu);
        services.AddMistralClient(options => SetOptions(options, "other-key", "https://other.example/v1"))
            .ConfigurePrimaryHttpMessageHandler(() => other);
        services.AddMistralChatCompletionService("mistral-small-latest");
        foreach (var serviceId in new[] { "eu", "us" })
        {
            services.AddMistralChatCompletionService("mistral-small-latest", serviceId: serviceId)
                .AddMistralEmbeddings("mistral-embed", serviceId: serviceId);
        }

        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("Hi", cancellationToken: Token);
        foreach (var serviceId in new[] { "eu", "us" })
        {
            await provider.GetRequiredKeyedService<IChatClient>(serviceId).GetResponseAsync("Hi", cancellationToken: Token);
            await provider.GetRequiredKeyedService<IChatCompletionService>(serviceId)
                .GetChatMessageContentAsync("Hi", cancellationToken: Token);
            await provider.GetRequiredKeyedService<ITextGenerationService>(serviceId).GetTextContentAsync("Hi", cancellationToken: Token);
            await provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(serviceId)
                .GenerateAsync(["Hi"], cancellationToken: Token);
        }

        const string Chat = "/v1/chat/completions";
        Assert.Equal([Chat, Chat, Chat, "/v1/embeddings"], GetPaths(eu, "eu.example eu-key"));
        Assert.Equal([Chat, Chat, Chat, Chat, "/v1/embeddings"], GetPaths(other, "other.example other-key"));
    }

    [Fact]
    public async Task Model_with_a_keyed_client_does_not_add_a_client_without_a_key()
    {
        var services = new ServiceCollection();
        services.AddKeyedMistralClient("eu", options => options.ApiKey = KernelFixture.ApiKey);
        services.AddMistralChatCompletionService("mistral-small-latest", serviceId: "eu");
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();

        Assert.Null(provider.GetService<MistralClient>());
        Assert.NotNull(provider.GetRequiredKeyedService<IChatClient>("eu"));
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

    private static StubServer CreateServer(int chatRequests)
    {
        var server = StubServer.WithDefaultResponse();
        for (var i = 1; i < chatRequests; i++)
            server.Then(StubServer.Completion("""{"role":"assistant","content":"OK"}"""));
        return server.Then("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}]}""");
    }

    private static void SetOptions(MistralClientOptions options, string apiKey, string endpoint) =>
        (options.ApiKey, options.Endpoint) = (apiKey, new(endpoint));

    // Every request has the host and the API key of the client.
    private static IEnumerable<string> GetPaths(StubServer server, string hostAndKey) => server.RequestMessages.Select(request =>
    {
        Assert.Equal(hostAndKey, $"{request.RequestUri!.Host} {request.Headers.Authorization!.Parameter}");
        return request.RequestUri.AbsolutePath;
    });
}
