using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Hosting;

/// <summary>The end of an emulator (<see cref="MistralEmulator.StopAsync"/>), and connections that clients close.</summary>
public sealed class StopTests
{
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_completes_streams_in_progress_and_refuses_connections()
    {
        await using var emulator = await StartAsync();
        using var reader = await StartStreamAsync(emulator);

        var stop = emulator.Server.StopAsync(CancellationToken);
        using var http = new HttpClient();
        var health = new Uri(emulator.Server.Endpoint, "/health");
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(health, CancellationToken));
        Assert.False(stop.IsCompleted);
        _time.Advance(await _time.WaitForTimerAsync());
        _time.Advance(await _time.WaitForTimerAsync());

        Assert.Equal("\ndata: [DONE]\n\n", await reader.ReadToEndAsync(CancellationToken));
        await stop;
        Assert.False(emulator.Server.Requests[0].IsAborted);
    }

    [Fact]
    public async Task Cancelled_stop_closes_the_connections()
    {
        await using var emulator = await StartAsync();
        using var reader = await StartStreamAsync(emulator);
        using var cancellation = new CancellationTokenSource();
        var stop = emulator.Server.StopAsync(cancellation.Token);

        await cancellation.CancelAsync();

        await stop;
        await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadToEndAsync(CancellationToken));
        Assert.False(emulator.Server.Requests[0].IsAborted);
    }

    [Fact]
    public async Task Stop_twice_and_after_disposal_does_nothing()
    {
        var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);

        await emulator.StopAsync(CancellationToken);
        await emulator.StopAsync(CancellationToken);
        await emulator.DisposeAsync();
        await emulator.StopAsync(CancellationToken);

        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri(emulator.Endpoint, "/health"), CancellationToken));
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Client_that_closes_the_connection_during_a_stream_is_recorded()
    {
        await using var emulator = await StartAsync();
        var reader = await StartStreamAsync(emulator);

        reader.Dispose();
        await emulator.Server.StopAsync(CancellationToken);

        var request = Assert.Single(emulator.Server.Requests);
        Assert.Equal((true, 200), (request.IsAborted, request.StatusCode));
    }

    [Fact]
    public async Task Client_that_closes_the_connection_before_the_headers_is_recorded()
    {
        await using var emulator = await StartAsync();
        emulator.Server.Enqueue(new ScriptedResponse { Delay = TimeSpan.FromHours(1) });
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        var request = emulator.Http.GetAsync("/v1/models", cancellation.Token);
        await _time.WaitForTimerAsync();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await emulator.Server.StopAsync(CancellationToken);

        Assert.Equal((true, 0), (emulator.Server.Requests[0].IsAborted, emulator.Server.Requests[0].StatusCode));
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Journal_marks_requests_whose_client_closed_the_connection()
    {
        await using var emulator = await StartAsync();
        await emulator.PostUserMessageAsync("Hi");
        emulator.Server.Enqueue(new ScriptedResponse { DelayBetweenEvents = TimeSpan.FromHours(1) });
        var stream = await emulator.Http.SendAsync(CreateRequest(), HttpCompletionOption.ResponseHeadersRead, CancellationToken);
        await _time.WaitForTimerAsync();

        stream.Dispose();
        JsonNode[] requests;
        do
            requests = [.. (await emulator.GetJsonAsync("/_emulator/requests"))["requests"]!.AsArray().Select(item => item!)];
        while (!(bool)requests[1]["aborted"]!);

        Assert.False((bool)requests[0]["aborted"]!);
    }

    private Task<TestEmulator> StartAsync() => TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = _time });

    /// <summary>Starts a stream of two events with a delay after each, and reads the first one.</summary>
    private static async Task<StreamReader> StartStreamAsync(TestEmulator emulator)
    {
        emulator.Server.Enqueue(ScriptedResponse.EventStream("{}") with { DelayBetweenEvents = TimeSpan.FromHours(1) });
        var response = await emulator.Http.SendAsync(CreateRequest(), HttpCompletionOption.ResponseHeadersRead, CancellationToken);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync(CancellationToken));
        Assert.Equal("data: {}", await reader.ReadLineAsync(CancellationToken));
        return reader;
    }

    private static HttpRequestMessage CreateRequest() => new(HttpMethod.Post, "/v1/chat/completions")
    {
        Content = new StringContent(
            """{"model":"mistral-small-latest","stream":true,"messages":[{"role":"user","content":"Hi"}]}""",
            Encoding.UTF8, "application/json"),
    };
}
