using System.Net.Http.Headers;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>What goes out beside the body.</summary>
public sealed class RequestHeadersTests
{
    [Fact]
    public async Task The_key_is_on_each_request_and_not_on_the_callers_HttpClient()
    {
        var server = StubServer.Any();
        using var http = new HttpClient(server);
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });

        await client.AskAsync();
        await client.AskAsync();

        Assert.Equal(2, server.Messages.Count);
        Assert.All(server.Messages, message => Assert.Equal(new AuthenticationHeaderValue("Bearer", "test-key"), message.Headers.Authorization));
        Assert.Empty(http.DefaultRequestHeaders);
    }

    [Fact]
    public async Task Without_a_key_the_callers_own_authorization_goes_out()
    {
        var server = StubServer.Any();
        using var http = new HttpClient(server) { BaseAddress = new("https://models.example") };
        http.DefaultRequestHeaders.Authorization = new("Basic", "b3du");
        using var client = new MistralClient(http);

        await client.AskAsync();

        Assert.Equal("Basic b3du", Assert.Single(server.Messages).Headers.Authorization!.ToString());
    }

    [Fact]
    public async Task The_request_says_who_asks()
    {
        var server = StubServer.Any();

        await server.Client().AskAsync();

        Assert.Matches(@"^Mistral\.Extensions\.AI/\d+\.\d+\.\d+[^ ]* MEAI/\d+\.\d+\.\d+[^ ]*$", Assert.Single(server.Messages).Headers.UserAgent.ToString());
    }

    [Fact]
    public async Task The_request_says_which_form_of_answer_it_takes()
    {
        var server = StubServer.Any().ThenStream(StubServer.Chunk("""{"content":"Hello"}""", "stop"));
        using var client = server.Client();

        await client.AskAsync();
        await client.StreamAsync();

        Assert.Equal(["application/json", "text/event-stream"], server.Messages.Select(message => message.Headers.Accept.ToString()));
        Assert.All(server.Messages, message => Assert.Equal("application/json", message.Content!.Headers.ContentType!.ToString()));
    }
}
