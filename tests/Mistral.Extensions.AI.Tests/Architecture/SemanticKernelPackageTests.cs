using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>The Semantic Kernel package references the library. Neither the library nor the main solution references it.</summary>
public sealed partial class SemanticKernelPackageTests
{
    [Fact]
    public void Main_solution_does_not_reference_Semantic_Kernel_packages()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Mistral.Extensions.AI.sln"));
        var projects = ProjectPath().Matches(solution)
            .Select(match => Path.Combine(Repository.Root, match.Groups["path"].Value.Replace('\\', '/'))).ToList();
        var forbidden = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("ItemGroup")
            .Single(group => group.Attribute("Label")?.Value.StartsWith("Semantic Kernel", StringComparison.Ordinal) is true)
            .Elements("PackageVersion").Select(package => package.Attribute("Include")!.Value).ToHashSet();

        Assert.NotEmpty(projects);
        Assert.Contains("Microsoft.SemanticKernel.Abstractions", forbidden);
        Assert.DoesNotContain(projects, project => project.Contains("SemanticKernel", StringComparison.Ordinal));
        Assert.All(projects, project => Assert.DoesNotContain(
            XDocument.Load(project).Descendants("PackageReference"), package => forbidden.Contains(package.Attribute("Include")!.Value)));
    }

    [Fact]
    public void Semantic_Kernel_package_references_only_the_abstractions()
    {
        var project = XDocument.Load(Directory.GetFiles(Repository.SemanticKernelPackage, "*.csproj").Single());

        Assert.Equal(
            ["Microsoft.SemanticKernel.Abstractions", "Nullable"],
            project.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Library_and_emulator_do_not_reference_Semantic_Kernel() =>
        Assert.DoesNotContain(
            Repository.GetSourceFiles(Repository.Library).Concat(Repository.GetSourceFiles(Repository.Emulator)),
            file => Repository.ReadCode(file).Contains("SemanticKernel", StringComparison.Ordinal));

    [Fact]
    public void Semantic_Kernel_package_does_not_reference_internal_namespaces_or_the_emulator()
    {
        var sources = Repository.GetSourceFiles(Repository.SemanticKernelPackage).ToList();

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

    [GeneratedRegex(@"""(?<path>[^""]+\.csproj)""")]
    private static partial Regex ProjectPath();

    [GeneratedRegex(@"\bMistral\.Extensions\.AI\.(Adapters|Http|Json|Media|Emulator)\b")]
    private static partial Regex ForbiddenReference();
}
