using System.Net;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.RateLimits;

/// <summary>When the leases of <c>MistralClientOptions.RateLimiter</c> are acquired and released.</summary>
public sealed class RateLimiterTests : IDisposable
{
    private static readonly string Completion = StubServer.Completion("""{"role":"assistant","content":"OK"}""");

    private readonly ConcurrencyLimiter _limiter = new(new() { PermitLimit = 1, QueueLimit = 10 });
    private readonly ManualTimeProvider _timeProvider = new();

    private long AvailablePermits => _limiter.GetStatistics()!.CurrentAvailablePermits;

    private long AcquiredLeases => _limiter.GetStatistics()!.TotalSuccessfulLeases;

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public async Task Lease_is_held_until_the_response_is_read()
    {
        var permits = new List<long>();
        var server = new StubServer().Then(() =>
        {
            permits.Add(AvailablePermits);
            var body = new ObservedStream(Completion, () => permits.Add(AvailablePermits));
            return new(HttpStatusCode.OK) { Content = new StreamContent(body) };
        });

        Assert.Equal("OK", await server.CreateClient(options => options.RateLimiter = _limiter).CompleteTextAsync());

        Assert.True(permits.Count > 2);
        Assert.All(permits, count => Assert.Equal(0, count));
        Assert.Equal(1, AvailablePermits);
    }

    [Fact]
    public async Task Lease_of_a_stream_is_held_until_the_last_chunk()
    {
        var server = StubServer.WithStream(StubServer.Chunk("""{"content":"O"}"""), StubServer.Chunk("""{"content":"K"}""", "stop"));
        var permits = new List<long>();

        var text = await server.CreateClient(options => options.RateLimiter = _limiter)
            .StreamTextAsync(_ => permits.Add(AvailablePermits));

        Assert.Equal("OK", text);
        Assert.Equal([0, 0], permits);
        Assert.Equal(1, AvailablePermits);
    }

    [Fact]
    public async Task Lease_of_a_stream_is_released_when_the_consumer_stops()
    {
        var server = StubServer.WithStream(StubServer.Chunk("""{"content":"O"}"""), StubServer.Chunk("""{"content":"K"}""", "stop"));
        var client = server.CreateClient(options => options.RateLimiter = _limiter);

        await foreach (var _ in client.Chat.StreamAsync(TestCalls.ChatRequest, TestContext.Current.CancellationToken))
            break;

        Assert.Equal((1, 1), (AvailablePermits, AcquiredLeases));
    }

    [Fact]
    public async Task Lease_of_a_download_is_held_until_its_disposal()
    {
        var client = StubServer.WithResponse("content").CreateClient(options => options.RateLimiter = _limiter);

        await using (await client.Files.DownloadAsync("f", TestContext.Current.CancellationToken))
            Assert.Equal(0, AvailablePermits);

        Assert.Equal(1, AvailablePermits);
    }

    [Fact]
    public async Task Retry_acquires_another_lease_and_none_is_held_during_the_delay()
    {
        var server = new StubServer().Then("{}", HttpStatusCode.ServiceUnavailable).Then(Completion);
        using var provider = CreateServiceProvider(server);
        var call = provider.GetRequiredService<MistralClient>().CompleteTextAsync();
        await _timeProvider.WaitForTimerAsync();
        var delay = await _timeProvider.WaitForTimerAsync();

        Assert.Equal((1, 1), (AvailablePermits, AcquiredLeases));

        _timeProvider.Advance(delay);
        Assert.Equal("OK", await call);
        Assert.Equal((1, 2), (AvailablePermits, AcquiredLeases));
    }

    [Fact]
    public async Task Every_attempt_of_a_handler_of_the_service_collection_acquires_a_lease()
    {
        var server = new StubServer().Then(Completion).Then(Completion);
        using var provider = CreateServiceProvider(server, builder => builder.AddHttpMessageHandler(() => new RepeatingHandler()));

        // The handler does not dispose of the first response. With one permit, its lease must be released all the same.
        Assert.Equal("OK", await provider.GetRequiredService<MistralClient>().CompleteTextAsync());

        Assert.Equal((1, 2), (AvailablePermits, AcquiredLeases));
    }

    [Fact]
    public async Task Call_with_a_custom_HttpClient_acquires_one_lease()
    {
        var server = new StubServer().Then(Completion).Then(Completion);
        using var http = new HttpClient(new RepeatingHandler { InnerHandler = server });
        using var client = new MistralClient(http, new() { ApiKey = "test-key", RateLimiter = _limiter });

        Assert.Equal("OK", await client.CompleteTextAsync());

        Assert.Equal(2, server.RequestMessages.Count);
        Assert.Equal((1, 1), (AvailablePermits, AcquiredLeases));
    }

    [Fact]
    public async Task Every_attempt_of_the_clients_own_HttpClient_acquires_a_lease()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        emulator.Enqueue(ScriptedResponse.Fault(503));
        using var client = new MistralClient(new MistralClientOptions
        {
            ApiKey = "test-key",
            Endpoint = emulator.Endpoint,
            RateLimiter = _limiter,
            TimeProvider = new FastTimeProvider(),
        });

        await client.CompleteTextAsync();

        Assert.Equal(2, emulator.Requests.Count);
        Assert.Equal((1, 2), (AvailablePermits, AcquiredLeases));
    }

    [Fact]
    public async Task Limiter_of_the_service_collection_can_be_used()
    {
        var services = new ServiceCollection();
        services.AddSingleton<RateLimiter>(_limiter);
        services.AddMistralClient(options => options.ApiKey = "test-key")
            .ConfigurePrimaryHttpMessageHandler(() => StubServer.WithResponse(Completion));
        services.AddOptions<MistralClientOptions>().Configure<RateLimiter>((options, limiter) => options.RateLimiter = limiter);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<MistralClient>().CompleteTextAsync();

        Assert.Equal(1, AcquiredLeases);
    }

    [Fact]
    public async Task Calls_wait_for_a_lease()
    {
        var server = StubServer.WithResponse(Completion);
        var client = server.CreateClient(options => options.RateLimiter = _limiter);
        var held = _limiter.AttemptAcquire();
        var calls = Enumerable.Range(0, 3).Select(_ => client.CompleteTextAsync()).ToList();

        Assert.Empty(server.RequestMessages);
        Assert.Equal(3, _limiter.GetStatistics()!.CurrentQueuedCount);

        held.Dispose();
        Assert.Equal(["OK", "OK", "OK"], await Task.WhenAll(calls));
        Assert.Equal(3, server.RequestMessages.Count);
    }

    [Fact]
    public async Task Disposed_client_does_not_dispose_the_limiter()
    {
        using (StubServer.WithResponse(Completion).CreateClient(options => options.RateLimiter = _limiter))
        {
        }

        using var lease = await _limiter.AcquireAsync(1, TestContext.Current.CancellationToken);
        Assert.True(lease.IsAcquired);
    }

    private ServiceProvider CreateServiceProvider(HttpMessageHandler server, Action<IHttpClientBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddMistralClient(
            options => (options.ApiKey, options.RateLimiter, options.TimeProvider) = ("test-key", _limiter, _timeProvider))
            .ConfigurePrimaryHttpMessageHandler(() => server);
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }

    private sealed class ObservedStream(string text, Action onRead) : ResponseMemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            onRead();
            return new(Read(buffer.Span));
        }
    }

    private sealed class RepeatingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await base.SendAsync(request, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
