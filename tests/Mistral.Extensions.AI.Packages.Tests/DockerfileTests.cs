using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>The instructions of the emulator's Dockerfile. The tests run them without Docker.</summary>
public sealed partial class DockerfileTests : IDisposable
{
    private const string Project = "src/Mistral.Extensions.AI.Emulator.Tool";

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, Project, "Dockerfile"));

    private readonly string _folder = Directory.CreateTempSubdirectory("mistral-dockerfile-").FullName;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Emulator_is_built_from_the_copied_files_and_responds_to_the_health_check()
    {
        var (source, output) = (Path.Combine(_folder, "source"), Path.Combine(_folder, "app"));
        foreach (var paths in GetInstructions("COPY").Where(copy => !copy.StartsWith("--from", StringComparison.Ordinal)))
            Copy(paths.Split(' '), source);

        var publish = Assert.Single(GetInstructions("RUN")).Split(' ');
        await Command.RunAsync(source, publish[0], [.. publish[1..].Select(argument => argument == "/app" ? output : argument)]);
        var entryPoint = JsonNode.Parse(Assert.Single(GetInstructions("ENTRYPOINT")))!.AsArray().Select(item => (string)item!).ToArray();
        using var emulator = Command.Start(output, entryPoint[0], [.. entryPoint[1..], "--port", "0"]);
        try
        {
            var endpoint = new Uri((await emulator.StandardOutput.ReadLineAsync(CancellationToken))!);
            using var http = new HttpClient();
            var health = new Uri(endpoint, new Uri(GetHealthCheckUrl()).AbsolutePath);
            Assert.Equal("""{"status":"ok"}""", await http.GetStringAsync(health, CancellationToken));
        }
        finally
        {
            emulator.Kill();
            await emulator.WaitForExitAsync(CancellationToken);
        }
    }

    [Fact]
    public void Dockerfile_exposes_and_checks_the_default_port()
    {
        var command = File.ReadAllText(Path.Combine(Repository.Root, Project, "EmulatorCommand.cs"));

        var port = DefaultPort().Match(command).Groups["port"].Value;

        Assert.Equal(port, Assert.Single(GetInstructions("EXPOSE")));
        Assert.Equal($"http://127.0.0.1:{port}/health", GetHealthCheckUrl());
        Assert.DoesNotContain("--port", Assert.Single(GetInstructions("ENTRYPOINT")), StringComparison.Ordinal);
    }

    [Fact]
    public void Container_does_not_run_as_root() => Assert.Equal("$APP_UID", Assert.Single(GetInstructions("USER")));

    private static IEnumerable<string> GetInstructions(string name) =>
        Lines.Where(line => line.StartsWith($"{name} ", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..]);

    private static string GetHealthCheckUrl() => Url().Match(Assert.Single(GetInstructions("HEALTHCHECK"))).Value;

    /// <summary>Copies files and folders, except those that .dockerignore excludes.</summary>
    private static void Copy(string[] paths, string target)
    {
        foreach (var path in paths[..^1])
        {
            var source = Path.Combine(Repository.Root, path);
            var files = path.EndsWith('/') ? Directory.GetFiles(source, "*", SearchOption.AllDirectories) : [source];
            foreach (var file in files.Where(file => !IgnoredFolder().IsMatch(file)))
            {
                var name = path.EndsWith('/') ? Path.GetRelativePath(source, file) : Path.GetFileName(file);
                var copy = Path.Combine(target, paths[^1], name);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    [GeneratedRegex(@"DefaultPort = (?<port>\d+)")]
    private static partial Regex DefaultPort();

    [GeneratedRegex("http://[^\"]+")]
    private static partial Regex Url();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex IgnoredFolder();
}
