using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests;

/// <summary>The values of <see cref="MistralClientOptions"/>, and their validation.</summary>
public sealed class MistralClientOptionsTests
{
    [Theory]
    [Trait("Spec", "not-in-openapi")]
    [InlineData("https://api.mistral.ai", "https://api.mistral.ai/v1/chat/completions")]
    [InlineData("https://api.mistral.ai/", "https://api.mistral.ai/v1/chat/completions")]
    [InlineData("https://api.mistral.ai/v1", "https://api.mistral.ai/v1/chat/completions")]
    [InlineData("https://api.mistral.ai/v1/", "https://api.mistral.ai/v1/chat/completions")]
    [InlineData("https://codestral.mistral.ai/v1", "https://codestral.mistral.ai/v1/chat/completions")]
    [InlineData("https://gateway.example/mistral", "https://gateway.example/mistral/v1/chat/completions")]
    [InlineData("https://gateway.example/mistral/v1/", "https://gateway.example/mistral/v1/chat/completions")]
    [InlineData("https://gateway.ai.cloudflare.com/v1/account/gateway/mistral",
        "https://gateway.ai.cloudflare.com/v1/account/gateway/mistral/v1/chat/completions")]
    [InlineData("https://gateway.ai.cloudflare.com/v1/account/gateway/mistral/v1/",
        "https://gateway.ai.cloudflare.com/v1/account/gateway/mistral/v1/chat/completions")]
    [InlineData("http://localhost:8000/v1", "http://localhost:8000/v1/chat/completions")]
    [InlineData("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/chat/completions")]
    [InlineData("http://[::1]:8000", "http://[::1]:8000/v1/chat/completions")]
    public async Task Endpoint_is_accepted_with_and_without_version(string endpoint, string expected)
    {
        var server = StubServer.WithDefaultResponse();

        await server.CreateClient(options => options.Endpoint = new(endpoint)).CompleteTextAsync();

        Assert.Equal(expected, Assert.Single(server.RequestMessages).RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://api.mistral.ai/v1?api-version=1", "without query, fragment or user name")]
    [InlineData("https://api.mistral.ai/v1?", "without query, fragment or user name")]
    [InlineData("https://api.mistral.ai/v1#stream", "without query, fragment or user name")]
    [InlineData("https://me:secret@api.mistral.ai/v1", "without query, fragment or user name")]
    [InlineData("ftp://api.mistral.ai/v1", "http or https")]
    [InlineData("v1/chat", "must be an absolute address")]
    [InlineData("https://api.mistral.ai/v1/chat/completions", "includes the path of an operation")]
    [InlineData("https://gateway.example/mistral/v1/embeddings/", "includes the path of an operation")]
    [InlineData("http://models.example:8000/v1", "Use https, or set AllowInsecureHttp")]
    [InlineData("http://192.168.0.7/v1", "Use https, or set AllowInsecureHttp")]
    public void Invalid_endpoint_is_rejected(string endpoint, string reason)
    {
        var exception = AssertRejected(options => options.Endpoint = new(endpoint, UriKind.RelativeOrAbsolute));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_endpoint_on_a_remote_host_is_accepted_with_AllowInsecureHttp()
    {
        var server = StubServer.WithDefaultResponse();

        await server.CreateClient(
            options => (options.Endpoint, options.AllowInsecureHttp) = (new("http://models.example"), true)).CompleteTextAsync();

        Assert.Equal("http", Assert.Single(server.RequestMessages).RequestUri!.Scheme);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("sk-secret\n")]
    [InlineData("sk-\r\nX-Other: secret")]
    [InlineData("sk-secret key")]
    [InlineData("sk-secrét")]
    [InlineData("sk-secret\0")]
    public void Invalid_API_key_is_rejected_and_not_shown(string key)
    {
        var exception = AssertRejected(options => options.ApiKey = key);

        Assert.Contains("ApiKey", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Option_that_is_null_or_out_of_range_is_rejected_and_named()
    {
        Assert.Contains(
            "MaxRetries must be between 0 and 10, but was -1.",
            AssertRejected(options => options.MaxRetries = -1).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "MaxRetries must be between 0 and 10, but was 11.",
            AssertRejected(options => options.MaxRetries = 11).Message,
            StringComparison.Ordinal);
        Assert.Contains("Endpoint must not be null", AssertRejected(options => options.Endpoint = null!).Message, StringComparison.Ordinal);
        Assert.Contains(
            "ChatRules must not be null", AssertRejected(options => options.ChatRules = null!).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("50.00:00:00")]
    [InlineData("10675199.02:48:05.4775807")]
    public void Timeout_out_of_range_is_rejected(string text)
    {
        var time = TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Contains(
            $"Timeout must be greater than zero and at most 49 days, or Timeout.InfiniteTimeSpan, but was {text}.",
            AssertRejected(options => options.Timeout = time).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            $"StreamIdleTimeout must be greater than zero and at most 49 days, or Timeout.InfiniteTimeSpan, but was {text}.",
            AssertRejected(options => options.StreamIdleTimeout = time).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Longest_supported_timeout_is_accepted()
    {
        var client = StubServer.WithDefaultResponse().CreateClient(
            options => (options.Timeout, options.StreamIdleTimeout) = (TimeSpan.FromDays(49), Timeout.InfiniteTimeSpan));

        Assert.Equal("OK", await client.CompleteTextAsync());
    }

    [Fact]
    public async Task Options_are_copied_at_construction()
    {
        var server = StubServer.WithDefaultResponse();
        var options = new MistralClientOptions { ApiKey = "first" };
        using var client = new MistralClient(new HttpClient(server), options);

        options.ApiKey = "second";
        options.Endpoint = new("https://models.example");
        options.ChatRules.Normalize = false;
        await client.CompleteTextAsync();

        var message = Assert.Single(server.RequestMessages);
        Assert.Equal("first", message.Headers.Authorization!.Parameter);
        Assert.Equal("api.mistral.ai", message.RequestUri!.Host);
        Assert.True(client.ChatRules.Normalize);
    }

    [Fact]
    public void OpenAICompatible_returns_a_new_instance_on_every_call() =>
        Assert.NotSame(ChatRules.OpenAICompatible(), ChatRules.OpenAICompatible());

    private static ArgumentException AssertRejected(Action<MistralClientOptions> configure)
    {
        var options = new MistralClientOptions { ApiKey = "test-key" };
        configure(options);
        var exception = Assert.Throws<ArgumentException>(() => new MistralClient(options));
        Assert.Equal(exception.Message, Assert.Throws<ArgumentException>(() => new MistralClient(new HttpClient(), options)).Message);
        return exception;
    }
}
