using System.Net;
using System.Text;
using Documentation.Reference;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Documentation;

/// <summary>A Markdown page with its title, the description for search engines, and the anchors of its headings.</summary>
internal sealed class MarkdownPage
{
    private MarkdownPage(MarkdownDocument document)
    {
        Document = document;
        foreach (var heading in document.Descendants<HeadingBlock>())
            heading.GetAttributes().Id = AddAnchor(SymbolLinks.GetAnchor(GetText(heading.Inline!)));
        Title = GetText(document.Descendants<HeadingBlock>().First(heading => heading.Level == 1).Inline!);
        Description = document.OfType<ParagraphBlock>().FirstOrDefault() is { } paragraph ? GetText(paragraph.Inline!) : Title;
    }

    internal MarkdownDocument Document { get; }

    internal HashSet<string> Anchors { get; } = [];

    internal string Title { get; }

    internal string Description { get; }

    internal static MarkdownPage Parse(string markdown, MarkdownPipeline pipeline) =>
        new(Markdown.Parse(markdown.ReplaceLineEndings("\n"), pipeline));

    /// <summary>Creates the HTML page.</summary>
    /// <param name="pipeline">The Markdown extensions.</param>
    /// <param name="root">The relative path from the page to the root of the site.</param>
    internal string ToHtml(MarkdownPipeline pipeline, string root) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{WebUtility.HtmlEncode(Title)} - Mistral.Extensions.AI</title>
        <meta name="description" content="{WebUtility.HtmlEncode(Description)}">
        <link rel="stylesheet" href="{root}/site.css">
        </head>
        <body>
        <header><nav>
        <a href="{root}/index.html">Mistral.Extensions.AI</a>
        <a href="{root}/docs/index.html">Documentation</a>
        <a href="{root}/docs/api-reference.html">API reference</a>
        </nav></header>
        <main>
        {Document.ToHtml(pipeline)}</main>
        </body>
        </html>

        """;

    // A second heading with the same text gets a number, as on GitHub.
    private string AddAnchor(string anchor)
    {
        var unique = anchor;
        for (var number = 1; !Anchors.Add(unique); number++)
            unique = $"{anchor}-{number}";
        return unique;
    }

    private static string GetText(ContainerInline inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines.Descendants())
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => " ",
                _ => "",
            });
        }

        return text.ToString();
    }
}
