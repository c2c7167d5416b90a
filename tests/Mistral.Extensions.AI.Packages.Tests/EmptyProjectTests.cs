using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>
/// The examples of the README, as they are, run in empty projects that have the packages from a folder, as the README says. They call
/// https://api.mistral.ai, which is the emulator.
/// </summary>
public sealed partial class EmptyProjectTests(PackedPackages packages, ApiEmulator emulator) : IClassFixture<ApiEmulator>, IDisposable
{
    private const string Package = "Mistral.Extensions.AI";

    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    private readonly EmptyProject _project = new(packages);

    /// <summary>The headings of the examples, and a text that the examples print.</summary>
    public static TheoryData<string, string> Examples => new()
    {
        { "Getting started", "Why is the sky blue?" },
        { "Streaming", "Tell me a story about the sea." },
        { "Structured output", "Lyon on the Rhône: 522250 inhabitants" },
        { "Images, PDF and other documents", "What is the total?" },
        { "Reasoning", "Thinking: " },
        { "Embeddings", "0." },
        { "Fill-in-the-middle (FIM)", "return" },
        { "OCR", "Invoice { Customer = " },
    };

    /// <summary>A project without other packages gets the lowest versions of the dependencies.</summary>
    [Fact]
    public async Task Examples_without_other_packages_run_with_the_lowest_versions_of_the_dependencies()
    {
        await _project.CreateAsync(Package);
        foreach (var file in new[] { "photo.png", "invoice.pdf" })
            File.Copy(Path.Combine(Repository.Root, "samples", "Assets", file), Path.Combine(_project.Folder, file));

        foreach (var (heading, text) in Examples.Select(example => example.Data))
        {
            var output = await _project.RunAsync(GetBlock(heading), emulator.Environment);
            Assert.True(output.Contains(text, StringComparison.Ordinal), $"The example below \"{heading}\" printed:\n{output}");
        }

        AssertHasLowestVersions("Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.Http", "Polly.Core");
    }

    [Fact]
    public async Task Example_of_dependency_injection_runs()
    {
        await _project.CreateAsync(Package, "Microsoft.Extensions.Hosting");
        await File.WriteAllTextAsync(
            Path.Combine(_project.Folder, "appsettings.json"),
            GetBlock("Dependency injection", "json"),
            TestContext.Current.CancellationToken);

        var output = await _project.RunAsync(GetBlock("Dependency injection"), emulator.Environment);

        Assert.Contains("Say hello.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Example_with_the_emulator_runs()
    {
        await _project.CreateAsync(Package, $"{Package}.Emulator");

        var output = await _project.RunAsync(GetBlock("Testing with the emulator"));

        Assert.Contains("Status codes: 503, 200", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_runs_with_the_lowest_versions_of_the_dependencies()
    {
        var hosting = GetLowestVersions()["Microsoft.Extensions.Hosting.Abstractions"];
        await _project.CreateAsync($"{Package}.Hosting", $"Microsoft.Extensions.Hosting@{hosting}");

        var output = await _project.RunAsync(
            """
            using Microsoft.Extensions.AI;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Diagnostics.HealthChecks;
            using Microsoft.Extensions.Hosting;

            var builder = Host.CreateApplicationBuilder(args);
            builder.AddMistralClient("mistral").AddChatClient("mistral-small-latest");
            using var host = builder.Build();
            Console.WriteLine(await host.Services.GetRequiredService<IChatClient>().GetResponseAsync("Say hello."));
            Console.WriteLine((await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
            """,
            emulator.Environment);

        Assert.Contains("Say hello.", output, StringComparison.Ordinal);
        Assert.EndsWith("Healthy", output.Trim(), StringComparison.Ordinal);
        AssertHasLowestVersions(
            "Microsoft.Extensions.Diagnostics.HealthChecks",
            "Microsoft.Extensions.Hosting.Abstractions",
            "OpenTelemetry.Api.ProviderBuilderExtensions");
    }

    /// <summary>The other examples need packages that are not on every package feed: the tests of those packages compile them.</summary>
    [Fact]
    public void Every_example_that_needs_no_other_packages_is_tested()
    {
        var headings = Block().Matches(Readme).Where(match => match.Groups["language"].Value == "csharp")
            .Select(match => Heading().Matches(Readme[..match.Index])[^1].Groups["text"].Value);

        Assert.Equal(
            [.. Examples.Select(example => example.Data.Item1), "Dependency injection", "Testing with the emulator"],
            headings.ToHashSet());
    }

    public void Dispose() => _project.Dispose();

    /// <summary>Gets the first block below a heading of the README.</summary>
    private static string GetBlock(string heading, string language = "csharp")
    {
        var start = Heading().Matches(Readme).Single(match => match.Groups["text"].Value == heading).Index;
        return Block().Matches(Readme[start..]).First(match => match.Groups["language"].Value == language).Groups["content"].Value;
    }

    private void AssertHasLowestVersions(params string[] names)
    {
        var versions = GetLowestVersions();
        Assert.All(
            names, name => Assert.Contains($"\"{name}/{versions[name]}\"", _project.ReadAssets(), StringComparison.Ordinal));
    }

    private static Dictionary<string, string> GetLowestVersions() => PackageLine()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props")))
        .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["version"].Value);

    [GeneratedRegex(@"^```(?<language>[^\n]*)\n(?<content>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("Include=\"(?<name>[\\w.]+)\" Version=\"[^\"]+\" Lowest=\"(?<version>[^\"]+)\"")]
    private static partial Regex PackageLine();
}
