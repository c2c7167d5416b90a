using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.DependencyInjection;

/// <summary>Registration of chat clients and embedding generators as services.</summary>
public sealed class AddMistralChatClientTests
{
    private readonly StubServer _server = StubServer.WithDefaultResponse();
    private readonly ServiceCollection _services = [];

    [Fact]
    public async Task Chat_client_uses_the_pipeline_of_the_registered_client()
    {
        _services.AddMistralClient(options => options.ApiKey = "test-key").ConfigurePrimaryHttpMessageHandler(() => _server);
        _services.AddMistralChatClient("mistral-large-latest");
        using var provider = _services.BuildServiceProvider(validateScopes: true);

        var chat = provider.GetRequiredService<IChatClient>();
        var response = await chat.GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("OK", response.Text);
        JsonAssert.Equal("""{"model":"mistral-large-latest","messages":[{"role":"user","content":"Hi"}]}""", _server.SingleRequestBody());
        Assert.Same(chat, provider.GetRequiredService<IChatClient>());
    }

    [Fact]
    public async Task Client_can_be_configured_after_the_chat_client()
    {
        _services.AddMistralChatClient(StubServer.Model);
        _services.AddMistralClient(options => options.ApiKey = "later-key-1").ConfigurePrimaryHttpMessageHandler(() => _server);
        using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<IChatClient>().GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("later-key-1", Assert.Single(_server.RequestMessages).Headers.Authorization!.Parameter);
    }

    [Fact]
    public void Keyed_chat_clients_have_their_own_model_and_share_the_client()
    {
        _services.AddMistralClient(options => options.ApiKey = "test-key");
        _services.AddMistralChatClient("mistral-small-latest")
            .AddKeyedMistralChatClient("large", "mistral-large-latest")
            .AddKeyedMistralChatClient(8, "ministral-8b-latest");
        using var provider = _services.BuildServiceProvider();

        Assert.Equal("mistral-small-latest", GetModelId(provider.GetRequiredService<IChatClient>()));
        Assert.Equal("mistral-large-latest", GetModelId(provider.GetRequiredKeyedService<IChatClient>("large")));
        Assert.Equal("ministral-8b-latest", GetModelId(provider.GetRequiredKeyedService<IChatClient>(8)));
        Assert.Single(provider.GetServices<IChatClient>());
        Assert.Single(provider.GetServices<MistralClient>());
    }

    [Fact]
    public async Task Registered_client_instance_is_used_without_option_validation()
    {
        // No key is configured: validation of the unused options would stop the application at startup.
        _services.AddSingleton(_server.CreateClient());
        _services.AddMistralChatClient(StubServer.Model);
        _services.AddMistralEmbeddingGenerator("mistral-embed");
        using var provider = _services.BuildServiceProvider();

        Assert.Null(provider.GetService<IStartupValidator>());
        await provider.GetRequiredService<IChatClient>().GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Single(_server.RequestMessages);
    }

    [Fact]
    public void Embedding_generator_is_registered_under_both_interfaces()
    {
        _services.AddSingleton(_server.CreateClient());
        _services.AddMistralEmbeddingGenerator("mistral-embed");
        using var provider = _services.BuildServiceProvider();

        Assert.Same(
            provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            provider.GetRequiredService<IEmbeddingGenerator>());
    }

    [Fact]
    public void Chat_client_returns_its_MistralClient_as_a_service()
    {
        var client = _server.CreateClient();

        Assert.Same(client, client.AsIChatClient(StubServer.Model).GetService<MistralClient>());
        Assert.Same(client, client.AsIEmbeddingGenerator("mistral-embed").GetService<MistralClient>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Blank_model_id_is_rejected(string? model) =>
        Assert.Throws<ArgumentException>("modelId", () => _services.AddMistralChatClient(model!));

    [Fact]
    public void Null_service_collection_is_rejected() =>
        Assert.Throws<ArgumentNullException>("services", () => ((IServiceCollection)null!).AddMistralChatClient(StubServer.Model));

    private static string? GetModelId(IChatClient chat) => chat.GetService<ChatClientMetadata>()!.DefaultModelId;
}
