using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// Three servers in one application, each with its own API key, as <c>api.mistral.ai</c>, <c>codestral.mistral.ai</c> and a self-hosted
/// server. The failures of one do not affect the others.
/// </summary>
public sealed class SeveralClientsTests : IAsyncLifetime
{
    private static readonly string Chunk = StubServer.Chunk("""{"content":"Hel"}""").ReplaceLineEndings(" ");

    private static readonly string[] Names = ["mistral", "codestral", "self-hosted"];

    private readonly Dictionary<string, MistralEmulator> _servers = [];
    private readonly ServiceCollection _services = [];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>Faults of a server: a response that is not retried, one that is retried, a cut response, and one that never ends.</summary>
    public static TheoryData<string> Faults => ["error", "busy", "cut", "silent"];

    public async ValueTask InitializeAsync()
    {
        foreach (var name in Names)
        {
            _servers[name] = await MistralEmulator.StartAsync(new() { ApiKey = $"{name}-key" }, CancellationToken);
            _services.AddKeyedMistralClient(name, options =>
            {
                (options.ApiKey, options.Endpoint, options.MaxRetries) = ($"{name}-key", _servers[name].Endpoint, 1);
                options.ChatRules = name == "self-hosted" ? ChatRules.OpenAICompatible() : new();
                // The emulator accepts only the fields of the Mistral API.
                options.ChatRules.UseOpenAIFields = false;
            });
        }

        _services.AddMistralChatClient("mistral-small-latest", clientKey: "mistral");
        _services.AddKeyedMistralChatClient("large", "mistral-large-latest", clientKey: "mistral");
        _services.AddKeyedMistralChatClient("code", "codestral-latest", clientKey: "codestral");
        _services.AddKeyedMistralChatClient("self-hosted", "ministral-8b-latest");
        _services.AddMistralEmbeddingGenerator("mistral-embed", clientKey: "mistral");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task Each_request_arrives_at_its_server_with_its_key()
    {
        using var provider = _services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        await provider.GetRequiredService<IChatClient>().GetResponseAsync("Hi", cancellationToken: CancellationToken);
        await GetChat(provider, "large").GetResponseAsync("Hi", cancellationToken: CancellationToken);
        await GetChat(provider, "code").GetResponseAsync("Hi", cancellationToken: CancellationToken);
        await GetChat(provider, "self-hosted").GetResponseAsync("Hi", cancellationToken: CancellationToken);
        await provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>()
            .GenerateAsync(["Hi"], cancellationToken: CancellationToken);

        // A server responds with status 401 to the key of another one.
        Assert.Equal(
            ["200 mistral-small-latest", "200 mistral-large-latest", "200 mistral-embed"], GetRequests("mistral"));
        Assert.Equal(["200 codestral-latest"], GetRequests("codestral"));
        Assert.Equal(["200 ministral-8b-latest"], GetRequests("self-hosted"));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Faults_of_one_server_do_not_affect_the_others(string fault)
    {
        using var provider = _services.BuildServiceProvider();
        for (var i = 0; i < 20; i++)
            _servers["codestral"].Enqueue(CreateFault(fault));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);

        var failing = Enumerable.Range(0, 5)
            .Select(_ => Record.ExceptionAsync(() => ReadAsync(GetChat(provider, "code"), cancellation.Token)).AsTask()).ToList();
        var others = await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(number => (Task<string>[])
        [
            ReadAsync(GetChat(provider, "large"), CancellationToken), ReadAsync(GetChat(provider, "self-hosted"), CancellationToken),
        ]));
        if (fault == "silent")
            await cancellation.CancelAsync();

        Assert.All(others, text => Assert.Equal("You said: \"Hi\".", text));
        Assert.All(await Task.WhenAll(failing), Assert.NotNull);
        Assert.All((string[])["mistral", "self-hosted"], name => Assert.Equal(10, _servers[name].Requests.Count));
        Assert.All(_servers["mistral"].Requests, request => Assert.Equal((int)HttpStatusCode.OK, request.StatusCode));
    }

    [Fact]
    public async Task Server_that_has_stopped_does_not_affect_the_others()
    {
        using var provider = _services.BuildServiceProvider();
        await ReadAsync(GetChat(provider, "code"), CancellationToken);
        Assert.True(_servers.Remove("codestral", out var stopped));
        await stopped.DisposeAsync();

        var exception = await Assert.ThrowsAsync<MistralException>(() => ReadAsync(GetChat(provider, "code"), CancellationToken));

        Assert.Contains(stopped.Endpoint.Authority, exception.Message, StringComparison.Ordinal);
        Assert.Equal("You said: \"Hi\".", await ReadAsync(GetChat(provider, "large"), CancellationToken));
        Assert.Equal("You said: \"Hi\".", await ReadAsync(GetChat(provider, "self-hosted"), CancellationToken));
    }

    private static IChatClient GetChat(IServiceProvider provider, string serviceKey) =>
        provider.GetRequiredKeyedService<IChatClient>(serviceKey);

    private static async Task<string> ReadAsync(IChatClient chat, CancellationToken cancellationToken)
    {
        var text = "";
        await foreach (var update in chat.GetStreamingResponseAsync("Hi", cancellationToken: cancellationToken))
            text += update.Text;
        return text;
    }

    private static ScriptedResponse CreateFault(string fault) => fault switch
    {
        "error" => ScriptedResponse.Fault(401),
        "busy" => ScriptedResponse.Fault(503) with { Headers = new Dictionary<string, string> { ["Retry-After"] = "0" } },
        "cut" => ScriptedResponse.EventStream(Chunk) with { CutAfterBytes = 30 },
        _ => ScriptedResponse.EventStream(Chunk) with { Delay = TimeSpan.FromHours(1) },
    };

    private IEnumerable<string> GetRequests(string name) =>
        _servers[name].Requests.Select(request => $"{request.StatusCode} {request.Model}");
}
