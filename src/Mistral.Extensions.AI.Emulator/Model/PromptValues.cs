using System.Globalization;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// The values a text holds, to be taken out in order: numbers; quoted strings; words in capitals that do not begin a
/// sentence, neighbours taken together ("San Francisco"). Each value is given away once.
/// </summary>
internal sealed partial class PromptValues
{
    private readonly List<string> _numbers;
    private readonly List<string> _strings;

    /// <param name="text">What is read.</param>
    /// <param name="ignoredWords">Words that are no values: those of the tool that is being filled.</param>
    public PromptValues(string text, IReadOnlyCollection<string>? ignoredWords = null)
    {
        Text = text;
        _numbers = [.. NumberRegex.Matches(text).Select(match => match.Value)];
        _strings = [.. FindQuotedStrings(text)];
        if (_strings.Count == 0)
            _strings.AddRange(FindCapitalizedWords(text).Where(name => ignoredWords is null || !IdentifierWords.Split(name).All(ignoredWords.Contains)));
    }

    public string Text { get; }

    /// <summary>The strings nobody has taken yet.</summary>
    public IReadOnlyList<string> Strings => _strings;

    public string? TakeString() => TakeFirst(_strings, _ => true);

    public double? TakeNumber(bool integersOnly) =>
        TakeFirst(_numbers, number => !integersOnly || !number.Contains('.', StringComparison.Ordinal)) is { } taken ? ParseNumber(taken) : null;

    /// <summary>The number behind a parameter's own name: "limit 5", "limit: 5", "the limit is 5".</summary>
    public double? TakeNumberNamed(string parameter) =>
        FindAfterName(parameter, @"-?\d+(?:\.\d+)?", allowWhitespaceOnly: true) is { } found && RemoveAndReturn(_numbers, found) is { } number ? ParseNumber(number) : null;

    /// <summary>The string behind a parameter's own name: after "is", ":" or "=" any word, else only a name or a quotation.</summary>
    public string? TakeStringNamed(string parameter)
    {
        var found = FindAfterName(parameter, QuotationOrCapitalizedWordsPattern, allowWhitespaceOnly: true) ?? FindAfterName(parameter, @"[\p{L}\p{N}_@.+-]*[\p{L}\p{N}]", allowWhitespaceOnly: false);
        return found is null ? null : RemoveAndReturn(_strings, Unquote(found));
    }

    /// <summary>Whether an identifier stands in the text, as it is written or in its words, in any case.</summary>
    public bool Mentions(string identifier) => IsMatch($"{AsWholeWord(Regex.Escape(identifier))}|{GetNamePattern(identifier)}");

    /// <summary>
    /// Whether a yes-or-no parameter is denied: "not urgent", "without being urgent", "urgent is false". If the text does
    /// not speak of it, "false" or "off" anywhere denies.
    /// </summary>
    public bool IsNegated(string parameter) => IsMatch(Mentions(parameter)
        ? $@"(?:\b(?:no|not|never|without)|n't)\s+(?:\w+\s+)?{GetNamePattern(parameter)}"
            + $@"|{GetNamePattern(parameter)}\s*(?:is|[:=])?\s*(?:false|off|no)\b"
        : @"\b(?:false|off)\b");

    private bool IsMatch(string pattern) => Regex.IsMatch(Text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private string? FindAfterName(string parameter, string value, bool allowWhitespaceOnly)
    {
        var joint = allowWhitespaceOnly ? @"(?:\s*(?:[:=]|\b(?:is|of|to|named|called)\b)\s*|\s+)" : @"\s*(?:[:=]|\bis\b)\s*";
        var match = Regex.Match(Text, $"(?i:{GetNamePattern(parameter)}){joint}(?<value>{value})", RegexOptions.CultureInvariant);
        return match.Success ? match.Groups["value"].Value : null;
    }

    /// <summary>shopperId, shopper_id and shopper-id are all said "shopper id".</summary>
    private static string GetNamePattern(string identifier) => IdentifierWords.Split(identifier) is { Count: > 0 } words
        ? AsWholeWord(string.Join(@"[\s_-]*", words.Select(Regex.Escape)))
        : AsWholeWord(Regex.Escape(identifier));

    /// <summary>Not as a part of a longer word or identifier.</summary>
    private static string AsWholeWord(string pattern) => $@"(?<![\p{{L}}\p{{N}}_]){pattern}(?![\p{{L}}\p{{N}}_])";

    private static string RemoveAndReturn(List<string> values, string value)
    {
        values.Remove(value);
        return value;
    }

    private static string? TakeFirst(List<string> values, Func<string, bool> predicate)
    {
        var index = values.FindIndex(value => predicate(value));
        if (index < 0)
            return null;
        var taken = values[index];
        values.RemoveAt(index);
        return taken;
    }

    private static double ParseNumber(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string> FindQuotedStrings(string text) => QuotationRegex.Matches(text).Select(match => Unquote(match.Value));

    private static string Unquote(string text) =>
        text.Length > 1 && "\"“«'".Contains(text[0], StringComparison.Ordinal) ? text[1..^1] : text;

    private static IEnumerable<string> FindCapitalizedWords(string text) => CapitalizedWordsRegex.Matches(text)
        .Where(match => match.Value != "I" && !IsSentenceStart(text, match.Index))
        .Select(match => match.Value);

    private static bool IsSentenceStart(string text, int index)
    {
        var before = text.AsSpan(0, index).TrimEnd(" \t\"'(“«*-");
        return before.IsEmpty || ".!?:\r\n".Contains(before[^1], StringComparison.Ordinal);
    }

    private const string QuotationPattern = """
        "[^"]+"|“[^”]+”|«[^»]+»|(?<![\p{L}\p{N}])'[^']+'(?![\p{L}\p{N}])
        """;

    /// <summary>One capitalised word, or several in a row: Paris, San Francisco, Saint-Denis.</summary>
    private const string CapitalizedWordsPattern = @"\p{Lu}[\p{L}\p{N}]*(?:-\p{L}+)*(?: \p{Lu}[\p{L}\p{N}]*(?:-\p{L}+)*)*";

    private const string QuotationOrCapitalizedWordsPattern = $"{QuotationPattern}|{CapitalizedWordsPattern}";

    [GeneratedRegex(@"(?<![\p{L}\p{N}.])-?\d+(?:\.\d+)?(?![\p{L}\p{N}])")]
    private static partial Regex NumberRegex { get; }

    [GeneratedRegex(QuotationPattern)]
    private static partial Regex QuotationRegex { get; }

    [GeneratedRegex(@"(?<![\p{L}\p{N}])" + CapitalizedWordsPattern)]
    private static partial Regex CapitalizedWordsRegex { get; }
}
