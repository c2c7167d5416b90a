using System.Text.RegularExpressions;

/// <summary>
/// A README whose links work on nuget.org, where relative links do not. If the repository is on GitHub, relative links lead to the commit
/// of the package. Otherwise they become text with the path, and relative images are removed.
/// </summary>
internal sealed partial class PackageReadme(string root, string folder, GitHubCommit? commit)
{
    internal static string Create(string file, string root, GitHubCommit? commit) =>
        new PackageReadme(root, Path.GetDirectoryName(Path.GetFullPath(file))!, commit).Create(File.ReadAllText(file));

    internal string Create(string readme) => Element().Replace(readme.ReplaceLineEndings("\n"), Replace);

    private string Replace(Match match)
    {
        var target = match.Groups["target"].Value;
        if (target is "" or ['#', ..] || Uri.TryCreate(target, UriKind.Absolute, out _))
            return match.Value;

        var fullPath = Path.GetFullPath(target.Split('#')[0], folder);
        if (!Path.Exists(fullPath))
            throw new FileNotFoundException($"The README has a link to {target}, which does not exist. Correct the link.");

        var path = Path.GetRelativePath(root, fullPath).Replace('\\', '/');
        var text = Element().Replace(match.Groups["text"].Value, Replace);
        if (match.Groups["image"].Success)
            return commit is null ? "" : $"![{text}]({commit.GetContentUrl(path)}){match.Groups["end"].Value}";

        if (commit is null)
            return text.Contains(path, StringComparison.Ordinal) ? text : $"{text} (`{path}`)";

        var page = commit.GetPageUrl(path, isFolder: Directory.Exists(fullPath));
        return $"[{text}]({page}{target[target.Split('#')[0].Length..]})";
    }

    /// <summary>Code, which stays as it is, an image with the line breaks after it, or a link, whose text can contain an image.</summary>
    [GeneratedRegex("""
        ^```.*?^```
        | `[^`\n]*`
        | (?<image>!)\[(?<text>[^\]]*)\]\((?<target>[^)\s]+)\)(?<end>\n*)
        | \[(?<text>(?:!\[[^\]]*\]\([^)\s]+\)|[^\[\]])*)\]\((?<target>[^)\s]+)\)
        """, RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Element();
}

/// <summary>A commit of a repository on GitHub.</summary>
internal sealed record GitHubCommit(string RepositoryUrl, string Commit)
{
    private const string Host = "https://github.com/";

    private string Name => RepositoryUrl.StartsWith(Host, StringComparison.Ordinal)
        ? Regex.Replace(RepositoryUrl[Host.Length..], @"\.git$", "")
        : throw new ArgumentException($"{RepositoryUrl} is not a repository on GitHub.");

    internal string GetPageUrl(string path, bool isFolder) => $"{Host}{Name}/{(isFolder ? "tree" : "blob")}/{Commit}/{path}";

    /// <summary>Gets the URL of the content of a file. nuget.org shows images of this host.</summary>
    internal string GetContentUrl(string path) => $"https://raw.githubusercontent.com/{Name}/{Commit}/{path}";
}
