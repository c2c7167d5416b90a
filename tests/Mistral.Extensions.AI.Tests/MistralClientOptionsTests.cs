using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests;

/// <summary>What may be set, where requests then go, and what is refused before there is a client.</summary>
public sealed class MistralClientOptionsTests
{
    [Theory]
    [InlineData("https://api.mistral.ai", "https://api.mistral.ai/v1/chat/completions")]
    [InlineData("https://api.mistral.ai/", "https://api.mistral.ai/v1/chat/completions")]
    [InlineData("https://api.mistral.ai/v1", "https://api.mistral.ai/v1/chat/completions")]
    [InlineData("https://api.mistral.ai/v1/", "https://api.mistral.ai/v1/chat/completions")]
    [InlineData("https://codestral.mistral.ai/v1", "https://codestral.mistral.ai/v1/chat/completions")]
    [InlineData("https://gateway.example/mistral", "https://gateway.example/mistral/v1/chat/completions")]
    [InlineData("https://gateway.example/mistral/v1/", "https://gateway.example/mistral/v1/chat/completions")]
    [InlineData("http://localhost:8000/v1", "http://localhost:8000/v1/chat/completions")]
    [InlineData("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/chat/completions")]
    [InlineData("http://[::1]:8000", "http://[::1]:8000/v1/chat/completions")]
    public async Task The_endpoint_is_taken_with_and_without_its_version(string endpoint, string address)
    {
        var server = StubServer.Any();

        await server.Client(options => options.Endpoint = new(endpoint)).AskAsync();

        Assert.Equal(address, Assert.Single(server.Messages).RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://api.mistral.ai/v1?api-version=1", "no query")]
    [InlineData("https://api.mistral.ai/v1?", "no query")]
    [InlineData("https://api.mistral.ai/v1#stream", "no fragment")]
    [InlineData("https://me:secret@api.mistral.ai/v1", "no user name")]
    [InlineData("ftp://api.mistral.ai/v1", "http or https")]
    [InlineData("v1/chat", "not absolute")]
    [InlineData("http://models.example:8000/v1", "Use https, or set AllowInsecureHttp")]
    [InlineData("http://192.168.0.7/v1", "Use https, or set AllowInsecureHttp")]
    public void An_endpoint_that_cannot_be_meant_is_refused(string endpoint, string reason)
    {
        var refusal = Refused(options => options.Endpoint = new(endpoint, UriKind.RelativeOrAbsolute));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_http_to_another_machine_has_to_be_asked_for()
    {
        var server = StubServer.Any();

        await server.Client(options => (options.Endpoint, options.AllowInsecureHttp) = (new("http://models.example"), true)).AskAsync();

        Assert.Equal("http", Assert.Single(server.Messages).RequestUri!.Scheme);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("sk-secret\n")]
    [InlineData("sk-\r\nX-Other: secret")]
    [InlineData("sk-secret key")]
    [InlineData("sk-secrét")]
    [InlineData("sk-secret\0")]
    public void A_key_that_cannot_be_one_is_refused_and_not_repeated(string key)
    {
        var refusal = Refused(options => options.ApiKey = key);

        Assert.Contains("ApiKey", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_times_out_of_range_are_refused_and_told()
    {
        Assert.Contains("MaxRetries is -1; it must be 0 to 10.", Refused(options => options.MaxRetries = -1).Message, StringComparison.Ordinal);
        Assert.Contains("MaxRetries is 11;", Refused(options => options.MaxRetries = 11).Message, StringComparison.Ordinal);
        Assert.Contains("Endpoint is null", Refused(options => options.Endpoint = null!).Message, StringComparison.Ordinal);
        Assert.Contains("ChatRules is null", Refused(options => options.ChatRules = null!).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("50.00:00:00")]
    [InlineData("10675199.02:48:05.4775807")]
    public void A_time_no_timer_can_count_is_refused(string text)
    {
        var time = TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Contains($"Timeout is {text}; ", Refused(options => options.Timeout = time).Message, StringComparison.Ordinal);
        Assert.Contains($"StreamIdleTimeout is {text}; ", Refused(options => options.StreamIdleTimeout = time).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_time_there_is_is_taken()
    {
        var client = StubServer.Any().Client(options => (options.Timeout, options.StreamIdleTimeout) = (TimeSpan.FromDays(49), Timeout.InfiniteTimeSpan));

        Assert.Equal("OK", await client.AskAsync());
    }

    [Fact]
    public async Task Options_are_read_once()
    {
        var server = StubServer.Any();
        var options = new MistralClientOptions { ApiKey = "first" };
        using var client = new MistralClient(new HttpClient(server), options);

        options.ApiKey = "second";
        options.Endpoint = new("https://models.example");
        options.ChatRules.Normalize = false;
        await client.AskAsync();

        var message = Assert.Single(server.Messages);
        Assert.Equal("first", message.Headers.Authorization!.Parameter);
        Assert.Equal("api.mistral.ai", message.RequestUri!.Host);
        Assert.True(client.ChatRules.Normalize);
    }

    [Fact]
    public void Rules_for_other_servers_are_new_each_time() =>
        Assert.NotSame(ChatRules.OpenAICompatible(), ChatRules.OpenAICompatible());

    private static ArgumentException Refused(Action<MistralClientOptions> configure)
    {
        var options = new MistralClientOptions { ApiKey = "test-key" };
        configure(options);
        var refusal = Assert.Throws<ArgumentException>(() => new MistralClient(options));
        Assert.Equal(refusal.Message, Assert.Throws<ArgumentException>(() => new MistralClient(new HttpClient(), options)).Message);
        return refusal;
    }
}
