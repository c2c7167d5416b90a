using System.Net;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Moq;
using Moq.Protected;

namespace Mistral.Extensions.AI.Tests;

/// <summary>The constructors of <see cref="MistralClient"/>, and the ownership of its <see cref="HttpClient"/>.</summary>
public sealed class MistralClientTests
{
    [Fact]
    public async Task Caller_HttpClient_is_never_disposed()
    {
        var server = StubServer.WithDefaultResponse();
        using var http = new HttpClient(server);
        var client = new MistralClient(http, new() { ApiKey = "test-key" });
        client.AsIChatClient(StubServer.Model).Dispose();
        client.Dispose();

        using var another = new MistralClient(http, new() { ApiKey = "test-key" });

        Assert.Equal("OK", await another.CompleteTextAsync());
    }

    [Fact]
    public async Task Disposing_the_chat_client_does_not_dispose_the_client()
    {
        var client = StubServer.WithDefaultResponse().CreateClient();

        client.AsIChatClient(StubServer.Model).Dispose();

        Assert.Equal("OK", await client.CompleteTextAsync());
    }

    [Fact]
    public async Task Requests_through_the_caller_HttpClient_are_not_retried()
    {
        var server = StubServer.WithResponse("{}", HttpStatusCode.ServiceUnavailable);

        await server.ExpectErrorAsync(options => options.MaxRetries = 10);

        Assert.Single(server.RequestMessages);
    }

    [Theory]
    [InlineData("http://localhost:5000", "http://localhost:5000/v1/chat/completions")]
    [InlineData("https://gateway.example/mistral/", "https://gateway.example/mistral/v1/chat/completions")]
    public async Task Base_address_of_the_caller_HttpClient_is_the_default_endpoint(string address, string expected)
    {
        var server = StubServer.WithDefaultResponse();
        using var http = new HttpClient(server) { BaseAddress = new(address) };

        await new MistralClient(http).CompleteTextAsync();
        await new MistralClient(http, new() { ApiKey = "test-key" }).CompleteTextAsync();

        Assert.Equal([expected, expected], server.RequestMessages.Select(message => message.RequestUri!.AbsoluteUri));
    }

    [Fact]
    public async Task Explicit_endpoint_overrides_the_base_address()
    {
        var server = StubServer.WithDefaultResponse();
        using var http = new HttpClient(server) { BaseAddress = new("https://gateway.example") };

        await new MistralClient(http, new() { ApiKey = "test-key", Endpoint = new("https://api.mistral.ai/v1") }).CompleteTextAsync();

        Assert.Equal("api.mistral.ai", Assert.Single(server.RequestMessages).RequestUri!.Host);
    }

    [Fact]
    public async Task Caller_HttpClient_with_authorization_needs_no_key()
    {
        var server = StubServer.WithDefaultResponse();
        using var http = new HttpClient(server);
        http.DefaultRequestHeaders.Authorization = new("Bearer", "pipeline-key");

        await new MistralClient(http).CompleteTextAsync();

        Assert.Equal("Bearer pipeline-key", Assert.Single(server.RequestMessages).Headers.Authorization?.ToString());
    }

    [Fact]
    public void Endpoint_with_an_operation_path_is_rejected()
    {
        var options = new MistralClientOptions { ApiKey = "test-key", Endpoint = new("https://api.mistral.ai/v1/chat/completions") };

        var exception = Assert.Throws<ArgumentException>(() => new MistralClient(options));

        Assert.Contains("includes the path of an operation. Remove it", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Base_address_is_validated_like_an_endpoint()
    {
        using var http = new HttpClient { BaseAddress = new("http://gateway.example") };

        Assert.Contains(
            "uses http, which sends the API key unencrypted",
            Assert.Throws<ArgumentException>(() => new MistralClient(http)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Null_arguments_are_rejected()
    {
        Assert.Throws<ArgumentNullException>("apiKey", () => new MistralClient((string)null!));
        Assert.Throws<ArgumentNullException>("options", () => new MistralClient((MistralClientOptions)null!));
        Assert.Throws<ArgumentNullException>("httpClient", () => new MistralClient((HttpClient)null!));
        Assert.Throws<ArgumentNullException>("client", () => ((MistralClient)null!).AsIChatClient());
    }

    [Fact]
    public void Constructor_error_names_the_parameter_that_the_caller_passed()
    {
        using var http = new HttpClient { BaseAddress = new("ftp://gateway.example") };

        Assert.StartsWith(
            "The API key is empty.", Assert.Throws<ArgumentException>("apiKey", () => new MistralClient("")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("apiKey", () => new MistralClient("two words"));
        Assert.Throws<ArgumentException>("options", () => new MistralClient(new MistralClientOptions { ApiKey = "" }));
        Assert.StartsWith(
            "HttpClient.BaseAddress must be an http or https address",
            Assert.Throws<ArgumentException>("httpClient", () => new MistralClient(http, new() { ApiKey = "test-key" })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposed_client_throws_ObjectDisposedException()
    {
        var server = StubServer.WithDefaultResponse();
        using var http = new HttpClient(server);
        var client = new MistralClient(http, new() { ApiKey = "test-key" });
        client.Dispose();

        var exception = await Assert.ThrowsAsync<ObjectDisposedException>(() => client.CompleteTextAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.StreamTextAsync());

        Assert.Equal("MistralClient", exception.ObjectName);
        Assert.Empty(server.RequestMessages);
    }

    [Fact]
    public async Task Disposed_HttpClient_throws_ObjectDisposedException()
    {
        using var client = new MistralClient(CreateDisposedHttpClient(), new() { ApiKey = "test-key" });

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.CompleteTextAsync());

        static HttpClient CreateDisposedHttpClient()
        {
            var http = new HttpClient();
            http.Dispose();
            return http;
        }
    }

    [Fact]
    public async Task Invalid_request_is_rejected_before_sending()
    {
        var network = new Mock<HttpMessageHandler>(MockBehavior.Strict);
        using var client = new MistralClient(new HttpClient(network.Object, disposeHandler: false), new() { ApiKey = "test-key" });

        await Assert.ThrowsAsync<ArgumentException>(() => client.Chat.CompleteAsync(new(), TestContext.Current.CancellationToken));

        network.Protected().Verify("SendAsync", Times.Never(), ItExpr.IsAny<HttpRequestMessage>(), ItExpr.IsAny<CancellationToken>());
    }

    [Fact]
    public void Client_can_be_disposed_twice()
    {
        var client = new MistralClient("test-key");

        client.Dispose();

        Assert.Null(Record.Exception(client.Dispose));
    }
}
