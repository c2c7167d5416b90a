using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>
/// Reads the content stream of a PDF page: the operators that show text or images. Text positions are used only to find line breaks.
/// </summary>
/// <param name="findImage">Finds the image with a resource name; returns null if there is none that can be read.</param>
internal sealed partial class PdfContentReader(Func<string, DocumentImage?> findImage)
{
    /// <summary>The minimum font size of a heading, in points.</summary>
    private const double MinHeadingSize = 18;

    /// <summary>The first characters of comments and of the brackets of arrays and functions.</summary>
    private const string IgnoredTokenStarts = "%[]{}";

    private readonly List<PageElement> _elements = [];
    private readonly StringBuilder _line = new();
    private double _fontSize;
    private double _textScale = 1;
    private bool _isHeading;
    private bool _hasText;

    /// <summary>Returns the lines and images of the page.</summary>
    public IReadOnlyList<PageElement> Read(string content)
    {
        var operands = new List<string>();
        // The objects of Matches would need a gigabyte for a content of brackets.
        foreach (var match in TokenRegex().EnumerateMatches(content))
        {
            var token = content.AsSpan(match.Index, match.Length);
            if (char.IsAsciiLetter(token[0]) || token is "'" or "\"")
            {
                ExecuteOperator(token.ToString(), operands);
                operands.Clear();
            }
            else if (!IgnoredTokenStarts.Contains(token[0]))
                operands.Add(token.ToString());
        }
        EndLine();
        return _elements.Count == 0 && _hasText
            ? [new PageElement("This page has text in a font that the emulator cannot read.")]
            : _elements;
    }

    /// <summary>
    /// Executes an operator (ISO 32000-1, annex A). BT starts a text object; Tm, Td, TD and T* set the text position; Tf sets the font
    /// and its size; Tj, TJ, ' and " show text; Do draws an image.
    /// </summary>
    private void ExecuteOperator(string name, List<string> operands)
    {
        if (name is "BT" or "Tm" or "T*" or "'" or "\"" or "Do" || (name is "Td" or "TD" && GetNumber(operands, operands.Count - 1) != 0))
            EndLine();
        else if (name is "Td" or "TD")
            AddSpace();
        if (name == "Tf")
            _fontSize = GetNumber(operands, operands.Count - 1);
        else if (name is "BT" or "Tm")
            _textScale = name == "BT" ? 1 : Math.Abs(GetNumber(operands, 3));
        else if (name is "Tj" or "TJ" or "'" or "\"")
            AppendText(operands);
        else if (name == "Do" && operands is [['/', .. var imageName]] && findImage(imageName) is { } image)
            _elements.Add(PageElement.FromImage(image));
    }

    private void AppendText(List<string> operands)
    {
        _hasText = true;
        if (_line.Length == 0)
            _isHeading = _fontSize * _textScale >= MinHeadingSize;
        foreach (var operand in operands)
        {
            if (operand[0] == '(')
                _line.Append(EscapeRegex().Replace(operand.Length > 1 ? operand[1..^1] : "", Unescape));
            else if (operand[0] == '<')
                _line.Append(DecodeHex(operand));
            else if (operand[0] == '-' && GetNumber([operand], 0) < -200)
                // TJ moves the text by thousandths of the font size. A gap of more than 200 is a space between words.
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
            _elements.Add(new PageElement(_isHeading ? $"# {text}" : text));
        _line.Clear();
    }

    private static double GetNumber(List<string> operands, int index) =>
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

    /// <summary>
    /// Decodes a hex string as Latin-1. Returns an empty string if the result has control characters: then it contains the glyph numbers
    /// of an embedded font.
    /// </summary>
    private static string DecodeHex(string operand)
    {
        var digits = string.Concat(operand.Where(char.IsAsciiHexDigit));
        var text = Encoding.Latin1.GetString(Convert.FromHexString(digits.Length % 2 == 0 ? digits : digits + "0"));
        return text.Any(char.IsControl) ? "" : text;
    }

    /// <summary>
    /// Matches a token: a string (with balanced parentheses; otherwise it extends to the end of the content), a hex string, a name, a
    /// bracket, a comment, a number or an operator.
    /// </summary>
    [GeneratedRegex(
        @"\((?>\\.?|[^\\()]|(?<open>\()|(?<-open>\)))*(?:(?(open)(?!))\)|\z)|<[0-9A-Fa-f\s]*>|<<|>>|/[^\s()<>\[\]{}/%]*|[\[\]{}]|%[^\r\n]*"
        + @"|[^\s()<>\[\]{}/%]+", RegexOptions.Singleline)]
    private static partial Regex TokenRegex();

    [GeneratedRegex(@"\\(?:[0-7]{1,3}|\r\n|.)", RegexOptions.Singleline)]
    private static partial Regex EscapeRegex();
}
