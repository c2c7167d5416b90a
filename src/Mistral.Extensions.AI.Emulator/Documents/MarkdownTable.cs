using System.Net;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>A table of a page, which is found as Markdown, in the format that was asked for.</summary>
internal static partial class MarkdownTable
{
    public static string Convert(string markdown, string format) => format == "html" ? ToHtml(markdown) : markdown;

    public static string GetFileExtension(string format) => format == "html" ? "html" : "md";

    private static string ToHtml(string markdown)
    {
        var lines = markdown.Split('\n');
        var hasHead = lines.Length > 1 && SeparatorRegex.IsMatch(lines[1]);
        var rows = lines.Where((_, number) => !hasHead || number != 1)
            .Select((line, number) => ToHtmlRow(line, hasHead && number == 0 ? "th" : "td"));
        return $"<table>{string.Concat(rows)}</table>";
    }

    private static string ToHtmlRow(string line, string cell) =>
        $"<tr>{string.Concat(line.Trim('|').Split('|').Select(text => $"<{cell}>{WebUtility.HtmlEncode(text.Trim())}</{cell}>"))}</tr>";

    [GeneratedRegex(@"^\|(?:\s*:?-+:?\s*\|)+$")]
    private static partial Regex SeparatorRegex { get; }
}
