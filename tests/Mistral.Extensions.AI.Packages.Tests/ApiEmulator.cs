using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>
/// The emulator, installed as a .NET tool from the packages. Programs call it at https://api.mistral.ai if the variables of
/// <see cref="Environment"/> are set.
/// </summary>
public sealed partial class ApiEmulator(PackedPackages packages) : IAsyncLifetime
{
    private EmptyProject? _folder;
    private Process? _process;
    private HttpsProxy? _proxy;

    /// <summary>The variables of a program that calls the emulator instead of the API.</summary>
    internal (string Name, string Value)[] Environment => [("MISTRAL_API_KEY", "emulator-key-0123456789"), .. _proxy!.Environment];

    public async ValueTask InitializeAsync()
    {
        _folder = new EmptyProject(packages);
        await _folder.DotnetAsync("tool", "install", "Mistral.Extensions.AI.Emulator.Tool", "--tool-path", "tools");
        _process = Command.Start(_folder.Folder, Path.Combine(_folder.Folder, "tools", "mistral-emulator"), ["--port", "0"]);
        _proxy = new HttpsProxy("api.mistral.ai", await ReadEndpointAsync(_process), _folder.Folder);
        _ = _process.StandardOutput.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _proxy?.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _folder?.Dispose();
    }

    private static async Task<Uri> ReadEndpointAsync(Process emulator)
    {
        while (await emulator.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Url().Match(line) is { Success: true } url)
                return new(url.Value);
        }
        throw new InvalidOperationException($"The emulator did not start: {await emulator.StandardError.ReadToEndAsync()}");
    }

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Url();
}
