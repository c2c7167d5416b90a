using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Architecture;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Hosting;

/// <summary>The sample WebApp as a process, which is configured by environment variables only.</summary>
[Collection(nameof(NonParallel))]
public sealed partial class WebAppTests
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
            using var http = new HttpClient { BaseAddress = await ReadAddressAsync(process) };

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
    public async Task Rejected_key_is_unhealthy()
    {
        await using var emulator = await MistralEmulator.StartAsync(new() { ApiKey = "test-key" }, CancellationToken);
        using var process = Start(
            ("ConnectionStrings__mistral", $"Endpoint={emulator.Endpoint};Key=its-a-secret;Model=mistral-small-latest"));
        try
        {
            using var http = new HttpClient { BaseAddress = await ReadAddressAsync(process) };

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

    private static async Task<Uri> ReadAddressAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(CancellationToken) is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                // The output must be read, so that the process can continue to write.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken);
                return new(match.Groups["address"].Value);
            }
        }

        throw new InvalidOperationException($"The application ended. {await process.StandardError.ReadToEndAsync(CancellationToken)}");
    }

    private static Process Start(params (string Name, string Value)[] variables)
    {
        // The test and the sample are built with the same configuration, in ".../bin/Debug/net10.0/".
        var output = Path.GetRelativePath(
            Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.Tests"), AppContext.BaseDirectory.TrimEnd('/', '\\'));
        var program = Path.Combine(Repository.Root, "samples", "WebApp", output, "WebApp.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("MISTRAL_API_KEY");
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)")]
    private static partial Regex Address();
}
