using System.Text.RegularExpressions;

namespace Documentation.Tests;

/// <summary>The site has a page for each Markdown page, and its links work.</summary>
public sealed partial class SiteTests(SiteFixture site)
{
    [Fact]
    public void Links_and_cross_references_exist() => Assert.Empty(site.Errors);

    [Fact]
    public void Links_of_the_HTML_pages_point_to_files_and_anchors_of_the_site()
    {
        var broken = from path in site.Files.Keys
                     where path.EndsWith(".html", StringComparison.Ordinal)
                     from Match link in LocalLink().Matches(site.ReadHtml(path))
                     where !Exists(path, link.Groups["target"].Value)
                     select $"{path}: {link.Groups["target"].Value}";

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_page_of_docs_is_in_the_site() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(SiteFixture.Root, "docs"), "*.md").Select(file => Path.GetFileNameWithoutExtension(file)),
            name => Assert.Contains(name == "README" ? "docs/index.html" : $"docs/{name}.html", site.Files.Keys));

    [Fact]
    public void Page_has_a_title_and_a_description_for_search_engines()
    {
        var page = site.ReadHtml("docs/fim.html");

        Assert.Matches("<title>Fill-in-the-middle .* - Mistral.Extensions.AI</title>", page);
        Assert.Matches("<meta name=\"description\" content=\"mistral.Fim lets Codestral generate ", page);
    }

    [Fact]
    public void Names_of_types_and_members_in_pages_are_links()
    {
        var page = site.ReadHtml("docs/reliability.html");

        Assert.Contains("""<a href="api/Mistral.Extensions.AI.MistralException.html"><code>MistralException</code></a>""", page);
    }

    [Fact]
    public void Links_to_source_files_point_to_the_repository()
    {
        var files = new Site(SiteFixture.Root, site.Reference, "https://example.com/blob/main/").Create();

        Assert.Contains(
            "href=\"https://example.com/blob/main/samples/RAG/Program.cs\"",
            System.Text.Encoding.UTF8.GetString(files["docs/embeddings.html"]));
    }

    [Fact]
    public void Broken_links_are_errors()
    {
        var root = Directory.CreateTempSubdirectory();
        try
        {
            Directory.CreateDirectory(Path.Combine(root.FullName, "docs"));
            File.WriteAllText(Path.Combine(root.FullName, "README.md"), "# Title\n\nA [page](docs/page.md), [another](docs/missing.md).\n");
            File.WriteAllText(
                Path.Combine(root.FullName, "docs", "page.md"), "# Page\n\nA [heading](../README.md#missing), [this](#page).\n");
            var broken = new Site(root.FullName, site.Reference, filesUrl: null);

            broken.Create();

            Assert.Equal(
                ["README.md: docs/missing.md does not exist.", "docs/page.md: ../README.md#missing has no such heading."], broken.Errors);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private bool Exists(string path, string target)
    {
        var (file, anchor) = target.Split('#') is [var name, var heading] ? (name, heading) : (target, null);
        var linked = file.Length == 0 ? path : Path.GetRelativePath("/", Path.Combine("/", Path.GetDirectoryName(path)!, file));
        return site.Files.ContainsKey(linked)
            && (anchor is null || site.ReadHtml(linked).Contains($" id=\"{anchor}\"", StringComparison.Ordinal));
    }

    [GeneratedRegex("(?:href|src)=\"(?!https?://)(?<target>[^\"]*)\"")]
    private static partial Regex LocalLink();
}
