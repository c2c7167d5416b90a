using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Hosting;

/// <summary>The health check of a client: its status for each failure, its cache, and concurrent checks.</summary>
public sealed class MistralHealthCheckTests
{
    private const string Models = """{"object":"list","data":[]}""";
    private const string Key = "its-a-secret";

    private readonly ManualTimeProvider _timeProvider = new();
    private readonly ServiceCollection _services = [];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_check_lists_the_models()
    {
        var server = StubServer.WithResponse(Models);

        var report = await CheckAsync(server);

        Assert.Equal((HealthStatus.Healthy, "The Mistral API responded."), (report.Status, report.Entries["mistral"].Description));
        var request = Assert.Single(server.RequestMessages);
        Assert.Equal("GET https://api.mistral.ai/v1/models", $"{request.Method} {request.RequestUri}");
    }

    [Theory]
    [InlineData(401, HealthStatus.Unhealthy, "The Mistral API rejected the API key (status 401).")]
    [InlineData(403, HealthStatus.Unhealthy, "The Mistral API rejected the API key (status 403).")]
    [InlineData(429, HealthStatus.Degraded, "The rate limit of the Mistral API is reached (status 429).")]
    [InlineData(503, HealthStatus.Unhealthy, "The Mistral API responded with status 503.")]
    [InlineData(200, HealthStatus.Unhealthy, "The Mistral API responded with status 200.")]
    public async Task Error_response_is_reported_without_the_key(int statusCode, HealthStatus status, string description)
    {
        var server = StubServer.WithResponse($$"""{"message":"Error for {{Key}}"}""", (HttpStatusCode)statusCode);

        var report = await CheckAsync(server);

        var entry = report.Entries["mistral"];
        Assert.Equal((status, description), (entry.Status, entry.Description));
        Assert.IsType<MistralException>(entry.Exception);
        Assert.Empty(entry.Data);
        Assert.DoesNotContain(Key, $"{entry.Description}{entry.Exception}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_connection_is_reported()
    {
        var server = new StubServer().Then(() => throw new HttpRequestException("Connection refused"));

        var entry = (await CheckAsync(server)).Entries["mistral"];

        Assert.Equal(
            (HealthStatus.Unhealthy, "The Mistral API could not be reached, or its response was invalid."),
            (entry.Status, entry.Description));
    }

    [Fact]
    public async Task Failure_of_a_custom_handler_is_reported_without_its_message()
    {
        var server = new StubServer().Then(() => throw new NotSupportedException(Key));

        var entry = (await CheckAsync(server)).Entries["mistral"];

        Assert.Equal(
            (HealthStatus.Unhealthy, "The request to the Mistral API failed (NotSupportedException)."), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task Client_that_is_not_registered_is_reported()
    {
        _services.AddHealthChecks().AddMistral(clientKey: "eu", failureStatus: HealthStatus.Degraded);
        using var provider = BuildProvider();

        var entry = (await RunAsync(provider)).Entries["mistral"];

        Assert.Equal((HealthStatus.Degraded, typeof(InvalidOperationException)), (entry.Status, entry.Exception!.GetType()));
    }

    [Fact]
    public async Task Result_is_cached()
    {
        var server = StubServer.WithResponse("""{"message":"Busy"}""", HttpStatusCode.ServiceUnavailable).Then(Models);
        AddClient(server);
        using var provider = BuildProvider();

        var first = await RunAsync(provider);
        _timeProvider.Advance(TimeSpan.FromSeconds(29));
        var second = await RunAsync(provider);
        _timeProvider.Advance(TimeSpan.FromSeconds(1));
        var third = await RunAsync(provider);

        Assert.Equal(
            (HealthStatus.Unhealthy, HealthStatus.Unhealthy, HealthStatus.Healthy), (first.Status, second.Status, third.Status));
        Assert.Equal(2, server.RequestMessages.Count);
    }

    [Fact]
    public async Task Concurrent_checks_share_a_request_that_one_canceled_check_does_not_end()
    {
        var requests = 0;
        var response = new TaskCompletionSource<string>();
        AddClient(StubServer.WithResponse(Models)).ConfigurePrimaryHttpMessageHandler(() => new InterceptingHandler(async (_, _) =>
        {
            requests++;
            return new(HttpStatusCode.OK) { Content = new StringContent(await response.Task, Encoding.UTF8, "application/json") };
        }));
        using var provider = BuildProvider();
        using var cancellation = new CancellationTokenSource();

        var canceled = provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(cancellation.Token);
        var checks = Enumerable.Range(0, 10).Select(_ => RunAsync(provider)).ToList();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        response.SetResult(Models);

        Assert.All(await Task.WhenAll(checks), report => Assert.Equal(HealthStatus.Healthy, report.Status));
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task Server_that_does_not_respond_is_reported_after_the_timeout()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        emulator.Enqueue(ScriptedResponse.Json(Models) with { Delay = TimeSpan.FromHours(1) });
        _services.AddMistralClient(options => (options.ApiKey, options.Endpoint) = (Key, emulator.Endpoint));
        _services.AddHealthChecks().AddMistral(timeout: TimeSpan.FromSeconds(5));
        using var provider = BuildProvider();

        var check = RunAsync(provider);
        Assert.Equal(TimeSpan.FromSeconds(5), await _timeProvider.WaitForTimerAsync());
        _timeProvider.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("The Mistral API did not respond within 5 seconds.", (await check).Entries["mistral"].Description);
    }

    [Fact]
    public async Task Each_client_of_a_host_has_its_health_check()
    {
        var (server, other) = (StubServer.WithResponse(Models), StubServer.WithResponse("{}", HttpStatusCode.Unauthorized));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddMistralClient("mistral", configureOptions: options => options.ApiKey = Key)
            .HttpClientBuilder.ConfigurePrimaryHttpMessageHandler(() => server);
        builder.AddKeyedMistralClient("eu", configureOptions: options => options.ApiKey = Key)
            .HttpClientBuilder.ConfigurePrimaryHttpMessageHandler(() => other);
        builder.Services.AddHealthChecks().AddMistral();
        using var host = builder.Build();

        var report = await RunAsync(host.Services);

        Assert.Equal(
            ["mistral Healthy", "mistral-eu Unhealthy"],
            report.Entries.Select(entry => $"{entry.Key} {entry.Value.Status}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Invalid_arguments_are_rejected()
    {
        var builder = _services.AddHealthChecks();

        Assert.Throws<ArgumentNullException>("builder", () => ((IHealthChecksBuilder)null!).AddMistral());
        Assert.Throws<ArgumentException>("name", () => builder.AddMistral(" "));
        Assert.Throws<ArgumentOutOfRangeException>("cacheDuration", () => builder.AddMistral(cacheDuration: TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => builder.AddMistral(timeout: TimeSpan.Zero));
    }

    private static Task<HealthReport> RunAsync(IServiceProvider provider) =>
        provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(CancellationToken);

    private async Task<HealthReport> CheckAsync(StubServer server)
    {
        AddClient(server);
        using var provider = BuildProvider();
        return await RunAsync(provider);
    }

    private IHttpClientBuilder AddClient(StubServer server)
    {
        _services.AddHealthChecks().AddMistral();
        return _services.AddMistralClient(options => (options.ApiKey, options.MaxRetries) = (Key, 0))
            .ConfigurePrimaryHttpMessageHandler(() => server);
    }

    private ServiceProvider BuildProvider() => _services.AddLogging().AddSingleton<TimeProvider>(_timeProvider).BuildServiceProvider();
}
