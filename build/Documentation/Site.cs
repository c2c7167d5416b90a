using System.Text;
using Documentation.Reference;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Documentation;

/// <summary>
/// A web site of Markdown pages: the README, <c>docs</c>, all pages that they link, and the API reference. A page has the path of its
/// Markdown file; a <c>README.md</c> is the <c>index.html</c> of its folder.
/// </summary>
/// <param name="root">The root folder of the repository.</param>
/// <param name="reference">The API reference.</param>
/// <param name="filesUrl">The URL of the files of the repository; null if links to them should be texts.</param>
internal sealed class Site(string root, ApiReference reference, string? filesUrl)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private readonly SortedDictionary<string, MarkdownPage> _pages = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Broken links and cross references.</summary>
    internal List<string> Errors { get; } = [];

    /// <summary>Creates the files of the site, by path.</summary>
    internal IReadOnlyDictionary<string, byte[]> Create()
    {
        foreach (var (path, markdown) in reference.CreatePages())
            _pages.Add(path, MarkdownPage.Parse(markdown, Pipeline));
        Errors.AddRange(reference.Links.Errors.Distinct());
        AddPage("README.md");
        foreach (var file in Directory.GetFiles(Path.Combine(root, "docs"), "*.md"))
            AddPage($"docs/{Path.GetFileName(file)}");

        _files["site.css"] = ReadStyles();
        foreach (var (path, page) in _pages)
        {
            foreach (var link in page.Document.Descendants<LinkInline>().ToList())
                Rewrite(link, path);
            if (!path.StartsWith(ApiReference.Folder, StringComparison.Ordinal))
                LinkTypes(page, path);
            _files[GetHtmlPath(path)] = Encoding.UTF8.GetBytes(page.ToHtml(Pipeline, GetRelativePath(path, "")));
        }

        return _files;
    }

    /// <summary>Adds a page and the pages that it links.</summary>
    private void AddPage(string path)
    {
        if (_pages.ContainsKey(path))
            return;

        var page = MarkdownPage.Parse(File.ReadAllText(Path.Combine(root, path)), Pipeline);
        _pages.Add(path, page);
        foreach (var link in page.Document.Descendants<LinkInline>())
        {
            var target = Resolve(path, link.Url!.Split('#')[0]);
            if (!IsExternal(link) && target.EndsWith(".md", StringComparison.Ordinal) && File.Exists(Path.Combine(root, target)))
                AddPage(target);
        }
    }

    /// <summary>Changes a link to a Markdown file into one to its page, and a link to another file into one to the file.</summary>
    private void Rewrite(LinkInline link, string path)
    {
        if (IsExternal(link))
            return;

        var (file, anchor) = link.Url!.Split('#') is [var name, var heading] ? (name, heading) : (link.Url, null);
        var target = file.Length > 0 ? Resolve(path, file) : path;
        if (_pages.TryGetValue(target, out var page))
        {
            if (anchor is not null && !page.Anchors.Contains(anchor))
                Errors.Add($"{path}: {link.Url} has no such heading.");
            link.Url = (file.Length > 0 ? GetRelativePath(path, GetHtmlPath(target)) : "") + (anchor is null ? "" : $"#{anchor}");
        }
        else if (!Path.Exists(Path.Combine(root, target)))
        {
            Errors.Add($"{path}: {link.Url} does not exist.");
        }
        else if (link.IsImage)
        {
            _files[target] = File.ReadAllBytes(Path.Combine(root, target));
        }
        else if (filesUrl is not null)
        {
            link.Url = $"{filesUrl.TrimEnd('/')}/{target}";
        }
        else
        {
            var text = new ContainerInline();
            link.ReplaceBy(text, copyChildren: true);
        }
    }

    /// <summary>Links the names of types and members of the API reference, which are written as code.</summary>
    private void LinkTypes(MarkdownPage page, string path)
    {
        foreach (var code in page.Document.Descendants<CodeInline>().ToList())
        {
            if (IsInLinkOrHeading(code) || reference.FindPage(code.Content) is not { } target)
                continue;

            var link = new LinkInline(GetRelativePath(path, $"{ApiReference.Folder}/{target.Replace(".md", ".html")}"), "");
            code.ReplaceBy(link);
            link.AppendChild(code);
        }
    }

    private static bool IsInLinkOrHeading(Inline inline)
    {
        var top = inline.Parent;
        for (; top?.Parent is { } parent && top is not LinkInline; top = parent) { }
        return top is LinkInline || top?.ParentBlock is HeadingBlock;
    }

    private static bool IsExternal(LinkInline link) => link.Url!.Contains("://", StringComparison.Ordinal);

    private static string Resolve(string page, string target) =>
        Path.GetRelativePath("/", Path.Combine("/", Path.GetDirectoryName(page)!, target)).Replace('\\', '/');

    private static string GetRelativePath(string page, string target) =>
        Path.GetRelativePath("/" + Path.GetDirectoryName(page), "/" + target).Replace('\\', '/');

    private static string GetHtmlPath(string path) =>
        (Path.GetFileName(path) == "README.md" ? path[..^"README.md".Length] + "index.md" : path)[..^".md".Length] + ".html";

    private static byte[] ReadStyles()
    {
        using var stream = typeof(Site).Assembly.GetManifestResourceStream("site.css")!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }
}
