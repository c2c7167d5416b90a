using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mistral.Extensions.AI.Tests.House;

/// <summary>What stands beside the code: the README, the versions, the rules for the compiler.</summary>
public sealed partial class PaperTests
{
    [Fact]
    public void Every_CSharp_block_of_the_README_is_a_piece_of_a_sample()
    {
        var samples = Repository.SourcesIn(Path.Combine(Repository.Root, "samples")).Select(file => Flat(File.ReadAllText(file))).ToList();
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Select(match => match.Groups["code"].Value).ToList();

        Assert.NotEmpty(samples);
        Assert.All(blocks, block => Assert.True(samples.Any(sample => sample.Contains(Flat(block), StringComparison.Ordinal)), block));
    }

    [Fact]
    public void Every_promise_of_the_README_is_the_name_of_a_test()
    {
        var tests = typeof(PaperTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => method.Name).ToHashSet();
        var promises = Promises().Match(File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n")).Groups["sentences"]
            .Captures.SelectMany(row => row.Value.Split('.', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();

        Assert.NotEmpty(promises);
        Assert.All(promises, promise => Assert.Contains(NoLetter().Replace(promise, "").Replace(' ', '_'), tests));
    }

    [Fact]
    public void Package_versions_are_exact_and_stand_in_one_place()
    {
        var central = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion").ToList();
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).ToList();

        Assert.NotEmpty(central);
        Assert.All(central, package => Assert.Matches(ExactVersion(), package.Attribute("Version")!.Value));
        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.All(
            XDocument.Load(project).Descendants("PackageReference"),
            package => Assert.True(package.Attribute("Version") is null && package.Attribute("VersionOverride") is null, $"{project}: {package}")));
    }

    [Fact]
    public void The_library_references_only_what_a_provider_may()
    {
        var project = XDocument.Load(Directory.GetFiles(Repository.Library, "*.csproj").Single());
        string[] allowed =
        [
            "IsExternalInit", "Microsoft.Bcl.TimeProvider", "Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.Configuration.Binder",
            "Microsoft.Extensions.Http", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options.ConfigurationExtensions",
            "Nullable", "Polly.Core", "System.Net.ServerSentEvents", "System.Text.Json",
        ];

        Assert.Equal(allowed, project.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_forgotten_ConfigureAwait_is_an_error_of_the_build()
    {
        var sections = File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig")).ReplaceLineEndings("\n").Split("\n[");

        Assert.Contains(sections, section =>
            section.StartsWith("src/Mistral.Extensions.AI{,.SemanticKernel}/**.cs]", StringComparison.Ordinal)
            && section.Contains("dotnet_diagnostic.CA2007.severity = error", StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_silences_the_analyzer_that_asks_for_it() =>
        Assert.DoesNotContain(Repository.SourcesIn(Repository.Library), file => File.ReadAllText(file).Contains("CA2007", StringComparison.Ordinal));

    /// <summary>The lines without their indentation: that depends on where the piece stood.</summary>
    private static string Flat(string code) =>
        "\n" + string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)) + "\n";

    [GeneratedRegex(@"^```csharp\s*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"### What is promised\n.*?\|---\|---\|\n(\|[^|]+\|(?<sentences>[^|]+)\|\n)+", RegexOptions.Singleline)]
    private static partial Regex Promises();

    [GeneratedRegex(@"[^\w ]")]
    private static partial Regex NoLetter();

    [GeneratedRegex(@"^\d+\.\d+\.\d+(-[\w.]+)?$")]
    private static partial Regex ExactVersion();
}
