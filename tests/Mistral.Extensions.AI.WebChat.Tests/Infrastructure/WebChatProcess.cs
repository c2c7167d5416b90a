using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.WebChat.Tests.Infrastructure;

/// <summary>The sample WebChat as a process.</summary>
public sealed partial class WebChatProcess : IDisposable
{
    private readonly Process _process;

    private WebChatProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>The address of the page.</summary>
    public Uri Address { get; }

    /// <summary>Starts the sample.</summary>
    /// <param name="connectionString">The connection string of the client; null to run the sample without configuration.</param>
    public static async Task<WebChatProcess> StartAsync(string? connectionString)
    {
        // The test and the sample are built with the same configuration, in ".../bin/Debug/net10.0/".
        var output = Path.GetRelativePath(
            Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.WebChat.Tests"), AppContext.BaseDirectory.TrimEnd('/', '\\'));
        var program = Path.Combine(Repository.Root, "samples", "WebChat", output, "WebChat.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("MISTRAL_API_KEY");
        start.Environment.Remove("MISTRAL_EMULATOR_ENDPOINT");
        start.Environment["ConnectionStrings__mistral"] = connectionString;
        // Without retries, an error response reaches the page at once.
        start.Environment["Mistral__MaxRetries"] = "0";

        var process = Process.Start(start)!;
        return new(process, await ReadAddressAsync(process));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static async Task<Uri> ReadAddressAsync(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (AddressLine().Match(line) is { Success: true } match)
            {
                // The output must be read, so that the process can continue to write.
                _ = process.StandardOutput.ReadToEndAsync();
                return new(match.Groups["address"].Value);
            }
        }

        throw new InvalidOperationException($"The sample ended. {await errors}");
    }

    [GeneratedRegex(@"^Open (?<address>http://\S+) in a browser\.")]
    private static partial Regex AddressLine();
}
