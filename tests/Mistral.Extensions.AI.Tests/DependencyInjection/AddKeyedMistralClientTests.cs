using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.DependencyInjection;

/// <summary>Several clients in one service collection: each request goes to the endpoint of its client, with its API key.</summary>
public sealed class AddKeyedMistralClientTests
{
    private readonly StubServer _server = StubServer.WithDefaultResponse();
    private readonly ServiceCollection _services = [];

    [Fact]
    public async Task Keyed_chat_client_uses_the_client_with_its_key()
    {
        AddClients();
        _services.AddMistralChatClient(StubServer.Model);
        _services.AddKeyedMistralChatClient("eu", StubServer.Model);
        using var provider = _services.BuildServiceProvider(validateScopes: true);

        await SendAsync(provider.GetRequiredKeyedService<IChatClient>("eu"));
        await SendAsync(provider.GetRequiredService<IChatClient>());

        Assert.Equal(["models.example eu-key", "api.mistral.ai default-key"], GetDestinations());
    }

    [Fact]
    public async Task Keyed_chat_client_without_a_client_of_its_key_uses_the_client_without_a_key()
    {
        AddClients();
        _services.AddKeyedMistralChatClient("large", "mistral-large-latest");
        using var provider = _services.BuildServiceProvider();

        await SendAsync(provider.GetRequiredKeyedService<IChatClient>("large"));

        Assert.Equal(["api.mistral.ai default-key"], GetDestinations());
    }

    [Fact]
    public async Task Keyed_client_can_be_added_after_its_chat_client()
    {
        _services.AddKeyedMistralChatClient("eu", StubServer.Model);
        AddKeyedClient("eu", "eu-key");
        using var provider = _services.BuildServiceProvider();

        // There are no options for a client without a key, and they are not required.
        provider.GetRequiredService<IStartupValidator>().Validate();
        await SendAsync(provider.GetRequiredKeyedService<IChatClient>("eu"));

        Assert.Equal(["models.example eu-key"], GetDestinations());
    }

    [Fact]
    public async Task Service_keys_with_the_same_text_are_different_clients()
    {
        AddKeyedClient(8, "number-key");
        AddKeyedClient("8", "string-key");
        using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<MistralClient>(8).CompleteTextAsync();
        await provider.GetRequiredKeyedService<MistralClient>("8").CompleteTextAsync();

        Assert.Equal(["models.example number-key", "models.example string-key"], GetDestinations());
    }

    [Fact]
    public async Task Each_keyed_client_has_its_own_pipeline()
    {
        var other = StubServer.WithDefaultResponse();
        AddKeyedClient("a", "key-of-a");
        _services.AddKeyedMistralClient("b", options => options.ApiKey = "key-of-b").ConfigurePrimaryHttpMessageHandler(() => other);
        using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<MistralClient>("a").CompleteTextAsync();
        await provider.GetRequiredKeyedService<MistralClient>("b").CompleteTextAsync();

        Assert.Equal("key-of-a", Assert.Single(_server.RequestMessages).Headers.Authorization!.Parameter);
        Assert.Equal("key-of-b", Assert.Single(other.RequestMessages).Headers.Authorization!.Parameter);
    }

    [Fact]
    public void Keyed_embedding_generator_is_registered_under_both_interfaces()
    {
        AddKeyedClient("eu", "eu-key");
        _services.AddKeyedMistralEmbeddingGenerator("eu", "mistral-embed");
        using var provider = _services.BuildServiceProvider();

        var generator = provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("eu");

        Assert.Same(generator, provider.GetRequiredKeyedService<IEmbeddingGenerator>("eu"));
        Assert.Same(provider.GetRequiredKeyedService<MistralClient>("eu"), generator.GetService<MistralClient>());
        Assert.Null(provider.GetService<IEmbeddingGenerator>());
    }

    [Theory]
    [InlineData("ApiKey", "another-key")]
    [InlineData("Endpoint", "https://models.example")]
    public void Second_registration_with_another_key_or_endpoint_is_rejected(string option, string value)
    {
        _services.AddMistralClient(options =>
            (options.ApiKey, options.Endpoint) = ("default-key", new("https://gateway.example")));
        _services.AddMistralClient(CreateConfiguration("Second", (option, value)));
        using var provider = _services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.StartsWith(
            $"AddMistralClient was called twice with different values of {option}. To add a second client, use AddKeyedMistralClient",
            exception.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("another-key", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_configured_after_the_registration_override_it()
    {
        AddClients();
        _services.Configure<MistralClientOptions>(options => options.ApiKey = "test-host-key");
        _services.PostConfigure<MistralClientOptions>("eu", options => options.Endpoint = new("https://test-host.example"));
        using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<MistralClient>().CompleteTextAsync();
        await provider.GetRequiredKeyedService<MistralClient>("eu").CompleteTextAsync();

        Assert.Equal(["api.mistral.ai test-host-key", "test-host.example eu-key"], GetDestinations());
    }

    [Fact]
    public void Error_names_the_service_key_and_the_configuration_section()
    {
        _services.AddKeyedMistralClient("eu", CreateConfiguration("Mistral:Eu", ("ApiKey", "eu-key"), ("MaxRetries", "99")));
        using var provider = _services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.Equal(
            "Mistral:Eu:MaxRetries must be between 0 and 10, but was 99. The service key of the client is \"eu\".",
            exception.Message);
    }

    [Fact]
    public void Null_arguments_are_rejected()
    {
        Assert.Throws<ArgumentNullException>("serviceKey", () => _services.AddKeyedMistralClient(null!));
        Assert.Throws<ArgumentNullException>("serviceKey", () => _services.AddKeyedMistralChatClient(null!, StubServer.Model));
        Assert.Throws<ArgumentNullException>("serviceKey", () => _services.AddKeyedMistralEmbeddingGenerator(null!, "mistral-embed"));
        Assert.Throws<ArgumentNullException>("configuration", () => _services.AddKeyedMistralClient("eu", (IConfiguration)null!));
        Assert.Throws<ArgumentException>("modelId", () => _services.AddKeyedMistralChatClient("eu", " "));
    }

    private static IConfigurationSection CreateConfiguration(string section, params IEnumerable<(string Key, string Value)> settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{section}:{setting.Key}", (string?)setting.Value)))
            .Build()
            .GetSection(section);

    private static Task SendAsync(IChatClient chat) =>
        chat.GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

    private void AddClients()
    {
        _services.AddMistralClient(options => options.ApiKey = "default-key").ConfigurePrimaryHttpMessageHandler(() => _server);
        AddKeyedClient("eu", "eu-key");
    }

    private void AddKeyedClient(object serviceKey, string apiKey) => _services
        .AddKeyedMistralClient(serviceKey, options => (options.ApiKey, options.Endpoint) = (apiKey, new("https://models.example/v1")))
        .ConfigurePrimaryHttpMessageHandler(() => _server);

    private IEnumerable<string> GetDestinations() => _server.RequestMessages.Select(
        message => $"{message.RequestUri!.Host} {message.Headers.Authorization!.Parameter}");
}
