using System.Diagnostics;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>Runs programs.</summary>
internal static class Command
{
    /// <summary>Runs a program and returns its output. If it fails, the test fails with the output.</summary>
    public static async Task<string> RunAsync(
        string folder, string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(folder, program, arguments, environment);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            Assert.Fail($"{program} {string.Join(' ', arguments)} failed with exit code {process.ExitCode}:\n{output}{await error}");
        return output;
    }

    public static Process Start(
        string folder, string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // dotnet test sets variables for its own build, which would change the builds that the tests start.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment.Remove("MISTRAL_API_KEY");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
