using System.Net;
using System.Net.Sockets;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Hosting;

/// <summary>The addresses on which the emulator listens, and the web pages that can call it.</summary>
public sealed class ListeningTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("::", "127.0.0.1")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "[::1]")]
    [Trait("Spec", "not-in-openapi")]
    public async Task Endpoint_of_an_address_is_reachable_on_this_machine(string address, string host)
    {
        Assert.SkipWhen(address.Contains(':', StringComparison.Ordinal) && !HasIPv6(), "IPv6 is not available.");
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { Address = IPAddress.Parse(address) });

        var scripts = await emulator.SendAsync(HttpMethod.Get, "/_emulator/scripts");

        Assert.Equal(host, emulator.Server.Endpoint.Host);
        Assert.Equal(HttpStatusCode.OK, scripts.Status);
    }

    [Fact]
    public async Task Address_of_another_machine_throws_IOException() =>
        await Assert.ThrowsAsync<IOException>(() => MistralEmulator.StartAsync(
            new MistralEmulatorOptions { Address = IPAddress.Parse("192.0.2.1") }, CancellationToken));

    [Theory]
    [InlineData("*", "*")]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    [InlineData(null, null)]
    public async Task Responses_allow_the_origin_of_the_options(string? origin, string? header)
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { CorsOrigin = origin });
        emulator.Http.DefaultRequestHeaders.Add("Origin", "http://localhost:3000");

        var response = await emulator.SendAsync(HttpMethod.Get, "/v1/models");
        emulator.Http.DefaultRequestHeaders.Add("Access-Control-Request-Method", "GET");
        var preflight = await emulator.SendAsync(HttpMethod.Options, "/v1/models");

        Assert.Equal(header, response.Headers.GetValueOrDefault("Access-Control-Allow-Origin"));
        Assert.Equal(header, preflight.Headers.GetValueOrDefault("Access-Control-Allow-Origin"));
        Assert.Equal(header is not null, preflight.Headers.ContainsKey("Access-Control-Allow-Methods"));
        Assert.Equal(header is null ? HttpStatusCode.MethodNotAllowed : HttpStatusCode.NoContent, preflight.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost:3000")]
    [InlineData("http://localhost:3000/")]
    [InlineData("http://localhost:3000, http://localhost:4000")]
    public async Task Invalid_CORS_origin_is_rejected(string origin)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => MistralEmulator.StartAsync(new MistralEmulatorOptions { CorsOrigin = origin }, CancellationToken));

        Assert.StartsWith($"CorsOrigin must be an origin such as http://localhost:3000, * or null, but was \"{origin}\".", error.Message,
            StringComparison.Ordinal);
    }

    private static bool HasIPv6()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
