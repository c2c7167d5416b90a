using System.Diagnostics;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>The program mistral-emulator as a process.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    private readonly Process _process;

    private EmulatorProcess(Process process, Uri endpoint) => (_process, Endpoint) = (process, endpoint);

    /// <summary>The first line that the program prints.</summary>
    public Uri Endpoint { get; }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>Starts the program on a free port, and waits until it has printed its endpoint.</summary>
    public static async Task<EmulatorProcess> StartAsync(params string[] options)
    {
        var process = StartProcess(["--port", "0", .. options]);
        var line = await process.StandardOutput.ReadLineAsync(CancellationToken);
        if (line is null)
            throw new InvalidOperationException($"The emulator ended. {await process.StandardError.ReadToEndAsync(CancellationToken)}");
        // The output must be read, so that the process can continue to write.
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken);
        return new EmulatorProcess(process, new Uri(line));
    }

    /// <summary>Runs the program until it ends, and returns its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = StartProcess(arguments);
        var error = process.StandardError.ReadToEndAsync(CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken);
        await process.WaitForExitAsync(CancellationToken);
        return (process.ExitCode, output, await error);
    }

    /// <summary>Sends a signal, for example <c>TERM</c>.</summary>
    public async Task SendSignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(CancellationToken);
    }

    /// <summary>Waits at most a minute until the program ends, and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static Process StartProcess(string[] arguments)
    {
        // The test and the program are built with the same configuration, in ".../bin/Debug/net10.0/".
        var output = Path.GetRelativePath(
            Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.Tests"), AppContext.BaseDirectory.TrimEnd('/', '\\'));
        const string Name = "Mistral.Extensions.AI.Emulator.Tool";
        var program = Path.Combine(Repository.Root, "src", Name, output, $"{Name}.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
