using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>The files, the dependencies and the metadata of the packages.</summary>
public sealed partial class PackageContentTests(PackedPackages packages)
{
    public static TheoryData<string> Names => [.. PackedPackages.Names];

    [Fact]
    public void Files_and_dependencies_equal_the_approved_ones()
    {
        var file = Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.Packages.Tests", "Packages.approved.txt");
        var received = string.Concat(PackedPackages.Names.Order(StringComparer.Ordinal).Select(Describe));
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(file, received);

        Assert.Equal(File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "", received);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Metadata_is_complete(string name)
    {
        using var package = packages.Open(name);
        var repository = GetRepository(package);

        Assert.Equal("MIT", package.Find("license"));
        Assert.Equal("icon.png", package.Find("icon"));
        Assert.Equal("README.md", package.Find("readme"));
        Assert.Contains("mistral", package.Find("tags")!.Split(' '));
        Assert.InRange(package.Find("description")!.Length, 50, 4000);
        Assert.NotEmpty(package.Find("authors")!);
        Assert.NotEmpty(package.Find("copyright")!);
        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")!.Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Readme_has_only_links_that_work_outside_of_the_repository(string name)
    {
        using var package = packages.Open(name);
        var readme = InlineCode().Replace(package.ReadText("README.md"), "");
        var targets = Link().Matches(readme).Select(match => match.Groups["target"].Value);

        Assert.StartsWith($"# {name}\n", readme, StringComparison.Ordinal);
        Assert.All(targets, target => Assert.Matches("^(https://|#)", target));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Readme_is_that_of_the_project_or_of_the_repository(string name)
    {
        using var package = packages.Open(name);
        var file = Path.Combine(Repository.Root, "src", name, "README.md");
        var source = File.Exists(file) ? file : Path.Combine(Repository.Root, "README.md");
        var repository = GetRepository(package);
        var commit = repository.Attribute("url")?.Value is { } url && url.StartsWith("https://github.com/", StringComparison.Ordinal)
            ? new GitHubCommit(url, repository.Attribute("commit")!.Value)
            : null;

        Assert.Equal(PackageReadme.Create(source, Repository.Root, commit), package.ReadText("README.md"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Icon_is_a_PNG_file_of_128_pixels_and_less_than_10_KB(string name)
    {
        using var package = packages.Open(name);
        var icon = package.ReadBytes("icon.png");

        Assert.Equal("PNG"u8.ToArray(), icon[1..4]);
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)));
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20)));
        Assert.InRange(icon.Length, 1, 10_000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Assemblies_are_deterministic_and_have_symbols(string name)
    {
        using var package = packages.Open(name);
        using var symbols = packages.Open(name, ".snupkg");
        var assemblies = package.Files.Where(IsAssembly).ToList();

        Assert.NotEmpty(assemblies);
        foreach (var assembly in assemblies)
        {
            using var reader = new PEReader(new MemoryStream(package.ReadBytes(assembly)));
            var entries = reader.ReadDebugDirectory();
            var codeView = reader.ReadCodeViewDebugDirectoryData(entries.Single(entry => entry.Type == DebugDirectoryEntryType.CodeView));
            using var pdb = MetadataReaderProvider.FromPortablePdbStream(
                new MemoryStream(symbols.ReadBytes(Path.ChangeExtension(assembly, ".pdb"))));

            Assert.Contains(entries, entry => entry.Type == DebugDirectoryEntryType.Reproducible);
            Assert.Equal(codeView.Guid, new BlobContentId(pdb.GetMetadataReader().DebugMetadataHeader!.Id).Guid);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_contain_no_path_of_the_build(string name)
    {
        using var package = packages.Open(name);
        using var symbols = packages.Open(name, ".snupkg");
        string[] paths = [Repository.Root, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/.nuget"];

        foreach (var archive in new[] { package, symbols })
        {
            foreach (var content in archive.Files.Select(archive.ReadBytes))
            {
                Assert.All(paths, path => Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(path))));
                Assert.All(paths, path => Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(path))));
            }
        }
    }

    [Fact]
    public void Tool_has_the_command_of_the_readme()
    {
        using var package = packages.Open("Mistral.Extensions.AI.Emulator.Tool");
        var settings = XDocument.Parse(package.ReadText("tools/net10.0/any/DotnetToolSettings.xml").TrimStart('\uFEFF'));

        Assert.Equal("mistral-emulator", settings.Descendants("Command").Single().Attribute("Name")!.Value);
    }

    private static XElement GetRepository(PackageArchive package) =>
        package.Metadata.Elements().Single(element => element.Name.LocalName == "repository");

    /// <summary>A tool also has the assemblies of its dependencies.</summary>
    private static bool IsAssembly(string file) =>
        Path.GetFileName(file).StartsWith("Mistral.", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal);

    private string Describe(string name)
    {
        using var package = packages.Open(name);
        var dependencies =
            from dependency in package.Metadata.Descendants()
            where dependency.Name.LocalName == "dependency"
            let framework = dependency.Parent!.Attribute("targetFramework")!.Value
            select $"{framework}: {dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}";
        return string.Concat([$"{name}\n", .. package.Files.Concat(dependencies).Select(line => $"  {line}\n")]);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();
}
