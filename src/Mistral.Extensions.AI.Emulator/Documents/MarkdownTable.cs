using System.Net;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>Converts Markdown tables to the <c>table_format</c> of an OCR request.</summary>
internal static partial class MarkdownTable
{
    /// <summary>Returns the table in a format: "markdown" or "html".</summary>
    public static string Convert(string markdown, string format) => format == "html" ? ToHtml(markdown) : markdown;

    /// <summary>Returns the file extension of a format, without a dot.</summary>
    public static string GetFileExtension(string format) => format == "html" ? "html" : "md";

    private static string ToHtml(string markdown)
    {
        var lines = markdown.Split('\n');
        var hasHeader = lines.Length > 1 && SeparatorRegex().IsMatch(lines[1]);
        var rows = lines.Where((_, index) => !hasHeader || index != 1)
            .Select((line, index) => ToHtmlRow(line, hasHeader && index == 0 ? "th" : "td"));
        return $"<table>{string.Concat(rows)}</table>";
    }

    private static string ToHtmlRow(string line, string tag) =>
        $"<tr>{string.Concat(line.Trim('|').Split('|').Select(cell => $"<{tag}>{WebUtility.HtmlEncode(cell.Trim())}</{tag}>"))}</tr>";

    [GeneratedRegex(@"^\|(?:\s*:?-+:?\s*\|)+$")]
    private static partial Regex SeparatorRegex();
}
