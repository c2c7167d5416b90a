using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>
/// The packages for Semantic Kernel and data ingestion have solutions of their own. They reference the library. Neither the library nor the
/// main solution references them.
/// </summary>
public sealed partial class SeparatePackageTests
{
    [Theory]
    [InlineData("Semantic Kernel solution", "Microsoft.SemanticKernel.Abstractions", "SemanticKernel")]
    [InlineData("Data ingestion solution", "Microsoft.Extensions.DataIngestion.Abstractions", "DataIngestion")]
    public void Main_solution_does_not_reference_packages_of_other_solutions(string group, string package, string project)
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Mistral.Extensions.AI.sln"));
        var projects = ProjectPath().Matches(solution)
            .Select(match => Path.Combine(Repository.Root, match.Groups["path"].Value.Replace('\\', '/'))).ToList();
        var forbidden = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("ItemGroup")
            .Single(packages => packages.Attribute("Label")?.Value == group)
            .Elements("PackageVersion").Select(package => package.Attribute("Include")!.Value).ToHashSet();

        Assert.NotEmpty(projects);
        Assert.Contains(package, forbidden);
        Assert.DoesNotContain(projects, path => path.Contains(project, StringComparison.Ordinal));
        Assert.All(projects, path => Assert.DoesNotContain(
            XDocument.Load(path).Descendants("PackageReference"), package => forbidden.Contains(package.Attribute("Include")!.Value)));
    }

    [Theory]
    [InlineData("SemanticKernel", "Microsoft.SemanticKernel.Abstractions", "Nullable")]
    [InlineData("DataIngestion", "Markdig", "Microsoft.Extensions.DataIngestion.Abstractions", "Nullable")]
    public void Packages_reference_only_abstractions_and_a_Markdown_parser(string package, params string[] allowed)
    {
        var references = XDocument.Load(Directory.GetFiles(GetFolder(package), "*.csproj").Single()).Descendants("PackageReference");

        Assert.Equal(allowed, references.Select(reference => reference.Attribute("Include")!.Value).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("SemanticKernel")]
    [InlineData("Microsoft.Extensions.DataIngestion")]
    public void Library_and_emulator_do_not_reference_the_namespace(string name) =>
        Assert.DoesNotContain(
            Repository.GetSourceFiles(Repository.Library).Concat(Repository.GetSourceFiles(Repository.Emulator)),
            file => Repository.ReadCode(file).Contains(name, StringComparison.Ordinal));

    [Theory]
    [InlineData("SemanticKernel")]
    [InlineData("DataIngestion")]
    public void Package_does_not_reference_internal_namespaces_or_the_emulator(string package)
    {
        var sources = Repository.GetSourceFiles(GetFolder(package)).ToList();

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, file => ForbiddenReference().IsMatch(Repository.ReadCode(file)));
    }

    [Fact]
    public void Semantic_Kernel_settings_do_not_reference_other_folders_of_the_package()
    {
        var settings = Repository.GetSourceFiles(Path.Combine(Repository.SemanticKernelPackage, "Settings")).ToList();
        var otherTypes = Repository.GetSourceFiles(Repository.SemanticKernelPackage).Except(settings)
            .Select(Path.GetFileNameWithoutExtension).ToList();

        Assert.NotEmpty(settings);
        Assert.Contains("MistralPromptExecutionSettings", otherTypes);
        Assert.All(settings, file => Assert.DoesNotContain(
            otherTypes, type => Repository.ReadCode(file).Contains(type!, StringComparison.Ordinal)));
    }

    private static string GetFolder(string package) => Path.Combine(Repository.Root, "src", $"Mistral.Extensions.AI.{package}");

    [GeneratedRegex(@"""(?<path>[^""]+\.csproj)""")]
    private static partial Regex ProjectPath();

    [GeneratedRegex(@"\bMistral\.Extensions\.AI\.(Adapters|Http|Json|Media|Emulator)\b")]
    private static partial Regex ForbiddenReference();
}
