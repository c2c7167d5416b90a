using System.Net;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;
using Moq;
using Moq.Protected;

namespace Mistral.Extensions.AI.Tests;

/// <summary>Whose connection it is, and what a client does with it.</summary>
public sealed class MistralClientTests
{
    [Fact]
    public async Task The_callers_HttpClient_is_never_disposed()
    {
        var server = StubServer.Any();
        using var http = new HttpClient(server);
        var client = new MistralClient(http, new() { ApiKey = "test-key" });
        client.AsIChatClient(StubServer.Model).Dispose();
        client.Dispose();

        using var another = new MistralClient(http, new() { ApiKey = "test-key" });

        Assert.Equal("OK", await another.AskAsync());
    }

    [Fact]
    public async Task The_chat_client_does_not_dispose_the_client()
    {
        var client = StubServer.Any().Client();

        client.AsIChatClient(StubServer.Model).Dispose();

        Assert.Equal("OK", await client.AskAsync());
    }

    [Fact]
    public async Task The_callers_HttpClient_is_not_retried()
    {
        var server = StubServer.Answering("{}", HttpStatusCode.ServiceUnavailable);

        await server.RefusedAsync(options => options.MaxRetries = 10);

        Assert.Single(server.Messages);
    }

    [Theory]
    [InlineData("http://localhost:5000", "http://localhost:5000/v1/chat/completions")]
    [InlineData("https://gateway.example/mistral/", "https://gateway.example/mistral/v1/chat/completions")]
    public async Task The_base_address_of_the_callers_HttpClient_is_the_endpoint_where_options_name_none(string address, string expected)
    {
        var server = StubServer.Any();
        using var http = new HttpClient(server) { BaseAddress = new(address) };

        await new MistralClient(http).AskAsync();
        await new MistralClient(http, new() { ApiKey = "test-key" }).AskAsync();

        Assert.Equal([expected, expected], server.Messages.Select(message => message.RequestUri!.AbsoluteUri));
    }

    [Fact]
    public async Task An_endpoint_that_is_named_goes_before_the_base_address()
    {
        var server = StubServer.Any();
        using var http = new HttpClient(server) { BaseAddress = new("https://gateway.example") };

        await new MistralClient(http, new() { ApiKey = "test-key", Endpoint = new("https://api.mistral.ai/v1") }).AskAsync();

        Assert.Equal("api.mistral.ai", Assert.Single(server.Messages).RequestUri!.Host);
    }

    [Fact]
    public async Task A_pipeline_that_authorizes_itself_needs_no_key_and_keeps_its_own()
    {
        var server = StubServer.Any();
        using var http = new HttpClient(server);
        http.DefaultRequestHeaders.Authorization = new("Bearer", "of-the-pipeline");

        await new MistralClient(http).AskAsync();

        Assert.Equal("Bearer of-the-pipeline", Assert.Single(server.Messages).Headers.Authorization?.ToString());
    }

    [Fact]
    public void An_endpoint_that_names_a_route_is_refused() => Assert.Contains(
        "must end with /v1",
        Assert.Throws<ArgumentException>(() => new MistralClient(new MistralClientOptions { ApiKey = "k", Endpoint = new("https://api.mistral.ai/v1/chat/completions") })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_base_address_is_checked_like_an_endpoint()
    {
        using var http = new HttpClient { BaseAddress = new("http://gateway.example") };

        Assert.Contains("plain http", Assert.Throws<ArgumentException>(() => new MistralClient(http)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>("apiKey", () => new MistralClient((string)null!));
        Assert.Throws<ArgumentNullException>("options", () => new MistralClient((MistralClientOptions)null!));
        Assert.Throws<ArgumentNullException>("httpClient", () => new MistralClient((HttpClient)null!));
        Assert.Throws<ArgumentNullException>("client", () => ((MistralClient)null!).AsIChatClient());
    }

    [Fact]
    public async Task A_request_the_server_would_refuse_is_refused_before_anything_is_sent()
    {
        var network = new Mock<HttpMessageHandler>(MockBehavior.Strict);
        using var client = new MistralClient(new HttpClient(network.Object, disposeHandler: false), new() { ApiKey = "test-key" });

        await Assert.ThrowsAsync<ArgumentException>(() => client.Chat.CompleteAsync(new(), TestContext.Current.CancellationToken));

        network.Protected().Verify("SendAsync", Times.Never(), ItExpr.IsAny<HttpRequestMessage>(), ItExpr.IsAny<CancellationToken>());
    }

    [Fact]
    public void A_disposed_client_may_be_disposed_again()
    {
        var client = new MistralClient("test-key");

        client.Dispose();

        Assert.Null(Record.Exception(client.Dispose));
    }
}
