using System.Globalization;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>Evaluates arithmetic expressions with the operators <c>+ - * / % ** ^</c> and parentheses.</summary>
/// <param name="expression">The expression.</param>
internal sealed partial class Arithmetic(string expression)
{
    private const int MaxTextLength = 10_000;
    private const int MaxExpressionLength = 200;

    private readonly string[] _tokens = [.. TokenRegex().Matches(expression).Select(match => match.Value)];
    private int _position;

    /// <summary>
    /// Returns the first expression in a text; null if there is none. A minus sign or a slash without spaces is not an operator, because
    /// dates contain them.
    /// </summary>
    public static string? Find(string text) => ExpressionRegex()
        .Matches(text.Length > MaxTextLength ? text[..MaxTextLength] : text)
        .Select(match => match.Value.Trim())
        .FirstOrDefault(value => OperatorRegex().IsMatch(value) && Evaluate(value) is not null);

    /// <summary>Evaluates an expression and formats the value; returns null if the expression is not valid or too long.</summary>
    public static string? Evaluate(string expression)
    {
        if (expression.Length > MaxExpressionLength)
            return null;
        var arithmetic = new Arithmetic(expression);
        var value = arithmetic.ReadSum();
        if (value is null || arithmetic._position < arithmetic._tokens.Length)
            return null;
        return double.IsFinite(value.Value) ? value.Value.ToString(CultureInfo.InvariantCulture) : "ZeroDivisionError: division by zero";
    }

    private double? ReadSum()
    {
        var value = ReadProduct();
        while (Take("+", "-") is { } sign)
            value = sign == "+" ? value + ReadProduct() : value - ReadProduct();
        return value;
    }

    private double? ReadProduct()
    {
        var value = ReadPower();
        while (Take("*", "/", "%") is { } sign)
        {
            var right = ReadPower();
            value = sign switch { "*" => value * right, "/" => value / right, _ => value % right };
        }
        return value;
    }

    private double? ReadPower()
    {
        var value = ReadOperand();
        return Take("**", "^") is not null && ReadPower() is { } exponent && value is not null ? Math.Pow(value.Value, exponent) : value;
    }

    private double? ReadOperand()
    {
        if (Take("-") is not null)
            return -ReadOperand();
        if (Take("(") is not null)
        {
            var value = ReadSum();
            return Take(")") is null ? null : value;
        }
        return _position < _tokens.Length && double.TryParse(_tokens[_position], CultureInfo.InvariantCulture, out var number)
            ? Advance(number)
            : null;
    }

    private double Advance(double number)
    {
        _position++;
        return number;
    }

    private string? Take(params ReadOnlySpan<string> signs) =>
        _position < _tokens.Length && signs.Contains(_tokens[_position]) ? _tokens[_position++] : null;

    [GeneratedRegex(@"\d+(?:\.\d+)?|\*\*|[-+*/%^()]")]
    private static partial Regex TokenRegex();

    [GeneratedRegex(@"[\d(][-+*/%^().\d\s]*[\d)]")]
    private static partial Regex ExpressionRegex();

    [GeneratedRegex(@"[\d)]\s*(?:[+*%^]|\s[-/]\s)")]
    private static partial Regex OperatorRegex();
}
