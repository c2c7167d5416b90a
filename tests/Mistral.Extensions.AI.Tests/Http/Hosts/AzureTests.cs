using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Reliability;

namespace Mistral.Extensions.AI.Tests.Http.Hosts;

/// <summary>Requests to Azure AI Foundry, as those of the package <c>mistralai.azure</c> of Mistral's Python SDK.</summary>
[Trait("Spec", "not-in-openapi")]
public sealed class AzureTests
{
    private const string Key = "azure-key";
    private const string ChatUri = "https://res.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview";

    private static readonly Uri Endpoint = new("https://res.services.ai.azure.com/");

    public static TheoryData<string> OtherOperations =>
        [.. ApiOperations.Names.Where(name => name is not ("chat" or "chat, streaming" or "ocr"))];

    [Theory]
    [InlineData("https://res.services.ai.azure.com")]
    [InlineData("https://res.services.ai.azure.com/")]
    [InlineData("https://res.services.ai.azure.com/models")]
    [InlineData("https://res.services.ai.azure.com/models/")]
    public async Task Chat_completion_has_the_path_the_version_and_the_key_of_Azure(string endpoint)
    {
        var server = StubServer.WithDefaultResponse();

        Assert.Equal("OK", await CreateClient(server, new MistralClientOptions().UseAzure(new(endpoint), Key)).CompleteTextAsync());

        var message = Assert.Single(server.RequestMessages);
        Assert.Equal((HttpMethod.Post, ChatUri), (message.Method, message.RequestUri!.AbsoluteUri));
        Assert.Equal(Key, message.Headers.GetValues("api-key").Single());
        Assert.Null(message.Headers.Authorization);
        JsonAssert.Equal(
            """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", server.SingleRequestBody());
    }

    [Fact]
    public async Task Chat_client_streams_from_Azure()
    {
        var server = StubServer.WithStream(StubServer.Chunk("""{"role":"assistant","content":"OK"}""", "stop"));
        var chat = CreateClient(server, new MistralClientOptions().UseAzure(Endpoint, Key)).AsIChatClient("my-deployment");

        var response = await chat.GetStreamingResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal("OK", response.Text);
        var message = Assert.Single(server.RequestMessages);
        Assert.Equal(ChatUri, message.RequestUri!.AbsoluteUri);
        Assert.Equal("text/event-stream", message.Headers.Accept.ToString());
        JsonAssert.Equal(
            """{"model":"my-deployment","stream":true,"messages":[{"role":"user","content":"Hi"}]}""", server.SingleRequestBody());
    }

    [Fact]
    public async Task OCR_has_the_path_of_Azure()
    {
        var server = StubServer.WithResponse("""{"pages":[{"index":0,"markdown":"# A"}],"model":"m"}""");
        var client = CreateClient(server, new MistralClientOptions().UseAzure(Endpoint, Key, "2025-01-01"));

        var response = await client.Ocr.ProcessAsync(
            new() { Model = "mistral-document-ai-2505", Document = OcrDocument.FromUrl(new Uri("https://example.com/a.pdf")) },
            TestContext.Current.CancellationToken);

        Assert.Equal("# A", Assert.Single(response.Pages!).Markdown);
        var message = Assert.Single(server.RequestMessages);
        Assert.Equal(
            "https://res.services.ai.azure.com/providers/mistral/azure/ocr?api-version=2025-01-01", message.RequestUri!.AbsoluteUri);
        Assert.Equal(Key, message.Headers.GetValues("api-key").Single());
        Assert.Equal("mistral-document-ai-2505", (string?)server.SingleRequestBody()["model"]);
    }

    [Fact]
    public async Task Token_of_the_callback_is_a_bearer_token()
    {
        var server = StubServer.WithDefaultResponse();

        await CreateClient(server, new MistralClientOptions().UseAzure(Endpoint, _ => new("entra-token"))).CompleteTextAsync();

        var message = Assert.Single(server.RequestMessages);
        Assert.Equal("Bearer entra-token", message.Headers.Authorization?.ToString());
        Assert.False(message.Headers.Contains("api-key"));
    }

    [Theory]
    [MemberData(nameof(OtherOperations))]
    public async Task Operation_that_Azure_does_not_have_is_rejected_before_sending(string operation)
    {
        var server = StubServer.WithDefaultResponse();
        var client = CreateClient(server, new MistralClientOptions().UseAzure(Endpoint, Key));

        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => client.CallAsync(operation));

        Assert.Contains("Use a client for api.mistral.ai instead.", exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.RequestMessages);
    }

    [Fact]
    public async Task Key_that_Azure_repeats_is_removed_from_the_error()
    {
        const string Secret = "azure0123456789secret";
        var server = StubServer.WithResponse(
            $$$"""{"error":{"code":"Unauthorized","message":"Key {{{Secret}}} is invalid"}}""", HttpStatusCode.Unauthorized);

        var exception = await Assert.ThrowsAsync<MistralException>(
            () => CreateClient(server, new MistralClientOptions().UseAzure(Endpoint, Secret)).CompleteTextAsync());

        Assert.Contains("Key *** is invalid", exception.Message, StringComparison.Ordinal);
        Assert.Contains("The API key was rejected by res.services.ai.azure.com.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, exception.ToString() + exception.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_can_have_another_resource_and_key()
    {
        var server = StubServer.WithDefaultResponse();
        var options = new MistralClientOptions().UseAzure(Endpoint, Key);
        options.ConfigureRequest = (settings, _) =>
        {
            (settings.Endpoint, settings.ApiKey) = (new("https://tenant.services.ai.azure.com"), "tenant-key");
            settings.Headers["extra-parameters"] = "pass-through";
            return default;
        };

        await CreateClient(server, options).CompleteTextAsync();

        var message = Assert.Single(server.RequestMessages);
        Assert.Equal(ChatUri.Replace("res.", "tenant.", StringComparison.Ordinal), message.RequestUri!.AbsoluteUri);
        Assert.Equal("tenant-key", message.Headers.GetValues("api-key").Single());
    }

    [Fact]
    public async Task Registered_client_can_use_Azure()
    {
        var server = StubServer.WithDefaultResponse();
        var services = new ServiceCollection();
        services.AddMistralClient(options => options.UseAzure(Endpoint, Key)).ConfigurePrimaryHttpMessageHandler(() => server);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<MistralClient>().CompleteTextAsync();

        var message = Assert.Single(server.RequestMessages);
        Assert.Equal((ChatUri, Key), (message.RequestUri!.AbsoluteUri, message.Headers.GetValues("api-key").Single()));
    }

    [Fact]
    public async Task Client_that_shares_connections_can_use_Azure()
    {
        var server = StubServer.WithDefaultResponse();
        using var client = new MistralClient(new HttpClient(server), new() { ApiKey = "test-key" });

        await client.WithOptions(options => options.UseAzure(Endpoint, Key)).CompleteTextAsync();

        var message = Assert.Single(server.RequestMessages);
        Assert.Equal((ChatUri, Key), (message.RequestUri!.AbsoluteUri, message.Headers.GetValues("api-key").Single()));
        Assert.Null(message.Headers.Authorization);
    }

    [Fact]
    public void Missing_value_is_rejected()
    {
        Assert.Throws<ArgumentNullException>(() => new MistralClientOptions().UseAzure(null!, Key));
        Assert.Throws<ArgumentNullException>(() => new MistralClientOptions().UseAzure(Endpoint, (string)null!));
        Assert.Throws<ArgumentNullException>(
            () => new MistralClientOptions().UseAzure(Endpoint, (Func<CancellationToken, ValueTask<string>>)null!));
        Assert.Throws<ArgumentException>(() => new MistralClientOptions().UseAzure(Endpoint, Key, " "));
        var options = new MistralClientOptions().UseAzure(Endpoint, Key);
        options.ApiKey = null;
        Assert.StartsWith(
            "No API key was found. Set ApiKey or ApiKeyProvider",
            Assert.Throws<ArgumentException>(() => new MistralClient(options)).Message,
            StringComparison.Ordinal);
    }

    private static MistralClient CreateClient(StubServer server, MistralClientOptions options) => new(new HttpClient(server), options);
}
