using System.Reflection;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Adapters;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>The README and the pages in docs agree with the code and with each other.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Readme = ReadFile("README.md");

    [Fact]
    public void Every_CSharp_block_of_the_README_is_a_complete_sample()
    {
        // The samples create their client with SampleClient, which uses the emulator if there is no API key.
        var samples = Repository.GetSourceFiles(Path.Combine(Repository.Root, "samples"))
            .Select(file => ReadFile(file).Replace("await SampleClient.CreateAsync()", "new MistralClient()", StringComparison.Ordinal))
            .ToList();
        var blocks = GetBlocks("csharp");

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(block, samples));
    }

    [Fact]
    public void Every_JSON_block_of_the_README_is_a_file_of_a_sample()
    {
        var files = Directory.GetDirectories(Path.Combine(Repository.Root, "samples", "Readme"))
            .Select(folder => Path.Combine(folder, "appsettings.json")).Where(File.Exists).Select(ReadFile).ToList();
        var blocks = GetBlocks("json");

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(block, files));
    }

    [Fact]
    public void README_has_fewer_than_250_lines() => Assert.InRange(Readme.Split('\n').Length - 1, 1, 249);

    public static TheoryData<string> Pages =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}"),
        "README.md", "CONTRIBUTING.md", "samples/SharedLimit/README.md", "src/Mistral.Extensions.AI.Emulator/README.md",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Relative_links_point_to_existing_files_and_headings(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var broken = GetLinks(ReadFile(page))
            .Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Where(target =>
            {
                var (file, anchor) = target.Split('#') is [var path, var heading] ? (path, heading) : (target, null);
                var linked = file.Length > 0 ? Path.Combine(folder, file) : Path.Combine(Repository.Root, page);
                return !Path.Exists(linked) || (anchor is not null && !GetAnchors(ReadFile(linked)).Contains(anchor));
            });

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_page_is_in_the_index()
    {
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => Path.GetFileName(file)!);

        Assert.Empty(pages.Except(GetLinks(ReadFile("docs/README.md"))).Except(["README.md"]));
    }

    [Fact]
    public void Pages_have_at_most_200_lines()
    {
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}");

        Assert.DoesNotContain(pages, page => ReadFile(page).Split('\n').Length - 1 > 200);
    }

    [Fact]
    public void No_sentence_is_in_two_pages()
    {
        var sentences = Pages.Select(page => ReadFile(page.Data)).SelectMany(page => SentenceEnd().Split(CodeBlock().Replace(page, ""))
            .Select(sentence => WhiteSpace().Replace(sentence.Trim(), " "))
            .Where(sentence => sentence.Length > 60 && !sentence.StartsWith("The examples use ", StringComparison.Ordinal)).Distinct());

        Assert.Empty(sentences.GroupBy(sentence => sentence).Where(pages => pages.Count() > 1).Select(pages => pages.Key));
    }

    [Fact]
    public void Test_classes_named_in_the_reliability_page_exist()
    {
        var classes = typeof(DocumentationTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet();
        var named = TestClass().Matches(ReadFile("docs/reliability.md")).Select(match => match.Groups["name"].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, classes));
    }

    [Fact]
    public void Mapping_page_lists_every_additional_property()
    {
        var section = AdditionalPropertiesSection().Match(ReadFile("docs/mapping.md")).Value;
        var documentedKeys = TableKey().Matches(section).Select(match => match.Groups["key"].Value);
        var keys = typeof(AdditionalPropertyKeys).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(keys.Order(StringComparer.Ordinal), documentedKeys.Order(StringComparer.Ordinal));
    }

    private static List<string> GetBlocks(string language) => CodeBlock().Matches(Readme)
        .Where(block => block.Groups["language"].Value == language)
        .Select(block => block.Groups["code"].Value)
        .ToList();

    private static IEnumerable<string> GetLinks(string page) =>
        Link().Matches(InlineCode().Replace(page, "")).Select(match => match.Groups["target"].Value);

    // As GitHub creates them: lower case, without punctuation, and with hyphens for spaces.
    private static IEnumerable<string> GetAnchors(string page) => Heading().Matches(page).Select(heading =>
        Punctuation().Replace(heading.Groups["text"].Value.TrimEnd().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string ReadFile(string path) => File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^```(?<language>\w+)[^\n]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"(?<=[.:;])\s+|\n\n|\n- |(?<=^|\s)\|(?=\s)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^### Additional properties\n.*?(?=^##)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex AdditionalPropertiesSection();

    [GeneratedRegex(@"^\| `(?<key>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex TableKey();

    [GeneratedRegex(@"`(?:\w+/)*(?<name>\w+Tests)`")]
    private static partial Regex TestClass();
}
