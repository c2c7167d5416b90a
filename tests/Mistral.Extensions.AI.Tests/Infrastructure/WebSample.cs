using System.Diagnostics;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>A web application of the folder samples as a process.</summary>
internal static partial class WebSample
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>Waits until the application listens, and returns its address.</summary>
    internal static async Task<Uri> ReadAddressAsync(Process process)
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

    /// <summary>Starts a sample on a free port with these environment variables.</summary>
    internal static Process Start(string sample, params (string Name, string Value)[] variables)
    {
        // The test and the sample are built with the same configuration, in ".../bin/Debug/net10.0/".
        var output = Path.GetRelativePath(
            Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.Tests"), AppContext.BaseDirectory.TrimEnd('/', '\\'));
        var program = Path.Combine(Repository.Root, "samples", sample, output, $"{sample}.dll");
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
