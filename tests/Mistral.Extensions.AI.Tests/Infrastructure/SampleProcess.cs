using System.Diagnostics;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>A program of the folder samples as a process.</summary>
internal static class SampleProcess
{
    /// <summary>Starts a sample with these environment variables and without an API key.</summary>
    internal static Process Start(string sample, string[] arguments, params (string Name, string Value)[] variables)
    {
        // The test and the sample are built with the same configuration, in ".../bin/Debug/net10.0/".
        var output = Path.GetRelativePath(
            Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.Tests"), AppContext.BaseDirectory.TrimEnd('/', '\\'));
        var program = Path.Combine(Repository.Root, "samples", sample, output, $"{sample}.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("MISTRAL_API_KEY");
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a sample to its end, with an emulator of the test.</summary>
    internal static async Task<SampleOutput> RunAsync(string sample, Uri endpoint, params string[] arguments)
    {
        using var process = Start(sample, arguments, ("MISTRAL_EMULATOR_ENDPOINT", endpoint.ToString()));
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new(process.ExitCode, GetLines(await output), GetLines(await error));
    }

    private static string[] GetLines(string text) =>
        text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>What a sample wrote, without empty lines.</summary>
internal sealed record SampleOutput(int ExitCode, string[] Lines, string[] Errors);
