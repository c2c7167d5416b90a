using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Tool;

/// <summary>The program mistral-emulator as a process.</summary>
public sealed class EmulatorProcessTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_line_that_the_program_prints_is_the_base_URL()
    {
        using var emulator = await EmulatorProcess.StartAsync("--log", "none");
        using var http = new HttpClient();

        var health = await http.GetStringAsync(new Uri(emulator.Endpoint, "/health"), CancellationToken);

        Assert.Matches(@"^http://127\.0\.0\.1:[1-9]\d*/v1\z", emulator.Endpoint.ToString());
        Assert.Equal("""{"status":"ok"}""", health);
    }

    [Fact]
    public async Task Control_API_is_reachable_on_other_addresses_if_the_host_is_all_addresses()
    {
        using var emulator = await EmulatorProcess.StartAsync("--host", "0.0.0.0");
        using var http = new HttpClient();
        var address = (await Dns.GetHostAddressesAsync(Dns.GetHostName(), CancellationToken))
            .FirstOrDefault(item => item.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork) ?? IPAddress.Loopback;

        var scripts = await http.GetAsync($"http://{address}:{emulator.Endpoint.Port}/_emulator/scripts", CancellationToken);

        Assert.Equal("127.0.0.1", emulator.Endpoint.Host);
        Assert.Equal(HttpStatusCode.OK, scripts.StatusCode);
    }

    // Not with SIGINT: programs that a shell starts in the background ignore it.
    [Fact]
    public async Task Stream_in_progress_is_completed_after_SIGTERM()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var emulator = await EmulatorProcess.StartAsync("--tokens-per-second", "20");
        using var http = CreateClient();
        using var reader = await StartStreamAsync(http, emulator, "a b c d e f g h i j");

        await emulator.SendSignalAsync("TERM");
        var rest = await reader.ReadToEndAsync(CancellationToken);

        Assert.EndsWith("data: [DONE]\n\n", rest, StringComparison.Ordinal);
        Assert.Equal(0, await emulator.WaitForExitAsync());
    }

    [Fact]
    public async Task Second_signal_stops_the_program_without_waiting_for_streams()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var emulator = await EmulatorProcess.StartAsync("--tokens-per-second", "0.001");
        using var http = CreateClient();
        using var reader = await StartStreamAsync(http, emulator, "a b c d e f g h i j");

        await emulator.SendSignalAsync("TERM");
        await emulator.SendSignalAsync("TERM");

        await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadToEndAsync(CancellationToken));
        Assert.Equal(0, await emulator.WaitForExitAsync());
    }

    [Fact]
    public async Task Invalid_option_prints_one_line_with_exit_code_2()
    {
        var (exitCode, output, error) = await EmulatorProcess.RunAsync("--port", "a\nb");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal(
            "--port must be a number between 0 and 65535, but was \"a b\". Use --help to list the options.",
            error.TrimEnd());
    }

    [Fact]
    public async Task File_that_does_not_exist_is_an_error_with_exit_code_1()
    {
        var (exitCode, output, error) = await EmulatorProcess.RunAsync("--port", "0", "--fixtures", "no-such-file.json");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("no-such-file.json", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_the_options_and_version_is_a_number()
    {
        var help = await EmulatorProcess.RunAsync("--help");
        var version = await EmulatorProcess.RunAsync("--version");

        Assert.Equal((0, 0), (help.ExitCode, version.ExitCode));
        Assert.Contains("mistral-emulator [options]", help.Output, StringComparison.Ordinal);
        Assert.Contains("  --tokens-per-second <number>", help.Output, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+", version.Output);
    }

    private static HttpClient CreateClient()
    {
        var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "key");
        return http;
    }

    /// <summary>Starts a streamed response, and reads its first event.</summary>
    private static async Task<StreamReader> StartStreamAsync(HttpClient http, EmulatorProcess emulator, string text)
    {
        var body = $$"""{"model":"mistral-small-latest","stream":true,"messages":[{"role":"user","content":"{{text}}"}]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{emulator.Endpoint}/chat/completions")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync(CancellationToken));
        Assert.StartsWith("data: {", await reader.ReadLineAsync(CancellationToken), StringComparison.Ordinal);
        return reader;
    }
}
