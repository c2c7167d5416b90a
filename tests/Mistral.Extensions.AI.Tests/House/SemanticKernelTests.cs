using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mistral.Extensions.AI.Tests.House;

/// <summary>The package for Semantic Kernel stands beside the library: it knows it, and is not known by it.</summary>
public sealed partial class SemanticKernelTests
{
    private static readonly string Package = Path.Combine(Repository.Root, "src", "Mistral.Extensions.AI.SemanticKernel");

    [Fact]
    public void Nothing_of_the_main_solution_needs_what_many_feeds_lack()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Mistral.Extensions.AI.sln"));
        var projects = ProjectPath().Matches(solution).Select(match => Path.Combine(Repository.Root, match.Groups["path"].Value.Replace('\\', '/'))).ToList();
        var lacking = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("ItemGroup")
            .Single(group => group.Attribute("Label")?.Value.StartsWith("Semantic Kernel", StringComparison.Ordinal) is true)
            .Elements("PackageVersion").Select(package => package.Attribute("Include")!.Value).ToHashSet();

        Assert.NotEmpty(projects);
        Assert.Contains("Microsoft.SemanticKernel.Abstractions", lacking);
        Assert.DoesNotContain(projects, project => project.Contains("SemanticKernel", StringComparison.Ordinal));
        Assert.All(projects, project => Assert.DoesNotContain(
            XDocument.Load(project).Descendants("PackageReference"), package => lacking.Contains(package.Attribute("Include")!.Value)));
    }

    [Fact]
    public void The_package_stands_on_the_abstractions_of_Semantic_Kernel_alone()
    {
        var project = XDocument.Load(Directory.GetFiles(Package, "*.csproj").Single());

        Assert.Equal(
            ["Microsoft.SemanticKernel.Abstractions", "Nullable"],
            project.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_library_and_the_emulator_do_not_know_it() =>
        Assert.DoesNotContain(
            Repository.SourcesIn(Repository.Library).Concat(Repository.SourcesIn(Repository.Emulator)),
            file => Repository.CodeOf(file).Contains("SemanticKernel", StringComparison.Ordinal));

    [Fact]
    public void It_knows_no_adapter_and_no_emulator()
    {
        var sources = Repository.SourcesIn(Package).ToList();

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, file => Unknown().IsMatch(Repository.CodeOf(file)));
        Assert.DoesNotContain(sources, file => File.ReadAllText(file).Contains("CA2007", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"""(?<path>[^""]+\.csproj)""")]
    private static partial Regex ProjectPath();

    [GeneratedRegex(@"\bMistral\.Extensions\.AI\.(Adapters|Http|Json|Emulator)\b")]
    private static partial Regex Unknown();
}
