using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Fim;

/// <summary>The codestral.mistral.ai endpoint, which has its own API keys.</summary>
[Collection(nameof(NonParallel))]
public sealed class CodestralTests : IDisposable
{
    private readonly (string Name, string? Value)[] _originalVariables =
        [.. new[] { "MISTRAL_API_KEY", "CODESTRAL_API_KEY" }.Select(name => (name, Environment.GetEnvironmentVariable(name)))];

    public void Dispose()
    {
        foreach (var (name, value) in _originalVariables)
            Environment.SetEnvironmentVariable(name, value);
    }

    [Fact]
    public async Task Codestral_options_set_host_and_key()
    {
        var server = StubServer.WithDefaultResponse();

        await CompleteAsync(server, MistralClientOptions.Codestral("codestral-key"));

        var request = Assert.Single(server.RequestMessages);
        Assert.Equal("https://codestral.mistral.ai/v1/fim/completions", request.RequestUri!.ToString());
        Assert.Equal("Bearer codestral-key", request.Headers.Authorization!.ToString());
    }

    [Fact]
    public async Task Codestral_options_without_key_use_CODESTRAL_API_KEY()
    {
        Environment.SetEnvironmentVariable("MISTRAL_API_KEY", "mistral-key");
        Environment.SetEnvironmentVariable("CODESTRAL_API_KEY", "codestral-key");
        var server = StubServer.WithDefaultResponse();

        await CompleteAsync(server, MistralClientOptions.Codestral());

        Assert.Equal("Bearer codestral-key", Assert.Single(server.RequestMessages).Headers.Authorization!.ToString());
    }

    [Fact]
    public void Missing_Codestral_key_throws_and_names_the_variable()
    {
        Environment.SetEnvironmentVariable("MISTRAL_API_KEY", "mistral-key");
        Environment.SetEnvironmentVariable("CODESTRAL_API_KEY", null);

        var error = Assert.Throws<ArgumentException>(() => new MistralClient(MistralClientOptions.Codestral()));

        Assert.Contains("CODESTRAL_API_KEY", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"detail":"Unauthorized"}""")]
    [InlineData("""{"message":"Unauthorized","request_id":"1"}""")]
    [InlineData("")]
    public async Task Error_401_from_the_Codestral_host_explains_that_it_has_its_own_keys(string body)
    {
        var server = StubServer.WithResponse(body, HttpStatusCode.Unauthorized);

        var error = await Assert.ThrowsAsync<MistralException>(() => CompleteAsync(server, MistralClientOptions.Codestral("mistral-key")));

        Assert.Equal(HttpStatusCode.Unauthorized, error.StatusCode);
        Assert.Contains("rejected by codestral.mistral.ai", error.Message, StringComparison.Ordinal);
        Assert.Contains("Keys for codestral.mistral.ai work only there", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("mistral-key", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task CompleteAsync(StubServer server, MistralClientOptions options)
    {
        using var http = new HttpClient(server, disposeHandler: false);
        using var client = new MistralClient(http, options);
        await client.Fim.CompleteAsync(new() { Model = "codestral-latest", Prompt = "def" }, TestContext.Current.CancellationToken);
    }
}
