using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.DependencyInjection;

/// <summary>Chat clients and embedding generators that name the client they use, independently of their own service key.</summary>
public sealed class NamedClientTests
{
    private readonly StubServer _server = StubServer.WithDefaultResponse();
    private readonly ServiceCollection _services = [];

    [Fact]
    public async Task Chat_client_uses_the_client_that_it_names()
    {
        AddClients();
        _services.AddMistralChatClient("mistral-small-latest", clientKey: "eu");
        _services.AddKeyedMistralChatClient("large", "mistral-large-latest", clientKey: "eu");
        _services.AddKeyedMistralChatClient("eu", "ministral-8b-latest", clientKey: "gateway");
        using var provider = _services.BuildServiceProvider(validateScopes: true);

        provider.GetRequiredService<IStartupValidator>().Validate();
        await SendAsync(provider.GetRequiredService<IChatClient>());
        await SendAsync(provider.GetRequiredKeyedService<IChatClient>("large"));
        await SendAsync(provider.GetRequiredKeyedService<IChatClient>("eu"));

        Assert.Equal(
            ["eu-key mistral-small-latest", "eu-key mistral-large-latest", "gateway-key ministral-8b-latest"], GetKeysAndModels());
    }

    [Fact]
    public void Embedding_generator_uses_the_client_that_it_names()
    {
        AddClients();
        _services.AddMistralEmbeddingGenerator("mistral-embed", clientKey: "eu");
        _services.AddKeyedMistralEmbeddingGenerator("code", "codestral-embed", clientKey: "gateway");
        using var provider = _services.BuildServiceProvider();

        AssertUses("eu", provider.GetRequiredService<IEmbeddingGenerator>());
        AssertUses("gateway", provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("code"));

        void AssertUses(string clientKey, IEmbeddingGenerator generator) =>
            Assert.Same(provider.GetRequiredKeyedService<MistralClient>(clientKey), generator.GetService(typeof(MistralClient)));
    }

    [Fact]
    public async Task Chat_client_for_a_ChatClientBuilder_uses_the_client_that_it_names()
    {
        AddClients();
        _services.AddMistralClient(options => options.ApiKey = "default-key").ConfigurePrimaryHttpMessageHandler(() => _server);
        using var provider = _services.BuildServiceProvider();

        await SendAsync(provider.GetMistralChatClient("mistral-small-latest"));
        await SendAsync(provider.GetMistralChatClient("mistral-large-latest", "eu"));

        Assert.Equal(["default-key mistral-small-latest", "eu-key mistral-large-latest"], GetKeysAndModels());
        Assert.Same(
            provider.GetRequiredKeyedService<MistralClient>("eu"),
            provider.GetMistralEmbeddingGenerator("mistral-embed", "eu").GetService<MistralClient>());
    }

    [Fact]
    public void Client_that_is_not_registered_fails_at_startup_and_at_use_without_showing_the_key()
    {
        AddClients();
        // An API key in place of the service key, as in the connector of Semantic Kernel.
        _services.AddMistralChatClient("mistral-small-latest", "sk-its-a-secret");
        _services.AddMistralEmbeddingGenerator("mistral-embed", "sk-its-a-secret");
        using var provider = _services.BuildServiceProvider();

        var atStart = Assert.Throws<AggregateException>(provider.GetRequiredService<IStartupValidator>().Validate);
        var atUse = Assert.Throws<InvalidOperationException>(provider.GetRequiredService<IChatClient>);
        var atCreation = Assert.Throws<InvalidOperationException>(
            () => provider.GetMistralChatClient("mistral-small-latest", "sk-its-a-secret"));

        Assert.Equal(
            "No MistralClient is registered with the service key that was passed as clientKey for the model \"mistral-small-latest\". "
                + "Register it with AddKeyedMistralClient and the same service key. "
                + "Set an API key in the options of the client, not as clientKey.",
            atUse.Message);
        Assert.Equal(atUse.Message, atCreation.Message);
        Assert.Contains(atStart.InnerExceptions, exception => exception.Message == atUse.Message);
        Assert.Contains(atStart.InnerExceptions, exception => exception.Message.Contains("mistral-embed", StringComparison.Ordinal));
        Assert.DoesNotContain("its-a-secret", $"{atStart}{atUse}", StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_client_is_named_when_a_chat_client_is_created()
    {
        using var provider = _services.BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(() => provider.GetMistralChatClient("mistral-small-latest"));

        Assert.Equal(
            "No MistralClient is registered, but the model \"mistral-small-latest\" uses it. Register one with AddMistralClient.",
            exception.Message);
        Assert.Throws<ArgumentException>("modelId", () => provider.GetMistralChatClient(" "));
        Assert.Throws<ArgumentException>("modelId", () => provider.GetMistralEmbeddingGenerator(null!));
        Assert.Throws<ArgumentNullException>("provider", () => ((IServiceProvider)null!).GetMistralChatClient("mistral-small-latest"));
    }

    [Fact]
    public async Task Services_for_any_key_use_the_client_with_the_requested_key()
    {
        AddClients();
        _services.AddKeyedMistralChatClient(KeyedService.AnyKey, StubServer.Model);
        _services.AddKeyedMistralEmbeddingGenerator(KeyedService.AnyKey, "mistral-embed");
        using var provider = _services.BuildServiceProvider();

        await SendAsync(provider.GetRequiredKeyedService<IChatClient>("eu"));
        await SendAsync(provider.GetRequiredKeyedService<IChatClient>("gateway"));

        Assert.Equal([$"eu-key {StubServer.Model}", $"gateway-key {StubServer.Model}"], GetKeysAndModels());
        Assert.Same(
            provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("eu"),
            provider.GetRequiredKeyedService<IEmbeddingGenerator>("eu"));
    }

    [Fact]
    public async Task Client_for_any_key_starts_and_is_used_for_keys_without_a_client()
    {
        AddClients();
        _services.AddKeyedMistralClient(KeyedService.AnyKey, options => options.ApiKey = "tenant-key")
            .ConfigurePrimaryHttpMessageHandler(() => _server);
        _services.AddMistralChatClient(StubServer.Model, clientKey: "tenant-1");
        _services.AddKeyedMistralChatClient("eu", StubServer.Model);
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();
        await SendAsync(provider.GetRequiredService<IChatClient>());
        await SendAsync(provider.GetRequiredKeyedService<IChatClient>("eu"));

        Assert.Equal([$"tenant-key {StubServer.Model}", $"eu-key {StubServer.Model}"], GetKeysAndModels());
    }

    [Fact]
    public void Invalid_options_of_the_client_for_any_key_fail_at_startup()
    {
        _services.AddKeyedMistralClient(KeyedService.AnyKey, options => options.ApiKey = "");
        using var provider = _services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.StartsWith("ApiKey is empty.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_a_factory_creates_for_any_key_can_be_named()
    {
        _services.AddKeyedSingleton(KeyedService.AnyKey, (_, key) => _server.CreateClient(options => options.ApiKey = $"{key}-key"));
        _services.AddMistralChatClient(StubServer.Model, clientKey: "tenant-1");
        _services.AddKeyedMistralChatClient("tenant-2", StubServer.Model);
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();
        await SendAsync(provider.GetRequiredService<IChatClient>());
        await SendAsync(provider.GetRequiredKeyedService<IChatClient>("tenant-2"));

        Assert.Equal([$"tenant-1-key {StubServer.Model}", $"tenant-2-key {StubServer.Model}"], GetKeysAndModels());
    }

    private static Task SendAsync(IChatClient chat) =>
        chat.GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

    private void AddClients()
    {
        foreach (var name in (string[])["eu", "gateway"])
        {
            _services.AddKeyedMistralClient(name, options => options.ApiKey = $"{name}-key")
                .ConfigurePrimaryHttpMessageHandler(() => _server);
        }
    }

    private IEnumerable<string> GetKeysAndModels() => _server.RequestMessages.Zip(
        _server.RequestBodies, (message, body) => $"{message.Headers.Authorization!.Parameter} {body!["model"]}");
}
