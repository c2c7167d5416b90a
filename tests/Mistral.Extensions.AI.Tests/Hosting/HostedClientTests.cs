using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Hosting;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Hosting;

/// <summary>Clients of a host: connection string, configuration sections, chat clients and embedding generators.</summary>
public sealed class HostedClientTests
{
    private readonly StubServer _server = StubServer.WithDefaultResponse();
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_string_configures_client_and_model()
    {
        Configure(("ConnectionStrings:mistral", "Endpoint=https://gateway.example/v1;Key=test-key;Model=mistral-large-latest"));
        UseStubServer(_builder.AddMistralClient("mistral")).AddChatClient().AddKeyedChatClient("small", "mistral-small-latest");
        using var host = _builder.Build();
        await host.StartAsync(CancellationToken);

        await SendAsync(host.Services.GetRequiredService<IChatClient>());
        await SendAsync(host.Services.GetRequiredKeyedService<IChatClient>("small"));

        Assert.Equal(
            ["gateway.example test-key mistral-large-latest", "gateway.example test-key mistral-small-latest"], GetDestinations());
    }

    [Fact]
    public void Connection_string_overrides_the_named_section_which_overrides_the_section()
    {
        Configure(
            ("Mistral:ApiKey", "first"), ("Mistral:MaxRetries", "1"), ("Mistral:Timeout", "00:00:01"), ("Mistral:Model", "model-1"),
            ("Mistral:DisableHealthChecks", "true"),
            ("Mistral:mistral:ApiKey", "second"), ("Mistral:mistral:MaxRetries", "2"), ("Mistral:mistral:Model", "model-2"),
            ("ConnectionStrings:mistral", "Key=third;Model=model-3"));
        var client = _builder.AddMistralClient("mistral", configureOptions: options => options.StreamIdleTimeout = TimeSpan.FromSeconds(7));
        using var host = _builder.Build();

        var options = host.Services.GetRequiredService<IOptions<MistralClientOptions>>().Value;

        Assert.Equal(("third", 2, TimeSpan.FromSeconds(1)), (options.ApiKey, options.MaxRetries, options.Timeout));
        Assert.Equal((TimeSpan.FromSeconds(7), "model-3"), (options.StreamIdleTimeout, client.Model));
        Assert.Equal(("mistral", null), (client.ConnectionName, client.ServiceKey));
        Assert.Same(_builder, client.HostBuilder);
        Assert.Null(host.Services.GetService<HealthCheckService>());
    }

    [Fact]
    public async Task Keyed_clients_have_their_own_connection_strings()
    {
        Configure(
            ("Mistral:MaxRetries", "0"),
            ("ConnectionStrings:mistral", "Key=mistral-key;Model=mistral-small-latest"),
            ("ConnectionStrings:codestral", "Endpoint=https://codestral.mistral.ai/v1;Key=codestral-key;Model=codestral-latest"),
            ("ConnectionStrings:local", "Endpoint=http://localhost:8000/v1;Model=ministral-8b-latest"));
        UseStubServer(_builder.AddMistralClient("mistral")).AddChatClient().AddKeyedChatClient("codestral").AddEmbeddingGenerator("e");
        UseStubServer(_builder.AddKeyedMistralClient("codestral")).AddKeyedChatClient("code").AddKeyedEmbeddingGenerator("code", "e");
        UseStubServer(_builder.AddKeyedMistralClient("local")).AddKeyedChatClient("local");
        using var host = _builder.Build();
        await host.StartAsync(CancellationToken);

        await SendAsync(host.Services.GetRequiredService<IChatClient>());
        // The chat client has the service key of another client, which it does not use.
        await SendAsync(host.Services.GetRequiredKeyedService<IChatClient>("codestral"));
        await SendAsync(host.Services.GetRequiredKeyedService<IChatClient>("code"));
        await SendAsync(host.Services.GetRequiredKeyedService<IChatClient>("local"));

        Assert.Equal(
            [
                "api.mistral.ai mistral-key mistral-small-latest", "api.mistral.ai mistral-key mistral-small-latest",
                "codestral.mistral.ai codestral-key codestral-latest", "localhost  ministral-8b-latest",
            ],
            GetDestinations());
        AssertGenerator(host.Services.GetRequiredService<MistralClient>(), host.Services.GetRequiredService<IEmbeddingGenerator>());
        AssertGenerator(
            host.Services.GetRequiredKeyedService<MistralClient>("codestral"),
            host.Services.GetRequiredKeyedService<IEmbeddingGenerator>("code"));

        static void AssertGenerator(MistralClient client, IEmbeddingGenerator generator) =>
            Assert.Same(client, generator.GetService(typeof(MistralClient)));
    }

    [Theory]
    [InlineData(null, "Mistral:ApiKey or Mistral:mistral:ApiKey or Key in ConnectionStrings:mistral or the environment variable ")]
    [InlineData("Endpoint=https://api.mistral.ai/v1", "Key in ConnectionStrings:mistral")]
    public async Task Host_does_not_start_without_a_key_and_names_the_paths(string? connectionString, string paths)
    {
        Configure(("ConnectionStrings:mistral", connectionString));
        _builder.AddMistralClient("mistral");
        using var host = _builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(CancellationToken));

        Assert.StartsWith("No API key was found. Set ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(paths, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_does_not_start_with_an_invalid_connection_string_or_section()
    {
        Configure(("Mistral:Timeout", "30"), ("ConnectionStrings:eu", "sk-its-a-secret"));
        _builder.AddKeyedMistralClient("eu").AddChatClient("mistral-small-latest");
        using var host = _builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(CancellationToken));

        Assert.Equal(
            ["Mistral:Timeout is", "ConnectionStrings:eu is", "No API"],
            exception.Failures.Select(failure => string.Join(' ', failure.Split(' ').Take(2))));
        Assert.EndsWith("The service key of the client is \"eu\".", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("its-a-secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AddChatClient")]
    [InlineData("AddKeyedChatClient")]
    [InlineData("AddEmbeddingGenerator")]
    [InlineData("AddKeyedEmbeddingGenerator")]
    public async Task Missing_model_is_reported_with_the_other_errors_of_the_configuration(string method)
    {
        Configure(("ConnectionStrings:mistral", "Key=its-a-secret;Modl=mistral-small-latest"));
        var client = _builder.AddMistralClient("mistral");
        _ = method switch
        {
            "AddChatClient" => client.AddChatClient(),
            "AddKeyedChatClient" => client.AddKeyedChatClient("key"),
            "AddEmbeddingGenerator" => client.AddEmbeddingGenerator(),
            _ => client.AddKeyedEmbeddingGenerator("key"),
        };
        using var host = _builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(CancellationToken));

        Assert.Equal(
            [
                "ConnectionStrings:mistral has the unknown key modl. Did you mean Model?",
                $"No model was specified. Pass one to {method}, or set Model in ConnectionStrings:mistral or in the configuration section "
                    + "Mistral.",
            ],
            exception.Failures);
    }

    [Fact]
    public void Chat_client_without_a_model_cannot_be_resolved()
    {
        Configure(("ConnectionStrings:mistral", "Key=its-a-secret"));
        _builder.AddMistralClient("mistral").AddChatClient();
        using var host = _builder.Build();

        Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IChatClient>());
    }

    [Fact]
    public async Task Two_connection_strings_for_the_client_without_a_key_are_rejected()
    {
        Configure(("ConnectionStrings:a", "Key=key-a"), ("ConnectionStrings:b", "Key=key-b"));
        _builder.AddMistralClient("a");
        _builder.AddMistralClient("b");
        using var host = _builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(CancellationToken));

        Assert.StartsWith(
            "AddMistralClient was called twice with different values of ApiKey.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_the_code_override_the_configuration()
    {
        Configure(("ConnectionStrings:mistral", "Key=test-key;Model=model-1"), ("Mistral:DisableHealthChecks", "true"));
        var client = _builder.AddMistralClient("mistral", settings => (settings.Model, settings.DisableHealthChecks) = ("model-2", false));
        using var host = _builder.Build();

        Assert.Equal("model-2", client.Model);
        Assert.NotNull(host.Services.GetService<HealthCheckService>());
    }

    [Fact]
    public void Null_arguments_are_rejected()
    {
        var client = _builder.AddMistralClient("mistral");

        Assert.Throws<ArgumentNullException>("builder", () => ((IHostApplicationBuilder)null!).AddMistralClient("mistral"));
        Assert.Throws<ArgumentException>("connectionName", () => _builder.AddMistralClient(" "));
        Assert.Throws<ArgumentNullException>("name", () => _builder.AddKeyedMistralClient(null!));
        Assert.Throws<ArgumentNullException>("serviceKey", () => client.AddKeyedChatClient(null!, "m"));
        Assert.Throws<ArgumentNullException>("serviceKey", () => client.AddKeyedEmbeddingGenerator(null!, "m"));
    }

    private static Task SendAsync(IChatClient chat) => chat.GetResponseAsync("Hi", cancellationToken: CancellationToken);

    private void Configure(params IEnumerable<(string Key, string? Value)> settings) => _builder.Configuration.AddInMemoryCollection(
        settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));

    private MistralClientBuilder UseStubServer(MistralClientBuilder client)
    {
        client.HttpClientBuilder.ConfigurePrimaryHttpMessageHandler(() => _server);
        return client;
    }

    private IEnumerable<string> GetDestinations() => _server.RequestMessages.Zip(_server.RequestBodies, (message, body) =>
        $"{message.RequestUri!.Host} {message.Headers.Authorization?.Parameter} {body!["model"]}");
}
