using System.Diagnostics;
using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Hosting;

/// <summary>The sample WebApp as a process, which is configured by environment variables only.</summary>
[Collection(nameof(NonParallel))]
[Trait("Requires", "net10.0")]
public sealed class WebAppTests
{
    // The start of a process takes long if the machine is busy.
    private const int MaxMilliseconds = 300_000;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact(Timeout = MaxMilliseconds)]
    public async Task Application_starts_from_a_connection_string_streams_and_reports_its_health()
    {
        await using var emulator = await MistralEmulator.StartAsync(new() { ApiKey = "test-key" }, CancellationToken);
        string[] chunks = [StubServer.Chunk("""{"content":"Hello"}"""), StubServer.Chunk("""{"content":" world"}""", "stop"), "[DONE]"];
        emulator.Enqueue(ScriptedResponse.EventStream(chunks.Select(chunk => chunk.ReplaceLineEndings(" "))));
        using var process = Start(
            ("ConnectionStrings__mistral", $"Endpoint={emulator.Endpoint};Key=test-key;Model=mistral-small-latest"));
        try
        {
            using var http = new HttpClient { BaseAddress = await WebSample.ReadAddressAsync(process) };

            var stream = await http.GetStringAsync(new Uri("/chat?message=Hi", UriKind.Relative), CancellationToken);
            var health = await http.GetAsync(new Uri("/health", UriKind.Relative), CancellationToken);

            Assert.Equal("data: Hello\n\ndata:  world\n\n", stream);
            Assert.Equal(
                (HttpStatusCode.OK, "Healthy"), (health.StatusCode, await health.Content.ReadAsStringAsync(CancellationToken)));
            Assert.Equal(
                ["POST /v1/chat/completions 200 mistral-small-latest", "GET /v1/models 200 "],
                emulator.Requests.Select(request => $"{request.Method} {request.Path} {request.StatusCode} {request.Model}"));
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact(Timeout = MaxMilliseconds)]
    public async Task Error_of_the_API_is_a_response_with_its_message()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        using var process = Start(
            ("ConnectionStrings__mistral", $"Endpoint={emulator.Endpoint};Key=test-key;Model=no-such-model"));
        try
        {
            using var http = new HttpClient { BaseAddress = await WebSample.ReadAddressAsync(process) };

            var response = await http.GetAsync(new Uri("/chat?message=Hi", UriKind.Relative), CancellationToken);

            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            Assert.Contains(
                "Invalid model: no-such-model", await response.Content.ReadAsStringAsync(CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact(Timeout = MaxMilliseconds)]
    public async Task Rejected_key_is_unhealthy()
    {
        await using var emulator = await MistralEmulator.StartAsync(new() { ApiKey = "test-key" }, CancellationToken);
        using var process = Start(
            ("ConnectionStrings__mistral", $"Endpoint={emulator.Endpoint};Key=its-a-secret;Model=mistral-small-latest"));
        try
        {
            using var http = new HttpClient { BaseAddress = await WebSample.ReadAddressAsync(process) };

            var health = await http.GetAsync(new Uri("/health", UriKind.Relative), CancellationToken);

            Assert.Equal(
                (HttpStatusCode.ServiceUnavailable, "Unhealthy"),
                (health.StatusCode, await health.Content.ReadAsStringAsync(CancellationToken)));
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact(Timeout = MaxMilliseconds)]
    public async Task Invalid_configuration_ends_the_application_with_one_line_for_each_error()
    {
        using var process = Start(
            ("ConnectionStrings__mistral", "Key=its-a-secret;Model=mistral-small-latest;Region=eu"),
            ("Mistral__Timeout", "30"),
            ("Mistral__Retries", "5"));

        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(CancellationToken);
        await process.WaitForExitAsync(CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Equal(
            [
                "Mistral:Retries is not an option. Did you mean MaxRetries?",
                "Mistral:Timeout is the number 30 without a unit, which would be days. Set it to a time, such as \"00:00:30\" for 30 "
                    + "seconds.",
                "ConnectionStrings:mistral has the unknown key region. Its keys are Endpoint, Key, Model.",
            ],
            errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", output);
    }

    private static Process Start(params (string Name, string Value)[] variables) => WebSample.Start("WebApp", variables);
}
