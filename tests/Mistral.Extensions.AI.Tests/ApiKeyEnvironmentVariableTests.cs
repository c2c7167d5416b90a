using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests;

/// <summary>The API key of the environment variable, which is sent only to Mistral's hosts.</summary>
[Collection(nameof(NonParallel))]
public sealed class ApiKeyEnvironmentVariableTests : IDisposable
{
    private const string Variable = "MISTRAL_API_KEY";

    private const string CodestralVariable = "CODESTRAL_API_KEY";

    private const string TokenPathVariable = "MISTRAL_SA_TOKEN_PATH";

    private readonly List<(string Name, string? Value)> _originalValues =
        [.. new[] { Variable, CodestralVariable, TokenPathVariable }.Select(name => (name, Environment.GetEnvironmentVariable(name)))];

    private readonly TokenFiles _files = new();

    public ApiKeyEnvironmentVariableTests() => Environment.SetEnvironmentVariable(TokenPathVariable, null);

    public void Dispose()
    {
        foreach (var (name, value) in _originalValues)
            Environment.SetEnvironmentVariable(name, value);
        _files.Dispose();
    }

    [Fact]
    public async Task Token_file_of_the_environment_precedes_the_environment_key()
    {
        _files.Write("token-1\n");
        Environment.SetEnvironmentVariable(TokenPathVariable, $" {_files.Path}\n");

        Assert.Equal("Bearer token-1", await GetAuthorizationAsync("https://api.mistral.ai/v1"));
        Assert.Equal("Bearer sk-explicit", await GetAuthorizationAsync("https://api.mistral.ai/v1", "sk-explicit"));
    }

    [Fact]
    public async Task Token_file_of_the_environment_is_used_only_for_Mistral_hosts_other_than_Codestral()
    {
        _files.Write("token-1");
        Environment.SetEnvironmentVariable(TokenPathVariable, _files.Path);
        Environment.SetEnvironmentVariable(CodestralVariable, "sk-codestral");

        Assert.Null(await GetAuthorizationAsync("https://gateway.example/v1"));
        Assert.Equal("Bearer sk-codestral", await GetAuthorizationAsync("https://codestral.mistral.ai/v1"));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(null, "cannot be read")]
    public void Invalid_token_file_of_the_environment_throws_although_a_key_is_set(string? content, string error)
    {
        Environment.SetEnvironmentVariable(Variable, "sk-environment");
        Environment.SetEnvironmentVariable(TokenPathVariable, _files.Path);
        if (content is not null)
            _files.Write(content);

        Assert.Contains(
            $"\"{_files.Path}\" of MISTRAL_SA_TOKEN_PATH {error}",
            Assert.Throws<InvalidOperationException>(() => new MistralClient()).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            $"\"{_files.Path}\" of MISTRAL_SA_TOKEN_PATH {error}",
            Assert.Throws<ArgumentException>(() => new MistralClient(new MistralClientOptions())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Client_without_options_uses_the_token_file()
    {
        _files.Write("token-1");
        Environment.SetEnvironmentVariable(Variable, null);
        Environment.SetEnvironmentVariable(TokenPathVariable, _files.Path);

        Assert.Null(Record.Exception(() => new MistralClient().Dispose()));
    }

    [Theory]
    [InlineData("https://api.mistral.ai/v1")]
    [InlineData("https://api.eu.mistral.ai")]
    public async Task Environment_key_is_sent_to_Mistral_hosts(string endpoint) =>
        Assert.Equal("Bearer sk-environment", await GetAuthorizationAsync(endpoint));

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

    [Fact]
    public async Task White_space_around_the_environment_key_is_not_sent() =>
        Assert.Equal(
            "Bearer sk-environment", await GetAuthorizationAsync("https://api.mistral.ai/v1", environmentKey: " sk-environment\n"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\r\n")]
    public void Missing_or_blank_environment_key_throws_with_advice(string? value)
    {
        const string NoKey = "No API key was found. Set ApiKey or the environment variable MISTRAL_API_KEY, "
            + "or MISTRAL_SA_TOKEN_PATH to the path of a service-account token file.";
        Environment.SetEnvironmentVariable(Variable, value);
        using var http = new HttpClient();
        using var provider = new ServiceCollection().AddMistralClient().Services.BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(() => new MistralClient());
        Assert.Contains("MISTRAL_API_KEY is not set", exception.Message, StringComparison.Ordinal);
        Assert.Contains("MISTRAL_SA_TOKEN_PATH", exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            NoKey, Assert.Throws<ArgumentException>(() => new MistralClient(new MistralClientOptions())).Message, StringComparison.Ordinal);
        Assert.StartsWith(NoKey, Assert.Throws<ArgumentException>(() => new MistralClient(http)).Message, StringComparison.Ordinal);
        Assert.Equal(NoKey, Assert.Throws<OptionsValidationException>(provider.GetRequiredService<MistralClient>).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Blank_Codestral_environment_key_throws_with_advice(string value)
    {
        Environment.SetEnvironmentVariable(Variable, "sk-environment");
        Environment.SetEnvironmentVariable(CodestralVariable, value);

        Assert.StartsWith(
            "No API key was found. Set ApiKey or the environment variable CODESTRAL_API_KEY.",
            Assert.Throws<ArgumentException>(() => new MistralClient(MistralClientOptions.Codestral())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_environment_key_throws_before_sending()
    {
        Environment.SetEnvironmentVariable(Variable, "sk-environment\nX-Other: 1");

        var exception = Assert.Throws<ArgumentException>(() => new MistralClient(new MistralClientOptions()));

        Assert.Contains("MISTRAL_API_KEY contains a character", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-", exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "The environment variable MISTRAL_API_KEY contains a character",
            Assert.Throws<InvalidOperationException>(() => new MistralClient()).Message,
            StringComparison.Ordinal);
    }

    private static async Task<string?> GetAuthorizationAsync(
        string endpoint, string? key = null, string environmentKey = "sk-environment")
    {
        Environment.SetEnvironmentVariable(Variable, environmentKey);
        var server = StubServer.WithDefaultResponse();
        await server.CreateClient(options => (options.Endpoint, options.ApiKey) = (new(endpoint), key)).CompleteTextAsync();
        return Assert.Single(server.RequestMessages).Headers.Authorization?.ToString();
    }
}
