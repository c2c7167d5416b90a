using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Reliability;

namespace Mistral.Extensions.AI.Tests;

/// <summary>The clients of <see cref="MistralClient.WithOptions"/>, which share an HTTP client.</summary>
public sealed class WithOptionsTests
{
    private readonly StubServer _server = StubServer.WithDefaultResponse();

    public static TheoryData<string> Operations => [.. ApiOperations.Names];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Key_and_endpoint_are_those_of_the_new_client_for_every_operation(string operation)
    {
        var server = StubServer.WithResponse("""{"message":"No"}""", System.Net.HttpStatusCode.BadRequest);
        var tenant = server.CreateClient().WithOptions(options =>
            (options.ApiKey, options.Endpoint) = ("tenant-key", new("https://tenant.example/api")));

        await Assert.ThrowsAsync<MistralException>(() => tenant.CallAsync(operation));

        Assert.All(server.RequestMessages, message => Assert.Equal("Bearer tenant-key", message.Headers.Authorization?.ToString()));
        Assert.StartsWith("https://tenant.example/api/v1/", server.RequestMessages[0].RequestUri!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Original_client_is_not_changed()
    {
        var client = _server.CreateClient();
        client.WithOptions(options =>
        {
            (options.ApiKey, options.Endpoint) = ("tenant-key", new("https://tenant.example"));
            options.ChatRules.Normalize = false;
        });

        await client.CompleteTextAsync();

        var message = Assert.Single(_server.RequestMessages);
        Assert.Equal("Bearer test-key", message.Headers.Authorization?.ToString());
        Assert.Equal("https://api.mistral.ai/v1/chat/completions", message.RequestUri!.AbsoluteUri);
        Assert.True(client.ChatRules.Normalize);
    }

    [Fact]
    public async Task Chat_client_has_the_options_of_the_new_client()
    {
        var tenant = _server.CreateClient().WithOptions(options => options.ApiKey = "tenant-key");
        var chat = tenant.AsIChatClient(StubServer.Model);

        await chat.GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Same(tenant, chat.GetService<MistralClient>());
        Assert.Equal("Bearer tenant-key", Assert.Single(_server.RequestMessages).Headers.Authorization?.ToString());
    }

    [Theory]
    [InlineData("https://api.mistral.ai/eu/v1", "Bearer test-key")]
    [InlineData("https://gateway.example/v1", null)]
    [InlineData("https://mistral.ai.example/v1", null)]
    public async Task Key_of_the_original_client_is_sent_only_to_its_host(string endpoint, string? expected)
    {
        var tenant = _server.CreateClient().WithOptions(options => options.Endpoint = new(endpoint));

        await tenant.CompleteTextAsync();

        Assert.Equal(expected, Assert.Single(_server.RequestMessages).Headers.Authorization?.ToString());
    }

    [Fact]
    public async Task Key_replaces_the_callback_of_the_original_client()
    {
        var client = new MistralClient(new HttpClient(_server), new() { ApiKeyProvider = _ => new("provider-key") });

        await client.WithOptions(options => options.ApiKey = "tenant-key").CompleteTextAsync();
        await client.WithOptions(options => options.Timeout = TimeSpan.FromSeconds(9)).CompleteTextAsync();

        Assert.Equal(
            ["tenant-key", "provider-key"], _server.RequestMessages.Select(message => message.Headers.Authorization?.Parameter));
    }

    [Fact]
    public async Task Key_replaces_the_key_of_the_configuration()
    {
        var services = new ServiceCollection();
        services.AddMistralClient(options => options.ApiKey = "configured-key").ConfigurePrimaryHttpMessageHandler(() => _server);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<MistralClient>();

        await client.WithOptions(options => options.ApiKey = "tenant-key").CompleteTextAsync();
        await client.WithOptions(_ => { }).CompleteTextAsync();

        Assert.Equal(
            ["tenant-key", "configured-key"], _server.RequestMessages.Select(message => message.Headers.Authorization?.Parameter));
    }

    [Fact]
    public async Task Client_of_a_new_client_has_the_options_of_both()
    {
        var client = _server.CreateClient().WithOptions(options => (options.ApiKey, options.Endpoint) =
            ("tenant-key", new("https://tenant.example"))).WithOptions(options => options.ConfigureRequest = (settings, _) =>
            {
                settings.Headers["X-Tenant"] = "7";
                return default;
            });

        await client.CompleteTextAsync();

        var message = Assert.Single(_server.RequestMessages);
        Assert.Equal("Bearer tenant-key", message.Headers.Authorization?.ToString());
        Assert.Equal("https://tenant.example/v1/chat/completions", message.RequestUri!.AbsoluteUri);
        Assert.Equal("7", message.Headers.GetValues("X-Tenant").Single());
    }

    [Fact]
    public void Authorization_of_the_HttpClient_is_not_sent_to_another_host()
    {
        using var http = new HttpClient(_server) { DefaultRequestHeaders = { Authorization = new("Bearer", "gateway-key") } };
        var client = new MistralClient(http);

        var exception = Assert.Throws<ArgumentException>(
            () => client.WithOptions(options => options.Endpoint = new("https://other.example")));

        Assert.Contains("also to those to other.example. Set ApiKey", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(client.WithOptions(options => (options.Endpoint, options.ApiKey) = (new("https://other.example"), "key")));
    }

    [Fact]
    public void Invalid_option_is_rejected()
    {
        var client = _server.CreateClient();

        AssertRejected("MaxRetries cannot be changed", options => options.MaxRetries = 1);
        AssertRejected("ApiKey is empty", options => options.ApiKey = "");
        AssertRejected("Endpoint must be an absolute address", options => options.Endpoint = new("v1", UriKind.Relative));
        AssertRejected("Endpoint must not be null", options => options.Endpoint = null!);
        AssertRejected("Timeout must be greater than zero", options => options.Timeout = TimeSpan.Zero);
        Assert.Throws<ArgumentNullException>(() => client.WithOptions(null!));

        void AssertRejected(string error, Action<MistralClientOptions> configure) => Assert.StartsWith(
            error, Assert.Throws<ArgumentException>(() => client.WithOptions(configure)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposal_of_the_new_client_does_not_affect_the_original_one()
    {
        var client = _server.CreateClient();
        var tenant = client.WithOptions(_ => { });
        tenant.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => tenant.CompleteTextAsync());
        Assert.Equal("OK", await client.CompleteTextAsync());
    }

    [Fact]
    public async Task Disposal_of_the_original_client_ends_the_new_one()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var client = new MistralClient(new MistralClientOptions { ApiKey = "key", Endpoint = emulator.Server.Endpoint });
        var tenant = client.WithOptions(options => options.ApiKey = "tenant-key");
        Assert.NotEmpty(await tenant.CompleteTextAsync());

        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => tenant.CompleteTextAsync());
    }

    [Fact]
    public void New_client_needs_little_memory()
    {
        var client = _server.CreateClient();
        Create();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var number = 0; number < 100; number++)
            Create();

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 1, 2000);

        void Create() => Assert.NotNull(client.WithOptions(static options => options.ApiKey = "tenant-key").Chat);
    }
}
