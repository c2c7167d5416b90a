using System.Threading.RateLimiting;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

/// <summary>The options of the client that apply to each request also apply to the request of a WebSocket.</summary>
public sealed class RealtimeOptionsTests
{
    private const string Model = "voxtral-mini-transcribe-realtime-2602";
    private const string Unauthorized = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requires", "net8.0")]
    public async Task Connection_is_opened_with_the_new_key_after_the_old_one_was_rejected()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"), rejection: Unauthorized);
        var calls = 0;
        using var client = server.CreateClient(options =>
        {
            options.ApiKey = null;
            options.ApiKeyProvider = _ => new($"key-{++calls}");
        });

        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

        Assert.Equal(
            ["Authorization: Bearer key-1", "Authorization: Bearer key-2"],
            server.Requests.Select(request => FindHeader(request, "Authorization")));
        Assert.All(server.Requests, request => Assert.Equal("Upgrade: websocket", FindHeader(request, "Upgrade")));
    }

    [Fact]
    public async Task Exception_of_the_key_callback_is_thrown_unchanged()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient(options =>
        {
            options.ApiKey = null;
            options.ApiKeyProvider = _ => throw new TimeZoneNotFoundException("No key.");
        });

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(
            () => client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Request_has_the_endpoint_the_key_and_the_headers_of_ConfigureRequest()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = new MistralClient(new MistralClientOptions
        {
            ApiKey = "client-key",
            ConfigureRequest = (settings, _) =>
            {
                (settings.Endpoint, settings.ApiKey) = (server.Endpoint, "tenant-key");
                settings.Headers["x-tenant"] = settings.Request.Path;
                return default;
            },
        });

        await using var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);

        var request = Assert.Single(server.Requests);
        Assert.StartsWith($"GET /v1/audio/transcriptions/realtime?model={Model} HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Equal("Authorization: Bearer tenant-key", FindHeader(request, "Authorization"));
        Assert.Equal("x-tenant: /v1/audio/transcriptions/realtime", FindHeader(request, "x-tenant"));
    }

    [Fact]
    public async Task Lease_of_the_rate_limiter_is_held_until_the_connection_is_disposed()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        await using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1 });
        using var client = server.CreateClient(options => options.RateLimiter = limiter);

        var realtime = await client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken);
        var whileOpen = limiter.GetStatistics()!.CurrentAvailablePermits;
        await realtime.DisposeAsync();

        Assert.Equal((0, 1), (whileOpen, limiter.GetStatistics()!.CurrentAvailablePermits));
    }

    [Fact]
    public async Task Lease_of_the_rate_limiter_is_released_if_the_connection_is_rejected()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"), rejection: Unauthorized);
        await using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1 });
        using var client = server.CreateClient(options => options.RateLimiter = limiter);

        await Assert.ThrowsAsync<MistralException>(
            () => client.Audio.Realtime.ConnectAsync(Model, cancellationToken: CancellationToken));

        Assert.Equal(1, limiter.GetStatistics()!.CurrentAvailablePermits);
    }

    private static string FindHeader(string request, string name) =>
        Assert.Single(request.Split("\r\n"), line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase));
}
