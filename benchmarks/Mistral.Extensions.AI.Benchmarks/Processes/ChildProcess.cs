using System.Diagnostics;
using System.Globalization;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>Runs this program again with other arguments, so that each measurement starts in a new process.</summary>
internal static class ChildProcess
{
    /// <summary>Starts a server, which prints its port and runs until its standard input ends.</summary>
    /// <param name="name"><c>server</c> for <see cref="StreamServer"/>, <c>emulator</c> for the emulator.</param>
    internal static async Task<(Process Server, string Port)> StartServerAsync(string name)
    {
        var server = Start(name);
        return (server, (await server.StandardOutput.ReadLineAsync())!);
    }

    /// <summary>Runs a measurement and returns the numbers that it prints, separated by spaces.</summary>
    internal static async Task<double[]> MeasureAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"\"{string.Join(' ', arguments)}\" failed.");

        var numbers = output.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. numbers.Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // "dotnet Benchmarks.dll" has the path of the assembly as its first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // The defaults of .NET, which this program changes for its own process. The numbers are hexadecimal.
        start.Environment["DOTNET_TieredPGO"] = "1";
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "64";
        return Process.Start(start)!;
    }
}
