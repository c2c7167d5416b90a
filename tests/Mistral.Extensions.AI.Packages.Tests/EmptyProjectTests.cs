using System.Diagnostics;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>The examples of the README run in an empty project that has the packages from a folder, as the README says.</summary>
public sealed partial class EmptyProjectTests(PackedPackages packages) : IAsyncLifetime
{
    private const string ClientAtEmulator =
        """new MistralClient(new MistralClientOptions { Endpoint = new Uri(args[0]), ApiKey = "emulator-key-0123456789" })""";

    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    private readonly string _folder = Directory.CreateTempSubdirectory("mistral-empty-").FullName;

    /// <summary>A project without other packages gets the lowest versions of the dependencies.</summary>
    [Fact]
    public async Task First_example_runs_with_the_lowest_versions_of_the_dependencies()
    {
        await CreateProjectAsync("Mistral.Extensions.AI");
        var example = GetExample("### Without an API key");
        await WriteProgramAsync(example.Replace("new MistralClient()", ClientAtEmulator, StringComparison.Ordinal));

        var output = await RunOnToolAsync();

        Assert.Contains("Why is the sky blue?", output, StringComparison.Ordinal);
        Assert.All(GetLowestVersions(), version => Assert.Contains(version, ReadAssets(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Registered_client_runs_with_the_lowest_versions_of_the_dependencies()
    {
        await CreateProjectAsync("Mistral.Extensions.AI");
        await WriteProgramAsync("""
            using Microsoft.Extensions.AI;
            using Microsoft.Extensions.Configuration;
            using Microsoft.Extensions.DependencyInjection;

            var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Mistral:Endpoint"] = args[0],
                ["Mistral:ApiKey"] = "emulator-key-0123456789",
                ["Mistral:Timeout"] = "00:01:00",
            }).Build();
            var services = new ServiceCollection();
            services.AddMistralClient(configuration.GetSection("Mistral"));
            services.AddMistralChatClient("mistral-small-latest");
            using var provider = services.BuildServiceProvider();
            Console.WriteLine(await provider.GetRequiredService<IChatClient>().GetResponseAsync("Say hello."));
            """);

        Assert.Contains("Say hello.", await RunOnToolAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Example_with_the_emulator_runs()
    {
        await CreateProjectAsync("Mistral.Extensions.AI", "Mistral.Extensions.AI.Emulator");
        await WriteProgramAsync(GetExample("## Models"));

        Assert.Contains("Status codes: 503, 200", await DotnetAsync("run"), StringComparison.Ordinal);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Gets the last C# block of the README before a heading.</summary>
    private static string GetExample(string nextHeading) =>
        CSharpBlock().Matches(Readme[..Readme.IndexOf($"\n{nextHeading}\n", StringComparison.Ordinal)])[^1].Groups["code"].Value;

    private static IEnumerable<string> GetLowestVersions() => PackageLine()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props")))
        .Where(match => match.Groups["name"].Value is "Microsoft.Extensions.AI.Abstractions" or "Microsoft.Extensions.Http" or "Polly.Core")
        .Select(match => $"\"{match.Groups["name"].Value}/{match.Groups["version"].Value}\"");

    private async Task CreateProjectAsync(params string[] packageNames)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packages" value="{packages.Folder}" /></packageSources>
            </configuration>
            """);
        await DotnetAsync("new", "console", "--name", "Example", "--output", ".");
        foreach (var name in packageNames)
            await DotnetAsync("add", "package", name);
    }

    private Task WriteProgramAsync(string code) => File.WriteAllTextAsync(Path.Combine(_folder, "Program.cs"), code);

    private string ReadAssets() => File.ReadAllText(Path.Combine(_folder, "obj", "project.assets.json"));

    /// <summary>Runs the program with the endpoint of an emulator, which is installed as a .NET tool.</summary>
    private async Task<string> RunOnToolAsync()
    {
        await DotnetAsync("tool", "install", "Mistral.Extensions.AI.Emulator.Tool", "--tool-path", "tools");
        using var emulator = Command.Start(_folder, Path.Combine(_folder, "tools", "mistral-emulator"), ["--port", "0"]);
        try
        {
            return await DotnetAsync("run", "--", await ReadEndpointAsync(emulator));
        }
        finally
        {
            emulator.Kill();
            await emulator.WaitForExitAsync();
        }
    }

    private static async Task<string> ReadEndpointAsync(Process emulator)
    {
        while (await emulator.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Url().Match(line) is { Success: true } url)
                return url.Value;
        }
        throw new InvalidOperationException($"The emulator did not start: {await emulator.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Runs dotnet with a package folder of its own, because the packages have the same version in every build.</summary>
    private Task<string> DotnetAsync(params string[] arguments) =>
        Command.RunAsync(_folder, "dotnet", arguments, ("NUGET_PACKAGES", Path.Combine(_folder, "cache")));

    [GeneratedRegex(@"^```csharp[^\n]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex("Include=\"(?<name>[\\w.]+)\" Version=\"[^\"]+\" Lowest=\"(?<version>[^\"]+)\"")]
    private static partial Regex PackageLine();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Url();
}
