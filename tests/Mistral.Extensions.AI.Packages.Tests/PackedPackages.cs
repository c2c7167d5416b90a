using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Packages.Tests;
using Mistral.Extensions.AI.Tests.Architecture;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>
/// The packages of the projects in src that the main solution contains. They are built as in a release, in the folder
/// MISTRAL_PACKAGES or, if it is not set, in a temporary folder.
/// </summary>
public sealed partial class PackedPackages : IAsyncLifetime
{
    private readonly string? _existingFolder = Environment.GetEnvironmentVariable("MISTRAL_PACKAGES");

    /// <summary>The folder of the packages.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>The package cache of the projects that tests create.</summary>
    internal string CacheFolder { get; } = Directory.CreateTempSubdirectory("mistral-cache-").FullName;

    /// <summary>The names of the packages.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. SourceProject().Matches(File.ReadAllText(Path.Combine(Repository.Root, "Mistral.Extensions.AI.sln")))
            .Select(match => match.Groups["name"].Value),
    ];

    public async ValueTask InitializeAsync()
    {
        Folder = _existingFolder ?? Directory.CreateTempSubdirectory("mistral-packages-").FullName;
        if (Directory.Exists(Folder) && Directory.EnumerateFiles(Folder, "*.nupkg").Any())
            return;

        foreach (var name in Names)
        {
            await Command.RunAsync(
                Repository.Root,
                "dotnet",
                // The build of the solution runs the analyzers.
                ["pack", $"src/{name}", "--output", Folder, "--nologo", "-v", "quiet", "-p:RunAnalyzers=false"]);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_existingFolder is null)
            Directory.Delete(Folder, recursive: true);
        Directory.Delete(CacheFolder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the package, or the package with its symbols.</summary>
    internal PackageArchive Open(string name, string extension = ".nupkg") => new(Directory.EnumerateFiles(Folder, $"{name}.*{extension}")
        .Single(file => Version().IsMatch(Path.GetFileName(file)[(name.Length + 1)..])));

    [GeneratedRegex(@"src\\(?<name>[\w.]+)\\\k<name>\.csproj")]
    private static partial Regex SourceProject();

    [GeneratedRegex(@"^\d")]
    private static partial Regex Version();
}
