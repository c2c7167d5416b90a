namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>
/// A folder in which the packages are a package source. Its package cache is shared by all projects of a run, but not by runs, because the
/// packages have the same version in every build.
/// </summary>
internal sealed class EmptyProject : IDisposable
{
    private readonly PackedPackages _packages;

    internal EmptyProject(PackedPackages packages)
    {
        _packages = packages;
        File.WriteAllText(Path.Combine(Folder, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packages" value="{packages.Folder}" /></packageSources>
            </configuration>
            """);
    }

    internal string Folder { get; } = Directory.CreateTempSubdirectory("mistral-empty-").FullName;

    /// <summary>The packages of the project with their versions, as NuGet writes them.</summary>
    internal string ReadAssets() => File.ReadAllText(Path.Combine(Folder, "obj", "project.assets.json"));

    /// <summary>Creates a console program and adds packages to it. A package can have a version: <c>Name@1.0.0</c>.</summary>
    internal async Task CreateAsync(params string[] packageNames)
    {
        await DotnetAsync("new", "console", "--name", "Example", "--output", ".");
        foreach (var name in packageNames)
            await DotnetAsync("add", "package", name);
    }

    /// <summary>Builds and runs a program, and returns its output. The variables are those of the program.</summary>
    internal async Task<string> RunAsync(string code, params (string Name, string Value)[] environment)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "Program.cs"), code);
        await DotnetAsync("build", "--nologo", "-v", "quiet");
        return await Command.RunAsync(Folder, "dotnet", ["run", "--no-build"], environment);
    }

    internal Task<string> DotnetAsync(params string[] arguments) =>
        Command.RunAsync(Folder, "dotnet", arguments, ("NUGET_PACKAGES", _packages.CacheFolder));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
