using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>The README of a package has no relative links, because they do not work on nuget.org.</summary>
public sealed class PackageReadmeTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private static readonly GitHubCommit GitHub = new("https://github.com/example/mistral.git", Commit);

    [Theory]
    [InlineData("[Mapping](docs/mapping.md)", $"[Mapping](https://github.com/example/mistral/blob/{Commit}/docs/mapping.md)")]
    [InlineData("[Tools](docs/mapping.md#tools)", $"[Tools](https://github.com/example/mistral/blob/{Commit}/docs/mapping.md#tools)")]
    [InlineData("[Samples](samples)", $"[Samples](https://github.com/example/mistral/tree/{Commit}/samples)")]
    [InlineData("![Icon](src/icon.png)", $"![Icon](https://raw.githubusercontent.com/example/mistral/{Commit}/src/icon.png)")]
    [InlineData(
        "[![Icon](src/icon.png)](docs/mapping.md)",
        $"[![Icon](https://raw.githubusercontent.com/example/mistral/{Commit}/src/icon.png)]"
            + $"(https://github.com/example/mistral/blob/{Commit}/docs/mapping.md)")]
    public void Relative_link_leads_to_the_commit_on_GitHub(string source, string expected) =>
        Assert.Equal(expected, Create(source, GitHub));

    [Theory]
    [InlineData(
        "See [Mapping](docs/mapping.md#tools), [tools](docs/tools.md).", "See Mapping (`docs/mapping.md`), tools (`docs/tools.md`).")]
    [InlineData("[`docs/mapping.md`](docs/mapping.md)", "`docs/mapping.md`")]
    [InlineData("Text\n\n![Icon](src/icon.png)\n\nText\n", "Text\n\nText\n")]
    public void Relative_link_is_text_with_the_path_if_the_repository_is_not_on_GitHub(string source, string expected) =>
        Assert.Equal(expected, Create(source, null));

    [Theory]
    [InlineData("[API](https://docs.mistral.ai) ![MIT](https://img.shields.io/badge/license-MIT-blue)")]
    [InlineData("[Scripts](#scripts)")]
    [InlineData("`[Mapping](docs/mapping.md)`")]
    [InlineData("```\n[Mapping](docs/mapping.md)\n```\n")]
    public void Absolute_links_anchors_and_code_are_not_changed(string source)
    {
        Assert.Equal(source, Create(source, GitHub));
        Assert.Equal(source, Create(source, null));
    }

    [Fact]
    public void Link_to_a_missing_file_is_an_error()
    {
        var exception = Assert.Throws<FileNotFoundException>(() => Create("[Missing](docs/missing.md)", GitHub));

        Assert.Contains("docs/missing.md", exception.Message, StringComparison.Ordinal);
    }

    private static string Create(string source, GitHubCommit? commit) =>
        new PackageReadme(Repository.Root, Repository.Root, commit).Create(source);
}
