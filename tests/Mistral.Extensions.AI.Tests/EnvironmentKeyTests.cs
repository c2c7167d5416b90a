using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests;

/// <summary>The key of the environment: when it is used, and that nobody but Mistral sees it.</summary>
[Collection(nameof(Alone))]
public sealed class EnvironmentKeyTests : IDisposable
{
    private const string Variable = "MISTRAL_API_KEY";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _before);

    [Theory]
    [InlineData("https://api.mistral.ai/v1")]
    [InlineData("https://api.eu.mistral.ai")]
    public async Task It_goes_to_Mistral(string endpoint) => Assert.Equal("Bearer sk-environment", await AuthorizationAsync(endpoint));

    [Theory]
    [InlineData("https://gateway.example/v1")]
    [InlineData("https://mistral.ai.example/v1")]
    [InlineData("https://evilmistral.ai/v1")]
    [InlineData("http://localhost:8000")]
    public async Task It_goes_to_nobody_else(string endpoint) => Assert.Null(await AuthorizationAsync(endpoint));

    [Fact]
    public async Task A_key_that_is_set_goes_before_it() =>
        Assert.Equal("Bearer sk-own", await AuthorizationAsync("https://api.mistral.ai/v1", "sk-own"));

    [Fact]
    public void It_makes_a_client_without_words()
    {
        Environment.SetEnvironmentVariable(Variable, " sk-environment\n");

        Assert.Null(Record.Exception(() => new MistralClient().Dispose()));
        Assert.Null(Record.Exception(() => new MistralClient(new MistralClientOptions()).Dispose()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_it_a_client_says_what_to_do(string? value)
    {
        Environment.SetEnvironmentVariable(Variable, value);

        Assert.Contains("MISTRAL_API_KEY is not set", Assert.Throws<InvalidOperationException>(() => new MistralClient()).Message, StringComparison.Ordinal);
        Assert.Contains(
            "There is no API key. Set ApiKey, or the environment variable MISTRAL_API_KEY.",
            Assert.Throws<ArgumentException>(() => new MistralClient(new MistralClientOptions())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_holds_no_key_is_told_before_anything_is_sent()
    {
        Environment.SetEnvironmentVariable(Variable, "sk-environment\nX-Other: 1");

        var refusal = Assert.Throws<ArgumentException>(() => new MistralClient(new MistralClientOptions()));

        Assert.Contains("MISTRAL_API_KEY holds a character", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<string?> AuthorizationAsync(string endpoint, string? key = null)
    {
        Environment.SetEnvironmentVariable(Variable, "sk-environment");
        var server = StubServer.Any();
        await server.Client(options => (options.Endpoint, options.ApiKey) = (new(endpoint), key)).AskAsync();
        return Assert.Single(server.Messages).Headers.Authorization?.ToString();
    }
}
