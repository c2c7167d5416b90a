using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Embeddings;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>What the builder adds, and which of several services a prompt goes to.</summary>
public sealed class ServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("thorough", "mistral-large-latest")]
    [InlineData("quick", "ministral-8b-latest")]
    public async Task A_prompt_goes_to_the_service_its_settings_name(string serviceId, string model)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var kernel = Kernel.CreateBuilder()
            .AddMistralChatClient("mistral-large-latest", emulated.Client, "thorough")
            .AddMistralChatClient("ministral-8b-latest", emulated.Client, "quick")
            .Build();

        await kernel.InvokePromptAsync("Hi", new(new PromptExecutionSettings { ServiceId = serviceId }), cancellationToken: Token);

        Assert.Equal(model, Assert.Single(emulated.Bodies)["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_prompt_goes_to_the_model_its_settings_name()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var kernel = Kernel.CreateBuilder()
            .AddMistralChatClient("mistral-large-latest", emulated.Client, "thorough")
            .AddMistralChatClient("ministral-8b-latest", emulated.Client, "quick")
            .Build();

        await kernel.InvokePromptAsync("Hi", new(new MistralPromptExecutionSettings { ModelId = "mistral-large-latest" }), cancellationToken: Token);

        Assert.Equal("mistral-large-latest", Assert.Single(emulated.Bodies)["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task Two_services_have_two_keys()
    {
        using var first = StubServer.Any();
        using var second = StubServer.Any();
        using var firstHttp = new HttpClient(first);
        using var secondHttp = new HttpClient(second);
        var kernel = Kernel.CreateBuilder()
            .AddMistralChatClient("mistral-small-latest", "key-one", serviceId: "one", httpClient: firstHttp)
            .AddMistralChatClient("mistral-small-latest", "key-two", new Uri("https://gateway.example/v1"), "two", secondHttp)
            .Build();

        foreach (var serviceId in new[] { "one", "two" })
            await kernel.GetRequiredService<IChatCompletionService>(serviceId).GetChatMessageContentAsync("Hi", cancellationToken: Token);

        var one = Assert.Single(first.Messages);
        var two = Assert.Single(second.Messages);
        Assert.Equal("key-one", one.Headers.Authorization!.Parameter);
        Assert.Equal("https://api.mistral.ai/v1/chat/completions", one.RequestUri!.AbsoluteUri);
        Assert.Equal("key-two", two.Headers.Authorization!.Parameter);
        Assert.Equal("https://gateway.example/v1/chat/completions", two.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task Without_a_client_it_is_the_one_among_the_services()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var builder = Kernel.CreateBuilder();
        builder.Services.AddMistralClient(options => (options.Endpoint, options.ApiKey) = (emulated.Emulator.Endpoint, "any"));
        builder.AddMistralChatClient("mistral-small-latest").AddMistralChatClient("mistral-large-latest", serviceId: "thorough");
        var kernel = builder.Build();

        await kernel.GetRequiredService<IChatClient>("thorough").GetResponseAsync("Hi", cancellationToken: Token);

        Assert.Equal("mistral-large-latest", Assert.Single(emulated.Bodies)["model"]!.GetValue<string>());
        Assert.Single(kernel.GetAllServices<MistralClient>());
    }

    [Fact]
    public void Chat_and_embeddings_are_there_in_the_old_and_the_new_shape()
    {
        using var client = new MistralClient("key");
        var kernel = Kernel.CreateBuilder().AddMistralChatClient("mistral-small-latest", client).AddMistralEmbeddings("mistral-embed", client).Build();

        Assert.Equal("mistral_ai", kernel.GetRequiredService<IChatClient>().GetService<ChatClientMetadata>()!.ProviderName);
        Assert.NotNull(kernel.Services.GetService<IChatCompletionService>());
        Assert.Equal("mistral-embed", kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GetService<EmbeddingGeneratorMetadata>()!.DefaultModelId);
#pragma warning disable CS0618 // Obsolete, and what old code asks for.
        Assert.NotNull(kernel.Services.GetService<ITextEmbeddingGenerationService>());
#pragma warning restore CS0618
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_model_and_a_key_have_to_be_said(string nothing)
    {
        var builder = Kernel.CreateBuilder();

        Assert.Throws<ArgumentException>("modelId", () => builder.AddMistralChatClient(nothing));
        Assert.Throws<ArgumentException>("modelId", () => builder.AddMistralEmbeddings(nothing));
        Assert.Throws<ArgumentException>("apiKey", () => builder.AddMistralChatClient("mistral-small-latest", nothing));
        Assert.Throws<ArgumentException>("apiKey", () => builder.AddMistralEmbeddings("mistral-embed", nothing));
    }

    [Fact]
    public async Task The_kernel_disposes_the_clients_it_made_and_no_others()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var kernel = Kernel.CreateBuilder()
            .AddMistralChatClient("mistral-small-latest", emulated.Client, "given")
            .AddMistralChatClient("mistral-small-latest", "key", emulated.Emulator.Endpoint, "made")
            .Build();
        var given = kernel.GetRequiredService<IChatClient>("given");
        var made = kernel.GetRequiredService<IChatClient>("made");
        await made.GetResponseAsync("Hi", cancellationToken: Token);

        await ((ServiceProvider)kernel.Services).DisposeAsync();

        Assert.Equal("You said: \"Hi\".", (await given.GetResponseAsync("Hi", cancellationToken: Token)).Text);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => made.GetResponseAsync("Hi", cancellationToken: Token));
        Assert.IsType<ObjectDisposedException>(error.GetBaseException());
    }
}
