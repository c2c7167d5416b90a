using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>One or more lines that belong together, or a picture, with the name the API has for such a block.</summary>
internal sealed partial record PageBlock(string Kind, string Text, DocumentImage? Image = null)
{
    /// <summary>How lines of each kind begin. Lines of the two that grow are taken together with their neighbours.</summary>
    private static readonly (string Kind, Regex Form, bool Grows)[] Kinds =
    [
        ("title", TitleRegex, false),
        ("table", TableRegex, true),
        ("list", ListRegex, true),
        ("equation", EquationRegex, false),
        ("caption", CaptionRegex, false),
        ("signature", SignatureRegex, false),
        ("references", ReferencesRegex, false),
    ];

    /// <summary>The passages of a page. Its first line is a header if it begins with "Header:", its last a footer with "Footer:".</summary>
    public static IReadOnlyList<PageBlock> FromPage(DocumentPage page)
    {
        var passages = new List<PageBlock>();
        foreach (var (piece, index) in page.Elements.Select((piece, index) => (piece, index)))
        {
            var kind = GetKind(piece, isFirst: index == 0, isLast: index == page.Elements.Count - 1);
            if (passages.Count > 0 && passages[^1].Kind == kind && Kinds.Any(known => known.Kind == kind && known.Grows))
                passages[^1] = passages[^1] with { Text = $"{passages[^1].Text}\n{piece.Text}" };
            else
                passages.Add(new PageBlock(kind, piece.Text, piece.Image));
        }
        return passages;
    }

    private static string GetKind(PageElement element, bool isFirst, bool isLast)
    {
        if (element.Image is not null)
            return "image";
        if (isFirst && element.Text.StartsWith("Header:", StringComparison.Ordinal))
            return "header";
        if (isLast && element.Text.StartsWith("Footer:", StringComparison.Ordinal))
            return "footer";
        return Kinds.FirstOrDefault(kind => kind.Form.IsMatch(element.Text)).Kind ?? "text";
    }

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex TitleRegex { get; }

    [GeneratedRegex(@"^\|.*\|$")]
    private static partial Regex TableRegex { get; }

    [GeneratedRegex(@"^(?:[-*•]|\d{1,3}[.)]) ")]
    private static partial Regex ListRegex { get; }

    [GeneratedRegex(@"^\$\$")]
    private static partial Regex EquationRegex { get; }

    [GeneratedRegex(@"^(?:Figure|Table) \d")]
    private static partial Regex CaptionRegex { get; }

    [GeneratedRegex("^Signature:")]
    private static partial Regex SignatureRegex { get; }

    [GeneratedRegex(@"^\[\d+\] ")]
    private static partial Regex ReferencesRegex { get; }
}
