using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.DependencyInjection;

/// <summary>The chat client among the services of an application.</summary>
public sealed class AddMistralChatClientTests
{
    private readonly StubServer _server = StubServer.Any();
    private readonly ServiceCollection _services = [];

    [Fact]
    public async Task One_line_after_the_client_makes_a_chat_client_on_its_pipeline()
    {
        _services.AddMistralClient(options => options.ApiKey = "test-key").ConfigurePrimaryHttpMessageHandler(() => _server);
        _services.AddMistralChatClient("mistral-large-latest");
        using var provider = _services.BuildServiceProvider(validateScopes: true);

        var chat = provider.GetRequiredService<IChatClient>();
        var response = await chat.GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("OK", response.Text);
        JsonAssert.Equal("""{"model":"mistral-large-latest","messages":[{"role":"user","content":"Hi"}]}""", _server.Body());
        Assert.Same(chat, provider.GetRequiredService<IChatClient>());
    }

    [Fact]
    public async Task The_client_may_be_configured_after_it()
    {
        _services.AddMistralChatClient(StubServer.Model);
        _services.AddMistralClient(options => options.ApiKey = "later").ConfigurePrimaryHttpMessageHandler(() => _server);
        using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<IChatClient>().GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("later", Assert.Single(_server.Messages).Headers.Authorization!.Parameter);
    }

    [Fact]
    public void Several_models_are_told_apart_by_their_keys_and_share_the_client()
    {
        _services.AddMistralClient(options => options.ApiKey = "test-key");
        _services.AddMistralChatClient("mistral-small-latest")
            .AddMistralChatClient("mistral-large-latest", "large")
            .AddMistralChatClient("ministral-8b-latest", 8);
        using var provider = _services.BuildServiceProvider();

        Assert.Equal("mistral-small-latest", ModelOf(provider.GetRequiredService<IChatClient>()));
        Assert.Equal("mistral-large-latest", ModelOf(provider.GetRequiredKeyedService<IChatClient>("large")));
        Assert.Equal("ministral-8b-latest", ModelOf(provider.GetRequiredKeyedService<IChatClient>(8)));
        Assert.Single(provider.GetServices<IChatClient>());
        Assert.Single(provider.GetServices<MistralClient>());
    }

    [Fact]
    public async Task A_client_that_is_there_already_is_used_and_its_options_are_not_asked_for()
    {
        // No key anywhere else: validation of options that nobody reads must not stop the application.
        _services.AddSingleton(_server.Client());
        _services.AddMistralChatClient(StubServer.Model);
        _services.AddMistralEmbeddingGenerator("mistral-embed");
        using var provider = _services.BuildServiceProvider();

        Assert.Null(provider.GetService<IStartupValidator>());
        await provider.GetRequiredService<IChatClient>().GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Single(_server.Messages);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void A_model_has_to_be_named(string? model) =>
        Assert.Throws<ArgumentException>("modelId", () => _services.AddMistralChatClient(model!));

    [Fact]
    public void Services_have_to_be_there() =>
        Assert.Throws<ArgumentNullException>("services", () => ((IServiceCollection)null!).AddMistralChatClient(StubServer.Model));

    private static string? ModelOf(IChatClient chat) => chat.GetService<ChatClientMetadata>()!.DefaultModelId;
}
