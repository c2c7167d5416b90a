using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Embeddings;
using Microsoft.SemanticKernel.TextGeneration;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests;

/// <summary>The services that the kernel builder extensions add, and the selection of one of several services.</summary>
public sealed class MistralKernelBuilderExtensionsTests
{
    private const string ApiKey = KernelFixture.ApiKey;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("large", "mistral-large-latest")]
    [InlineData("small", "ministral-8b-latest")]
    public async Task Prompt_uses_the_service_with_the_service_ID_of_its_settings(string serviceId, string model)
    {
        await using var fixture = await KernelFixture.StartAsync();
        var kernel = Kernel.CreateBuilder()
            .AddMistralChatClient("mistral-large-latest", fixture.Client, "large")
            .AddMistralChatClient("ministral-8b-latest", fixture.Client, "small")
            .Build();

        await kernel.InvokePromptAsync("Hi", new(new PromptExecutionSettings { ServiceId = serviceId }), cancellationToken: Token);

        Assert.Equal(model, Assert.Single(fixture.RequestBodies)["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task Prompt_uses_the_model_ID_of_its_settings()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var kernel = Kernel.CreateBuilder()
            .AddMistralChatClient("mistral-large-latest", fixture.Client, "large")
            .AddMistralChatClient("ministral-8b-latest", fixture.Client, "small")
            .Build();

        var settings = new MistralPromptExecutionSettings { ModelId = "mistral-large-latest" };
        await kernel.InvokePromptAsync("Hi", new(settings), cancellationToken: Token);

        Assert.Equal("mistral-large-latest", Assert.Single(fixture.RequestBodies)["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task Models_without_service_IDs_are_selected_by_model_ID()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var kernel = Kernel.CreateBuilder()
            .AddMistralChatClient("mistral-large-latest", fixture.Client)
            .AddMistralChatClient("ministral-8b-latest", fixture.Client)
            .Build();

        await kernel.InvokePromptAsync(
            "Hi", new(new PromptExecutionSettings { ModelId = "mistral-large-latest" }), cancellationToken: Token);

        Assert.Equal("mistral-large-latest", Assert.Single(fixture.RequestBodies)["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task Each_service_has_its_own_API_key_and_endpoint()
    {
        using var first = StubServer.WithDefaultResponse();
        using var second = StubServer.WithDefaultResponse();
        using var firstHttp = new HttpClient(first);
        using var secondHttp = new HttpClient(second);
        var kernel = Kernel.CreateBuilder()
            .AddMistralChatClient("mistral-small-latest", "key-one", serviceId: "one", httpClient: firstHttp)
            .AddMistralChatClient("mistral-small-latest", "key-two", new Uri("https://gateway.example/v1"), "two", secondHttp)
            .Build();

        foreach (var serviceId in new[] { "one", "two" })
            await kernel.GetRequiredService<IChatCompletionService>(serviceId).GetChatMessageContentAsync("Hi", cancellationToken: Token);

        var one = Assert.Single(first.RequestMessages);
        var two = Assert.Single(second.RequestMessages);
        Assert.Equal("key-one", one.Headers.Authorization!.Parameter);
        Assert.Equal("https://api.mistral.ai/v1/chat/completions", one.RequestUri!.AbsoluteUri);
        Assert.Equal("key-two", two.Headers.Authorization!.Parameter);
        Assert.Equal("https://gateway.example/v1/chat/completions", two.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task Model_without_a_client_uses_the_registered_client()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var builder = Kernel.CreateBuilder();
        builder.Services.AddMistralClient(options => (options.Endpoint, options.ApiKey) = (fixture.Emulator.Endpoint, ApiKey));
        builder.AddMistralChatClient("mistral-small-latest").AddMistralChatClient("mistral-large-latest", serviceId: "large");
        var kernel = builder.Build();

        await kernel.GetRequiredService<IChatClient>("large").GetResponseAsync("Hi", cancellationToken: Token);

        Assert.Equal("mistral-large-latest", Assert.Single(fixture.RequestBodies)["model"]!.GetValue<string>());
        Assert.Single(kernel.GetAllServices<MistralClient>());
    }

    [Fact]
    public void Models_are_registered_with_MEAI_and_Semantic_Kernel_interfaces()
    {
        using var client = new MistralClient(ApiKey);
        var kernel = Kernel.CreateBuilder()
            .AddMistralChatClient("mistral-small-latest", client)
            .AddMistralEmbeddings("mistral-embed", client)
            .Build();

        Assert.Equal("mistral_ai", kernel.GetRequiredService<IChatClient>().GetService<ChatClientMetadata>()!.ProviderName);
        Assert.NotNull(kernel.Services.GetService<IChatCompletionService>());
        Assert.NotNull(kernel.Services.GetService<ITextGenerationService>());
        var generator = kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        Assert.Equal("mistral-embed", generator.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId);
#pragma warning disable CS0618 // Obsolete, but existing code still requests it.
        Assert.NotNull(kernel.Services.GetService<ITextEmbeddingGenerationService>());
#pragma warning restore CS0618
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Empty_model_ID_or_API_key_throws(string value)
    {
        var builder = Kernel.CreateBuilder();

        Assert.Throws<ArgumentException>("modelId", () => builder.AddMistralChatClient(value));
        Assert.Throws<ArgumentException>("modelId", () => builder.AddMistralEmbeddings(value));
        Assert.Throws<ArgumentException>("apiKey", () => builder.AddMistralChatClient("mistral-small-latest", value));
        Assert.Throws<ArgumentException>("apiKey", () => builder.AddMistralEmbeddings("mistral-embed", value));
    }

    [Fact]
    public async Task Kernel_disposes_only_the_clients_it_created()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var kernel = Kernel.CreateBuilder()
            .AddMistralChatClient("mistral-small-latest", fixture.Client, "shared")
            .AddMistralChatClient("mistral-small-latest", ApiKey, fixture.Emulator.Endpoint, "own")
            .Build();
        var withSharedClient = kernel.GetRequiredService<IChatClient>("shared");
        var withOwnClient = kernel.GetRequiredService<IChatClient>("own");
        await withOwnClient.GetResponseAsync("Hi", cancellationToken: Token);

        await ((ServiceProvider)kernel.Services).DisposeAsync();

        var response = await withSharedClient.GetResponseAsync("Hi", cancellationToken: Token);
        Assert.Equal("You said: \"Hi\".", response.Text);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => withOwnClient.GetResponseAsync("Hi", cancellationToken: Token));
        Assert.IsType<ObjectDisposedException>(error.GetBaseException());
    }
}
