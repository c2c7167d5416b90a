using System.Net;
using System.Net.Http.Headers;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>The headers of requests.</summary>
public sealed class RequestHeadersTests
{
    [Fact]
    public async Task Key_is_set_on_each_request_and_not_on_the_caller_HttpClient()
    {
        var server = StubServer.WithDefaultResponse();
        using var http = new HttpClient(server);
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });

        await client.CompleteTextAsync();
        await client.CompleteTextAsync();

        Assert.Equal(2, server.RequestMessages.Count);
        Assert.All(
            server.RequestMessages,
            message => Assert.Equal(new AuthenticationHeaderValue("Bearer", "test-key"), message.Headers.Authorization));
        Assert.Empty(http.DefaultRequestHeaders);
    }

    [Fact]
    public async Task Authorization_of_the_caller_HttpClient_is_used_without_a_key()
    {
        var server = StubServer.WithDefaultResponse();
        using var http = new HttpClient(server) { BaseAddress = new("https://models.example") };
        http.DefaultRequestHeaders.Authorization = new("Basic", "b3du");
        using var client = new MistralClient(http);

        await client.CompleteTextAsync();

        Assert.Equal("Basic b3du", Assert.Single(server.RequestMessages).Headers.Authorization!.ToString());
    }

    [Fact]
    public async Task User_agent_names_library_and_MEAI()
    {
        var server = StubServer.WithDefaultResponse();

        await server.CreateClient().CompleteTextAsync();

        Assert.Matches(
            @"^Mistral\.Extensions\.AI/\d+\.\d+\.\d+[^ ]* MEAI/\d+\.\d+\.\d+[^ ]*$",
            Assert.Single(server.RequestMessages).Headers.UserAgent.ToString());
    }

    [Fact]
    public async Task User_agent_of_the_caller_HttpClient_is_kept()
    {
        var server = StubServer.WithDefaultResponse();
        using var http = new HttpClient(server);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Shop/2.1 (web)");
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });

        await client.CompleteTextAsync();

        Assert.StartsWith(
            "Shop/2.1 (web) Mistral.Extensions.AI/",
            Assert.Single(server.RequestMessages).Headers.UserAgent.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requires", "net8.0")]
    public async Task Http_version_of_the_caller_HttpClient_is_used()
    {
        var server = StubServer.WithDefaultResponse();
        using var http = new HttpClient(server)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });

        await client.CompleteTextAsync();

        var message = Assert.Single(server.RequestMessages);
        Assert.Equal((HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact), (message.Version, message.VersionPolicy));
    }

    [Fact]
    public async Task Accept_header_matches_the_response_type()
    {
        var server = StubServer.WithDefaultResponse().ThenStream(StubServer.Chunk("""{"content":"Hello"}""", "stop"));
        using var client = server.CreateClient();

        await client.CompleteTextAsync();
        await client.StreamTextAsync();

        Assert.Equal(
            ["application/json", "text/event-stream"], server.RequestMessages.Select(message => message.Headers.Accept.ToString()));
        Assert.All(server.RequestMessages, message => Assert.Equal("application/json", message.Content!.Headers.ContentType!.ToString()));
    }
}
