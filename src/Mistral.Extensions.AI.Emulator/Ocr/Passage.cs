using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary>One or more lines that belong together, or a picture, with the name the API has for such a block.</summary>
internal sealed partial record Passage(string Kind, string Text, Picture? Picture = null)
{
    /// <summary>How lines of each kind begin. Lines of the two that grow are taken together with their neighbours.</summary>
    private static readonly (string Kind, Regex Form, bool Grows)[] Kinds =
    [
        ("title", TitleForm, false),
        ("table", TableForm, true),
        ("list", ListForm, true),
        ("equation", EquationForm, false),
        ("caption", CaptionForm, false),
        ("signature", SignatureForm, false),
        ("references", ReferencesForm, false),
    ];

    /// <summary>The passages of a page. Its first line is a header if it begins with "Header:", its last a footer with "Footer:".</summary>
    public static IReadOnlyList<Passage> Of(Sheet sheet)
    {
        var passages = new List<Passage>();
        foreach (var (piece, index) in sheet.Pieces.Select((piece, index) => (piece, index)))
        {
            var kind = KindOf(piece, isFirst: index == 0, isLast: index == sheet.Pieces.Count - 1);
            if (passages.Count > 0 && passages[^1].Kind == kind && Kinds.Any(known => known.Kind == kind && known.Grows))
                passages[^1] = passages[^1] with { Text = $"{passages[^1].Text}\n{piece.Text}" };
            else
                passages.Add(new Passage(kind, piece.Text, piece.Picture));
        }
        return passages;
    }

    private static string KindOf(Piece piece, bool isFirst, bool isLast)
    {
        if (piece.Picture is not null)
            return "image";
        if (isFirst && piece.Text.StartsWith("Header:", StringComparison.Ordinal))
            return "header";
        if (isLast && piece.Text.StartsWith("Footer:", StringComparison.Ordinal))
            return "footer";
        return Kinds.FirstOrDefault(kind => kind.Form.IsMatch(piece.Text)).Kind ?? "text";
    }

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex TitleForm { get; }

    [GeneratedRegex(@"^\|.*\|$")]
    private static partial Regex TableForm { get; }

    [GeneratedRegex(@"^(?:[-*•]|\d{1,3}[.)]) ")]
    private static partial Regex ListForm { get; }

    [GeneratedRegex(@"^\$\$")]
    private static partial Regex EquationForm { get; }

    [GeneratedRegex(@"^(?:Figure|Table) \d")]
    private static partial Regex CaptionForm { get; }

    [GeneratedRegex("^Signature:")]
    private static partial Regex SignatureForm { get; }

    [GeneratedRegex(@"^\[\d+\] ")]
    private static partial Regex ReferencesForm { get; }
}
