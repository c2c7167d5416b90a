using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests;

/// <summary>The API key of the environment variable, which is sent only to Mistral's hosts.</summary>
[Collection(nameof(NonParallel))]
public sealed class ApiKeyEnvironmentVariableTests : IDisposable
{
    private const string Variable = "MISTRAL_API_KEY";

    private readonly string? _originalValue = Environment.GetEnvironmentVariable(Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _originalValue);

    [Theory]
    [InlineData("https://api.mistral.ai/v1")]
    [InlineData("https://api.eu.mistral.ai")]
    public async Task Environment_key_is_sent_to_Mistral_hosts(string endpoint) => Assert.Equal("Bearer sk-environment", await GetAuthorizationAsync(endpoint));

    [Theory]
    [InlineData("https://gateway.example/v1")]
    [InlineData("https://mistral.ai.example/v1")]
    [InlineData("https://evilmistral.ai/v1")]
    [InlineData("http://localhost:8000")]
    public async Task Environment_key_is_not_sent_to_other_hosts(string endpoint) => Assert.Null(await GetAuthorizationAsync(endpoint));

    [Fact]
    public async Task Explicit_key_overrides_the_environment_key() =>
        Assert.Equal("Bearer sk-explicit", await GetAuthorizationAsync("https://api.mistral.ai/v1", "sk-explicit"));

    [Fact]
    public void Client_without_options_uses_the_environment_key()
    {
        Environment.SetEnvironmentVariable(Variable, " sk-environment\n");

        Assert.Null(Record.Exception(() => new MistralClient().Dispose()));
        Assert.Null(Record.Exception(() => new MistralClient(new MistralClientOptions()).Dispose()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Missing_environment_key_throws_with_advice(string? value)
    {
        Environment.SetEnvironmentVariable(Variable, value);

        Assert.Contains("MISTRAL_API_KEY is not set", Assert.Throws<InvalidOperationException>(() => new MistralClient()).Message, StringComparison.Ordinal);
        Assert.Contains(
            "No API key was found. Set ApiKey or the environment variable MISTRAL_API_KEY.",
            Assert.Throws<ArgumentException>(() => new MistralClient(new MistralClientOptions())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_environment_key_throws_before_sending()
    {
        Environment.SetEnvironmentVariable(Variable, "sk-environment\nX-Other: 1");

        var exception = Assert.Throws<ArgumentException>(() => new MistralClient(new MistralClientOptions()));

        Assert.Contains("MISTRAL_API_KEY contains a character", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<string?> GetAuthorizationAsync(string endpoint, string? key = null)
    {
        Environment.SetEnvironmentVariable(Variable, "sk-environment");
        var server = StubServer.WithDefaultResponse();
        await server.CreateClient(options => (options.Endpoint, options.ApiKey) = (new(endpoint), key)).CompleteTextAsync();
        return Assert.Single(server.RequestMessages).Headers.Authorization?.ToString();
    }
}
