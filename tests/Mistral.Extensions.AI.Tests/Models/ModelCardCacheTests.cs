using System.Net;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Models;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Models;

/// <summary>The model cards of a chat client, which are loaded once and cached.</summary>
public sealed class ModelCardCacheTests
{
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Card_of_the_default_model_is_loaded_once()
    {
        var server = StubServer.WithResponse("""{"id":"m","max_context_length":262144,"capabilities":{"vision":true} }""");
        var cache = server.CreateChatClient().GetService<ModelCardCache>()!;

        var first = await cache.GetAsync(cancellationToken: CancellationToken);
        var second = await cache.GetAsync(StubServer.Model, CancellationToken);

        Assert.Equal((262144, true), (first.MaxContextLength, first.Capabilities!.Vision));
        Assert.Same(first, second);
        Assert.Equal("/v1/models/mistral-small-latest", Assert.Single(server.RequestMessages).RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Chat_clients_of_one_client_share_the_cards()
    {
        var server = StubServer.WithResponse("""{"id":"m"}""");
        using var client = server.CreateClient();

        await client.AsIChatClient("a").GetService<ModelCardCache>()!.GetAsync(cancellationToken: CancellationToken);
        await client.AsIChatClient("b").GetService<ModelCardCache>()!.GetAsync("a", CancellationToken);
        await client.AsIChatClient("b").GetService<ModelCardCache>()!.GetAsync(cancellationToken: CancellationToken);

        Assert.Equal(["/v1/models/a", "/v1/models/b"], server.RequestMessages.Select(message => message.RequestUri!.AbsolutePath));
    }

    [Fact]
    public async Task Card_is_loaded_again_after_one_hour()
    {
        var server = StubServer.WithResponse("""{"id":"m","description":"old"}""").Then("""{"id":"m","description":"new"}""");
        var cache = server.CreateChatClient(options => options.TimeProvider = _time).GetService<ModelCardCache>()!;

        var first = await cache.GetAsync(cancellationToken: CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(59));
        var second = await cache.GetAsync(cancellationToken: CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(1));
        var third = await cache.GetAsync(cancellationToken: CancellationToken);

        Assert.Equal(("old", "old", "new"), (first.Description, second.Description, third.Description));
    }

    [Fact]
    public async Task Failure_is_not_cached()
    {
        var server = StubServer.WithResponse("""{"detail":"Not found"}""", HttpStatusCode.NotFound).Then("""{"id":"m"}""");
        var cache = server.CreateChatClient().GetService<ModelCardCache>()!;

        await Assert.ThrowsAsync<MistralException>(() => cache.GetAsync(cancellationToken: CancellationToken));

        Assert.Equal("m", (await cache.GetAsync(cancellationToken: CancellationToken)).Id);
    }

    [Fact]
    public async Task Concurrent_calls_share_one_request_that_a_cancelled_call_does_not_end()
    {
        using var server = new PendingServer();
        using var client = new MistralClient(new HttpClient(server), new() { ApiKey = "test-key" });
        var cache = client.AsIChatClient("m").GetService<ModelCardCache>()!;
        using var cancellation = new CancellationTokenSource();

        var cancelled = cache.GetAsync(cancellationToken: cancellation.Token);
        var waiting = cache.GetAsync(cancellationToken: CancellationToken);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => cancelled);
        server.Response.SetResult(new(HttpStatusCode.OK) { Content = new StringContent("""{"id":"m"}""") });

        Assert.Equal("m", (await waiting).Id);
        Assert.Equal(1, server.RequestCount);
    }

    [Fact]
    public async Task Model_is_required_without_default_model()
    {
        var cache = NoNetwork.CreateClient().AsIChatClient().GetService<ModelCardCache>()!;

        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await cache.GetAsync(cancellationToken: CancellationToken));

        Assert.StartsWith("No model was specified. Pass a model ID", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(async () => await cache.GetAsync("..", CancellationToken));
    }

    /// <summary>A server that responds when the test sets the response.</summary>
    private sealed class PendingServer : HttpMessageHandler
    {
        internal TaskCompletionSource<HttpResponseMessage> Response { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal int RequestCount { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            RequestCount++;
            return Response.Task.WaitAsync(cancellationToken);
        }
    }
}
