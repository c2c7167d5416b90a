using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Microsoft.Extensions.DataIngestion;

namespace Mistral.Extensions.AI.DataIngestion.Mapping;

/// <summary>Maps the Markdown of a page that has no blocks, and reads the Markdown of blocks.</summary>
internal static class MarkdownMapping
{
    // Without the extension for mathematics, underscores in LaTeX would be parsed as emphasis.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseMathematics().Build();

    internal static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, Pipeline);

    /// <summary>Converts Markdown to plain text.</summary>
    internal static string ToText(string markdown) => Markdown.ToPlainText(markdown, Pipeline).Trim();

    /// <summary>Gets the level of a heading such as <c>## Terms</c>; null if the text does not start with number signs.</summary>
    internal static int? GetHeadingLevel(string markdown) => Parse(markdown).FirstOrDefault() is HeadingBlock heading
        ? heading.Level
        : null;

    /// <summary>Gets the levels of the headings of a page by their text.</summary>
    internal static Dictionary<string, int> GetHeadingLevels(string? markdown)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var heading in Parse(markdown ?? "").OfType<HeadingBlock>().Where(static heading => !heading.IsSetext))
            levels[GetSource(markdown!, heading).Trim('#', ' ')] = heading.Level;
        return levels;
    }

    /// <summary>Maps Markdown in its order. Text that Markdown does not render, such as link definitions, becomes a paragraph.</summary>
    internal static IEnumerable<IngestionDocumentElement> ToElements(string markdown, PageParts parts)
    {
        var position = 0;
        foreach (var block in Parse(markdown).Where(static block => block is not LinkReferenceDefinitionGroup))
        {
            if (ToParagraph(markdown.Substring(position, Math.Max(block.Span.Start - position, 0))) is { } skipped)
                yield return skipped;
            foreach (var element in ToElements(block, GetSource(markdown, block).TrimEnd(), parts))
                yield return element;
            position = Math.Max(position, block.Span.End + 1);
        }

        if (ToParagraph(markdown.Substring(position)) is { } rest)
            yield return rest;
    }

    private static IEnumerable<IngestionDocumentElement> ToElements(Block block, string source, PageParts parts) => block switch
    {
        ThematicBreakBlock => [],
        HeadingBlock heading => [new IngestionDocumentHeader(source) { Level = heading.Level, Text = ToText(source) }],
        Table => [TableMapping.ToElement(source)],
        HtmlBlock when HtmlTable.IsTable(source) => [TableMapping.ToElement(source)],
        CodeBlock or HtmlBlock => [new IngestionDocumentParagraph(source) { Text = source }],
        ParagraphBlock paragraph => LinkMapping.ToElements(paragraph, source, parts),
        _ => [new IngestionDocumentParagraph(source) { Text = ToText(source) }],
    };

    private static IngestionDocumentParagraph? ToParagraph(string markdown) =>
        string.IsNullOrWhiteSpace(markdown) ? null : new(markdown.Trim()) { Text = markdown.Trim() };

    internal static string GetSource(string markdown, MarkdownObject part) => markdown.Substring(part.Span.Start, part.Span.Length);
}
