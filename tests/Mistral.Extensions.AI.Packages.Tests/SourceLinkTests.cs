using System.Text.Json;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>Packages that are built in a clone of a GitHub repository name that repository and its commit.</summary>
public sealed class SourceLinkTests
{
    [Fact]
    public async Task Symbols_and_package_of_a_GitHub_clone_name_the_repository_and_the_commit()
    {
        var clone = Directory.CreateTempSubdirectory("mistral-clone-").FullName;
        try
        {
            await Command.RunAsync(clone, "git", ["clone", "--quiet", "--depth", "1", $"file://{Repository.Root}", "."]);
            await Command.RunAsync(clone, "git", ["remote", "set-url", "origin", "https://github.com/example/mistral.git"]);
            var commit = (await Command.RunAsync(clone, "git", ["rev-parse", "HEAD"])).Trim();

            var output = await Command.RunAsync(
                Path.Combine(clone, "src", "Mistral.Extensions.AI.Hosting"),
                "dotnet",
                [
                    "build", "-f", "net10.0", "-restore", "-nologo", "-v", "quiet", "-p:ContinuousIntegrationBuild=true",
                    "-t:PrepareForBuild;GenerateSourceLinkFile;_InitializeNuspecRepositoryInformationProperties;AddGitHubMetadata",
                    "-getProperty:RepositoryUrl,RepositoryCommit,SourceLink,PackageProjectUrl,PackageReleaseNotes",
                ]);
            var properties = JsonDocument.Parse(output).RootElement.GetProperty("Properties");
            var sourceLink = await File.ReadAllTextAsync(
                Path.Combine(clone, "src", "Mistral.Extensions.AI.Hosting", properties.GetProperty("SourceLink").GetString()!),
                TestContext.Current.CancellationToken);

            Assert.Equal("https://github.com/example/mistral.git", properties.GetProperty("RepositoryUrl").GetString());
            Assert.Equal("https://github.com/example/mistral", properties.GetProperty("PackageProjectUrl").GetString());
            Assert.Equal(
                $"https://github.com/example/mistral/blob/{commit}/CHANGELOG.md",
                properties.GetProperty("PackageReleaseNotes").GetString());
            Assert.Equal(commit, properties.GetProperty("RepositoryCommit").GetString());
            Assert.Contains($"https://raw.githubusercontent.com/example/mistral/{commit}/*", sourceLink, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(clone, recursive: true);
        }
    }
}
