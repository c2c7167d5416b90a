using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.DependencyInjection;

/// <summary>Changes of the configuration at run time: the API key of a client follows them, its other options do not.</summary>
public sealed class KeyReloadTests : IDisposable
{
    private readonly KeyCheckingHandler _server = new(StubServer.WithDefaultResponse(), null);
    private readonly LogCapture _log = new();
    private readonly ServiceCollection _services = [];
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();

    public KeyReloadTests() => _services.AddLogging(logging => logging.AddProvider(_log));

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Changed_key_is_used_without_a_restart()
    {
        using var provider = CreateProvider(("Mistral:ApiKey", "first"));
        var client = provider.GetRequiredService<MistralClient>();

        await client.CompleteTextAsync();
        Reload(("Mistral:ApiKey", "the-new-key"));
        await client.CompleteTextAsync();

        Assert.Equal(["first", "the-new-key"], _server.SentKeys);
        Assert.Equal("the-new-key", provider.GetRequiredService<IOptionsMonitor<MistralClientOptions>>().CurrentValue.ApiKey);
        Assert.Equal(
            "Information 21 KeyReloaded: The API key was replaced by that of the changed configuration.", Assert.Single(GetReloads()));
        Assert.DoesNotContain("the-new-key", _log.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotation_under_load_fails_no_request()
    {
        using var provider = CreateProvider(("Mistral:ApiKey", "key-0"));
        var client = provider.GetRequiredService<MistralClient>();

        for (var rotation = 1; rotation <= 20; rotation++)
        {
            var calls = Enumerable.Range(0, 50).Select(_ => client.CompleteTextAsync()).ToList();
            // First the new key is configured, and then the previous one is revoked. The server accepts both in between.
            Reload(("Mistral:ApiKey", $"key-{rotation}"));
            // The server also rejects the previous key of requests that have already been sent.
            _server.RevokedKey = $"key-{rotation - 1}";
            calls.AddRange(Enumerable.Range(0, 50).Select(_ => client.CompleteTextAsync()));
            Assert.All(await Task.WhenAll(calls), text => Assert.Equal("OK", text));
        }

        Assert.NotEqual(0, _server.RejectedCount);
        Assert.Equal(20, GetReloads().Count());
    }

    [Fact]
    public async Task Invalid_configuration_is_logged_and_the_last_valid_key_remains()
    {
        using var provider = CreateProvider(("Mistral:ApiKey", "first"));
        var client = provider.GetRequiredService<MistralClient>();

        Reload(("Mistral:ApiKey", "its a-secret"), ("Mistral:Timeout", "30"));
        await client.CompleteTextAsync();
        Assert.Equal("first", provider.GetRequiredService<IOptionsMonitor<MistralClientOptions>>().CurrentValue.ApiKey);
        Reload(("Mistral:ApiKey", "second"), ("Mistral:Timeout", "00:00:30"));
        await client.CompleteTextAsync();

        Assert.Equal(["first", "second"], _server.SentKeys);
        var error = Assert.Single(GetReloads(), entry => entry.StartsWith("Error", StringComparison.Ordinal));
        Assert.StartsWith(
            "Error 22 InvalidConfiguration: The changed configuration is invalid. The last valid API key remains in use. "
                + "Mistral:Timeout is the number 30 without a unit",
            error,
            StringComparison.Ordinal);
        Assert.Contains("Mistral:ApiKey contains a character that is not allowed", error, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", _log.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_for_another_endpoint_is_not_sent_to_the_first_one()
    {
        using var provider = CreateProvider(("Mistral:ApiKey", "first"));
        var client = provider.GetRequiredService<MistralClient>();

        Reload(("Mistral:ApiKey", "second"), ("Mistral:Endpoint", "https://gateway.example"));
        await client.CompleteTextAsync();

        Assert.Equal(["first"], _server.SentKeys);
        Assert.Equal(
            "Warning 23 EndpointChanged: Endpoint has changed in the configuration. Restart the application to use it, and the API key for "
                + "it.",
            Assert.Single(GetReloads()));
    }

    [Fact]
    public async Task Each_client_follows_its_own_section()
    {
        _services.AddKeyedMistralClient("eu", _configuration.GetSection("Eu")).ConfigurePrimaryHttpMessageHandler(() => _server);
        using var provider = CreateProvider(("Mistral:ApiKey", "first"), ("Eu:ApiKey", "eu-first"));
        var client = provider.GetRequiredService<MistralClient>();
        var europe = provider.GetRequiredKeyedService<MistralClient>("eu");

        Reload(("Eu:ApiKey", "eu-second"));
        await client.CompleteTextAsync();
        await europe.CompleteTextAsync();
        Reload(("Mistral:ApiKey", "second"));
        await client.CompleteTextAsync();
        await europe.CompleteTextAsync();

        Assert.Equal(["first", "eu-second", "second", "eu-second"], _server.SentKeys);
    }

    [Fact]
    public async Task Connection_string_is_read_again()
    {
        _services.AddKeyedMistralClient("eu", _configuration.GetSection("ConnectionStrings:eu"))
            .ConfigurePrimaryHttpMessageHandler(() => _server);
        Reload(("ConnectionStrings:eu", "Endpoint=https://eu.example;Key=first"));
        using var provider = _services.BuildServiceProvider();
        var client = provider.GetRequiredKeyedService<MistralClient>("eu");

        Reload(("ConnectionStrings:eu", "Endpoint=https://eu.example;Key=second"));
        await client.CompleteTextAsync();

        Assert.Equal(["second"], _server.SentKeys);
    }

    [Fact]
    public async Task Removed_key_remains_in_use()
    {
        using var provider = CreateProvider(("Mistral:ApiKey", "first"), ("Mistral:Endpoint", "https://gateway.example"));
        var client = provider.GetRequiredService<MistralClient>();

        Reload(("Mistral:ApiKey", null));
        await client.CompleteTextAsync();

        Assert.Equal(["first"], _server.SentKeys);
    }

    private ServiceProvider CreateProvider(params (string Key, string? Value)[] settings)
    {
        Reload(settings);
        _services.AddMistralClient(_configuration.GetSection("Mistral")).ConfigurePrimaryHttpMessageHandler(() => _server);
        return _services.BuildServiceProvider();
    }

    private void Reload(params (string Key, string? Value)[] settings)
    {
        foreach (var (key, value) in settings)
            _configuration[key] = value;
        _configuration.Reload();
    }

    // Retries and keys that are rejected during a rotation are logged as well.
    private IEnumerable<string> GetReloads() =>
        _log.LibraryEntries.Where(entry => entry.Split(' ')[2] is "KeyReloaded:" or "InvalidConfiguration:" or "EndpointChanged:");
}
