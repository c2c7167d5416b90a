using System.Diagnostics;
using System.Text.RegularExpressions;

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
    internal static Process Start(string sample, params (string Name, string Value)[] variables) =>
        SampleProcess.Start(sample, ["--urls", "http://127.0.0.1:0"], variables);

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)")]
    private static partial Regex Address();
}
