using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>A block of a page: one or more lines, or an image. <paramref name="Kind"/> is its <c>type</c> in the API.</summary>
internal sealed partial record PageBlock(string Kind, string Text, DocumentImage? Image = null)
{
    /// <summary>The patterns of lines. Adjacent lines of a multiline kind are one block.</summary>
    private static readonly (string Kind, Regex Regex, bool IsMultiline)[] Kinds =
    [
        ("title", TitleRegex(), false),
        ("table", TableRegex(), true),
        ("list", ListRegex(), true),
        ("equation", EquationRegex(), false),
        ("caption", CaptionRegex(), false),
        ("signature", SignatureRegex(), false),
        ("references", ReferencesRegex(), false),
    ];

    /// <summary>
    /// Returns the blocks of a page. The first line is a header if it starts with "Header:", the last line a footer if it starts with
    /// "Footer:".
    /// </summary>
    public static IReadOnlyList<PageBlock> FromPage(DocumentPage page)
    {
        var blocks = new List<PageBlock>();
        foreach (var (element, index) in page.Elements.Select((element, index) => (element, index)))
        {
            var kind = GetKind(element, isFirst: index == 0, isLast: index == page.Elements.Count - 1);
            if (blocks.Count > 0 && blocks[^1].Kind == kind && IsMultiline(kind))
                blocks[^1] = blocks[^1] with { Text = $"{blocks[^1].Text}\n{element.Text}" };
            else
                blocks.Add(new PageBlock(kind, element.Text, element.Image));
        }
        return blocks;
    }

    private static bool IsMultiline(string kind) => Kinds.Any(known => known.Kind == kind && known.IsMultiline);

    private static string GetKind(PageElement element, bool isFirst, bool isLast)
    {
        if (element.Image is not null)
            return "image";
        if (isFirst && element.Text.StartsWith("Header:", StringComparison.Ordinal))
            return "header";
        if (isLast && element.Text.StartsWith("Footer:", StringComparison.Ordinal))
            return "footer";
        return Kinds.FirstOrDefault(kind => kind.Regex.IsMatch(element.Text)).Kind ?? "text";
    }

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex TitleRegex();

    [GeneratedRegex(@"^\|.*\|$")]
    private static partial Regex TableRegex();

    [GeneratedRegex(@"^(?:[-*•]|\d{1,3}[.)]) ")]
    private static partial Regex ListRegex();

    [GeneratedRegex(@"^\$\$")]
    private static partial Regex EquationRegex();

    [GeneratedRegex(@"^(?:Figure|Table) \d")]
    private static partial Regex CaptionRegex();

    [GeneratedRegex("^Signature:")]
    private static partial Regex SignatureRegex();

    [GeneratedRegex(@"^\[\d+\] ")]
    private static partial Regex ReferencesRegex();
}
