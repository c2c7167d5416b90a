using System.Diagnostics;

/// <summary>Runs this program as another process.</summary>
internal static class WorkerProcess
{
    /// <summary>Runs the program with arguments.</summary>
    /// <exception cref="InvalidOperationException">The process ends with an error.</exception>
    public static async Task RunAsync(params string[] arguments)
    {
        using var process = Process.Start(Environment.ProcessPath!, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The {arguments[^1]} ended with the exit code {process.ExitCode}.");
    }
}
