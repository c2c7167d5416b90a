using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>The package references, the analyzer settings and the line lengths of the repository.</summary>
public sealed partial class RepositoryTests
{
    [Fact]
    public void Package_versions_are_exact_and_central()
    {
        var central = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion").Where(package => package.Attribute("Include") is not null).ToList();
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).ToList();

        Assert.NotEmpty(central);
        Assert.All(central, package => Assert.Matches(ExactVersion(), package.Attribute("Version")!.Value));
        Assert.All(central.Attributes("Lowest"), lowest => Assert.Matches(ExactVersion(), lowest.Value));
        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.DoesNotContain(
            XDocument.Load(project).Descendants("PackageReference"),
            package => (package.Attribute("Version") ?? package.Attribute("VersionOverride")) is not null));
    }

    [Fact]
    public void Library_references_only_allowed_packages()
    {
        var project = XDocument.Load(Directory.GetFiles(Repository.Library, "*.csproj").Single());
        string[] allowed =
        [
            "IsExternalInit",
            "Microsoft.Bcl.TimeProvider",
            "Microsoft.Extensions.AI.Abstractions",
            "Microsoft.Extensions.Configuration.Binder",
            "Microsoft.Extensions.Http",
            "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Options.ConfigurationExtensions",
            "Nullable",
            "Polly.Core",
            "System.Net.ServerSentEvents",
            "System.Text.Json",
            "System.Threading.RateLimiting",
        ];

        Assert.Equal(
            allowed,
            project.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Missing_ConfigureAwait_is_a_build_error()
    {
        var sections = File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig")).ReplaceLineEndings("\n").Split("\n[");

        Assert.Contains(sections, section =>
            section.StartsWith("src/Mistral.Extensions.AI{,.DataIngestion,.Hosting,.SemanticKernel}/**.cs]", StringComparison.Ordinal)
            && section.Contains("dotnet_diagnostic.CA2007.severity = error", StringComparison.Ordinal));
    }

    [Fact]
    public void CA2007_is_not_suppressed() => Assert.DoesNotContain(
        new[] { Repository.Library, Repository.DataIngestionPackage, Repository.HostingPackage, Repository.SemanticKernelPackage }
            .SelectMany(Repository.GetSourceFiles),
        file => File.ReadAllText(file).Contains("CA2007", StringComparison.Ordinal));

    [Fact]
    public void Lines_of_CSharp_files_have_at_most_140_characters()
    {
        string[] folders = ["src", "tests", "samples", "benchmarks"];
        var files = folders.SelectMany(folder => Repository.GetSourceFiles(Path.Combine(Repository.Root, folder))).ToList();

        var violations =
            from file in files
            from line in File.ReadLines(file).Select((text, index) => (text.Length, Number: index + 1))
            where line.Length > 140
            select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number}";

        Assert.NotEmpty(files);
        Assert.Empty(violations);
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+(-[\w.]+)?$")]
    private static partial Regex ExactVersion();
}
