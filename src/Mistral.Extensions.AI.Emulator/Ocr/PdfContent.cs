using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary>The operators of a PDF page that show text or an image. Where the text goes is only looked at for line breaks.</summary>
internal sealed partial class PdfContent(Func<string, Picture?> findPicture)
{
    /// <summary>Text of this size, in points, is a heading.</summary>
    private const double HeadingSize = 18;

    private readonly List<Piece> _pieces = [];
    private readonly StringBuilder _line = new();
    private double _size;
    private double _scale = 1;
    private bool _isHeading;
    private bool _showsText;

    public IReadOnlyList<Piece> Read(string content)
    {
        var operands = new List<string>();
        foreach (Match token in TokenForm.Matches(content))
        {
            if (char.IsAsciiLetter(token.Value[0]) || token.Value is "'" or "\"")
            {
                Execute(token.Value, operands);
                operands.Clear();
            }
            else if (token.Value[0] != '%')
                operands.Add(token.Value);
        }
        EndLine();
        return _pieces.Count == 0 && _showsText ? [new Piece("This page has text in a font that the emulator does not read.")] : _pieces;
    }

    private void Execute(string name, List<string> operands)
    {
        if (name is "BT" or "Tm" or "T*" or "'" or "\"" or "Do" || (name is "Td" or "TD" && NumberAt(operands, operands.Count - 1) != 0))
            EndLine();
        else if (name is "Td" or "TD")
            AddSpace();
        if (name == "Tf")
            _size = NumberAt(operands, operands.Count - 1);
        else if (name is "BT" or "Tm")
            _scale = name == "BT" ? 1 : Math.Abs(NumberAt(operands, 3));
        else if (name is "Tj" or "TJ" or "'" or "\"")
            Show(operands);
        else if (name == "Do" && operands is [['/', .. var image]] && findPicture(image) is { } picture)
            _pieces.Add(Piece.Of(picture));
    }

    private void Show(List<string> operands)
    {
        _showsText = true;
        if (_line.Length == 0)
            _isHeading = _size * _scale >= HeadingSize;
        foreach (var operand in operands)
        {
            if (operand[0] == '(')
                _line.Append(EscapeForm.Replace(operand.Length > 1 ? operand[1..^1] : "", Unescape));
            else if (operand[0] == '<')
                _line.Append(FromHex(operand));
            else if (operand[0] == '-' && NumberAt([operand], 0) < -200)
                // In TJ a gap as wide as this stands for a space.
                AddSpace();
        }
    }

    private void AddSpace()
    {
        if (_line.Length > 0 && _line[^1] != ' ')
            _line.Append(' ');
    }

    private void EndLine()
    {
        var text = _line.ToString().Trim();
        if (text.Length > 0)
            _pieces.Add(new Piece(_isHeading ? $"# {text}" : text));
        _line.Clear();
    }

    private static double NumberAt(List<string> operands, int index) =>
        index >= 0 && index < operands.Count
        && double.TryParse(operands[index], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private static string Unescape(Match escape) => escape.Value[1..] switch
    {
        "n" => "\n",
        "r" => "\r",
        "t" => "\t",
        "b" or "f" or "\n" or "\r" or "\r\n" => "",
        var digits when char.IsAsciiDigit(digits[0]) => ((char)(Convert.ToInt32(digits, 8) & 0xFF)).ToString(),
        var other => other,
    };

    /// <summary>Text in Latin letters; glyph numbers of an embedded font are none.</summary>
    private static string FromHex(string operand)
    {
        var digits = string.Concat(operand.Where(char.IsAsciiHexDigit));
        var text = Encoding.Latin1.GetString(Convert.FromHexString(digits.Length % 2 == 0 ? digits : digits + "0"));
        return text.Any(char.IsControl) ? "" : text;
    }

    /// <summary>
    /// A string (parentheses in it pair up, else it goes on to the end), a hex string, a name, a bracket, a comment, a number or an
    /// operator.
    /// </summary>
    [GeneratedRegex(
        @"\((?>\\.?|[^\\()]|(?<open>\()|(?<-open>\)))*(?:(?(open)(?!))\)|\z)|<[0-9A-Fa-f\s]*>|<<|>>|/[^\s()<>\[\]{}/%]*|[\[\]{}]|%[^\r\n]*"
        + @"|[^\s()<>\[\]{}/%]+", RegexOptions.Singleline)]
    private static partial Regex TokenForm { get; }

    [GeneratedRegex(@"\\(?:[0-7]{1,3}|\r\n|.)", RegexOptions.Singleline)]
    private static partial Regex EscapeForm { get; }
}
