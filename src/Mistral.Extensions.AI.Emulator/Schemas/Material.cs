using System.Globalization;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Schemas;

/// <summary>
/// The values a text holds, to be taken out in order: numbers; quoted strings; words in capitals that do not begin a
/// sentence, neighbours taken together ("San Francisco"). Each value is given away once.
/// </summary>
internal sealed partial class Material
{
    private readonly List<string> _numbers;
    private readonly List<string> _names;

    /// <param name="text">What is read.</param>
    /// <param name="known">Words that are no values: those of the tool that is being filled.</param>
    public Material(string text, IReadOnlyCollection<string>? known = null)
    {
        Text = text;
        _numbers = [.. NumberForm.Matches(text).Select(match => match.Value)];
        _names = [.. Quoted(text)];
        if (_names.Count == 0)
            _names.AddRange(Capitalised(text).Where(name => known is null || !Words.Of(name).All(known.Contains)));
    }

    public string Text { get; }

    /// <summary>The strings nobody has taken yet.</summary>
    public IReadOnlyList<string> Names => _names;

    public string? TakeName() => Take(_names, _ => true);

    public double? TakeNumber(bool whole) =>
        Take(_numbers, number => !whole || !number.Contains('.', StringComparison.Ordinal)) is { } taken ? ToNumber(taken) : null;

    /// <summary>The number behind a parameter's own name: "limit 5", "limit: 5", "the limit is 5".</summary>
    public double? TakeNumberOf(string parameter) =>
        Behind(parameter, @"-?\d+(?:\.\d+)?", loose: true) is { } found && Give(_numbers, found) is { } number ? ToNumber(number) : null;

    /// <summary>The string behind a parameter's own name: after "is", ":" or "=" any word, else only a name or a quotation.</summary>
    public string? TakeNameOf(string parameter)
    {
        var found = Behind(parameter, QuotationOrName, loose: true) ?? Behind(parameter, @"[\p{L}\p{N}_@.+-]*[\p{L}\p{N}]", loose: false);
        return found is null ? null : Give(_names, Unquote(found));
    }

    /// <summary>Whether an identifier stands in the text, as it is written or in its words, in any case.</summary>
    public bool Mentions(string identifier) => IsMatch($"{Alone(Regex.Escape(identifier))}|{WordsOf(identifier)}");

    /// <summary>
    /// Whether a yes-or-no parameter is denied: "not urgent", "without being urgent", "urgent is false". If the text does
    /// not speak of it, "false" or "off" anywhere denies.
    /// </summary>
    public bool Denies(string parameter) => IsMatch(Mentions(parameter)
        ? $@"(?:\b(?:no|not|never|without)|n't)\s+(?:\w+\s+)?{WordsOf(parameter)}"
            + $@"|{WordsOf(parameter)}\s*(?:is|[:=])?\s*(?:false|off|no)\b"
        : @"\b(?:false|off)\b");

    private bool IsMatch(string pattern) => Regex.IsMatch(Text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private string? Behind(string parameter, string value, bool loose)
    {
        var joint = loose ? @"(?:\s*(?:[:=]|\b(?:is|of|to|named|called)\b)\s*|\s+)" : @"\s*(?:[:=]|\bis\b)\s*";
        var match = Regex.Match(Text, $"(?i:{WordsOf(parameter)}){joint}(?<value>{value})", RegexOptions.CultureInvariant);
        return match.Success ? match.Groups["value"].Value : null;
    }

    /// <summary>shopperId, shopper_id and shopper-id are all said "shopper id".</summary>
    private static string WordsOf(string identifier) => Words.Of(identifier) is { Count: > 0 } words
        ? Alone(string.Join(@"[\s_-]*", words.Select(Regex.Escape)))
        : Alone(Regex.Escape(identifier));

    /// <summary>Not as a part of a longer word or identifier.</summary>
    private static string Alone(string pattern) => $@"(?<![\p{{L}}\p{{N}}_]){pattern}(?![\p{{L}}\p{{N}}_])";

    private static string Give(List<string> values, string value)
    {
        values.Remove(value);
        return value;
    }

    private static string? Take(List<string> values, Func<string, bool> fits)
    {
        var index = values.FindIndex(value => fits(value));
        if (index < 0)
            return null;
        var taken = values[index];
        values.RemoveAt(index);
        return taken;
    }

    private static double ToNumber(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Quoted(string text) => QuotationForm.Matches(text).Select(match => Unquote(match.Value));

    private static string Unquote(string text) =>
        text.Length > 1 && "\"“«'".Contains(text[0], StringComparison.Ordinal) ? text[1..^1] : text;

    private static IEnumerable<string> Capitalised(string text) => NameForm.Matches(text)
        .Where(match => match.Value != "I" && !BeginsSentence(text, match.Index))
        .Select(match => match.Value);

    private static bool BeginsSentence(string text, int index)
    {
        var before = text.AsSpan(0, index).TrimEnd(" \t\"'(“«*-");
        return before.IsEmpty || ".!?:\r\n".Contains(before[^1], StringComparison.Ordinal);
    }

    private const string Quotation = """
        "[^"]+"|“[^”]+”|«[^»]+»|(?<![\p{L}\p{N}])'[^']+'(?![\p{L}\p{N}])
        """;

    /// <summary>One capitalised word, or several in a row: Paris, San Francisco, Saint-Denis.</summary>
    private const string Name = @"\p{Lu}[\p{L}\p{N}]*(?:-\p{L}+)*(?: \p{Lu}[\p{L}\p{N}]*(?:-\p{L}+)*)*";

    private const string QuotationOrName = $"{Quotation}|{Name}";

    [GeneratedRegex(@"(?<![\p{L}\p{N}.])-?\d+(?:\.\d+)?(?![\p{L}\p{N}])")]
    private static partial Regex NumberForm { get; }

    [GeneratedRegex(Quotation)]
    private static partial Regex QuotationForm { get; }

    [GeneratedRegex(@"(?<![\p{L}\p{N}])" + Name)]
    private static partial Regex NameForm { get; }
}
