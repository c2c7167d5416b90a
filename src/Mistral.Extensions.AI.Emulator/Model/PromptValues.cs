using System.Globalization;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// The values in a text, in the order of the text: numbers, and quoted strings or, without quoted strings, capitalized words that
/// do not start a sentence. Adjacent capitalized words are one value ("San Francisco"). Each value can be taken once. Only the first
/// 10,000 characters of the text are read, and names of more than 200 characters are not searched for, to limit the search time.
/// </summary>
internal sealed class PromptValues
{
    private const int MaxTextLength = 10_000;
    private const int MaxNameLength = 200;

    private readonly Dictionary<string, string?> _patternMatches = [];
    private readonly List<string> _numbers;
    private readonly List<string> _strings;

    /// <summary>Initializes a new instance of the <see cref="PromptValues"/> class.</summary>
    /// <param name="text">The text to search for values.</param>
    /// <param name="budget">The limit of the work for the request.</param>
    /// <param name="ignoredWords">Words in lower case that are not values, such as the words of a tool name.</param>
    public PromptValues(string text, GenerationBudget budget, IReadOnlyCollection<string>? ignoredWords = null)
    {
        text = text.Length > MaxTextLength ? text[..(MaxTextLength - (char.IsHighSurrogate(text[MaxTextLength - 1]) ? 1 : 0))] : text;
        Text = text;
        Budget = budget;
        _numbers = [.. PromptPatterns.NumberRegex().Matches(text).Select(match => match.Value)];
        _strings = [.. FindQuotedStrings(text)];
        if (_strings.Count == 0)
            _strings.AddRange(FindCapitalizedWords(text).Where(words => !IsIgnored(words, ignoredWords)));
    }

    public string Text { get; }

    public GenerationBudget Budget { get; }

    /// <summary>The strings that were not taken yet.</summary>
    public IReadOnlyList<string> Strings => _strings;

    /// <summary>Takes the next string, or returns null if there is none.</summary>
    public string? TakeString() => TakeFirst(_strings, _ => true);

    /// <summary>Takes the next number, or returns null if there is none.</summary>
    public double? TakeNumber(bool integersOnly) =>
        TakeFirst(_numbers, value => !integersOnly || !value.Contains('.', StringComparison.Ordinal)) is { } number
            ? ParseNumber(number)
            : null;

    /// <summary>
    /// Takes the number after a property name ("limit 5", "limit: 5", "the limit is 5"), or returns null if there is none.
    /// </summary>
    public double? TakeNumberNamed(string propertyName) =>
        FindAfterName(propertyName, PromptPatterns.Number, allowWhitespaceOnly: true) is { } found
            ? ParseNumber(RemoveAndReturn(_numbers, found))
            : null;

    /// <summary>
    /// Takes the string after a property name, or returns null if there is none: a quoted string or capitalized words; after "is", ":"
    /// or "=" any word.
    /// </summary>
    public string? TakeStringNamed(string propertyName)
    {
        var found = FindAfterName(propertyName, PromptPatterns.QuotedStringOrCapitalizedWords, allowWhitespaceOnly: true)
            ?? FindAfterName(propertyName, PromptPatterns.Word, allowWhitespaceOnly: false);
        return found is null ? null : RemoveAndReturn(_strings, Unquote(found));
    }

    /// <summary>Whether the text contains an identifier, as written or as separate words. Ignores case.</summary>
    public bool Mentions(string identifier) => MayContain(identifier)
        && IsMatch($"{PromptPatterns.AsWholeWord(Regex.Escape(identifier))}|{PromptPatterns.ForIdentifier(identifier)}");

    /// <summary>Returns the first part of the text that matches a regular expression; null if there is none.</summary>
    public string? FindPattern(string pattern)
    {
        if (!_patternMatches.TryGetValue(pattern, out var value))
            _patternMatches[pattern] = value = Regex.Match(Text, pattern) is { Success: true } match ? match.Value : null;
        return value;
    }

    /// <summary>
    /// Whether the text negates a boolean property: "not urgent", "without being urgent", "urgent is false". If the text does not
    /// mention the property, "false" or "off" anywhere in the text negates it.
    /// </summary>
    public bool IsNegated(string propertyName)
    {
        if (!Mentions(propertyName))
            return IsMatch(@"\b(?:false|off)\b");
        var name = PromptPatterns.ForIdentifier(propertyName);
        return IsMatch($@"(?:\b(?:no|not|never|without)|n't)\s+(?:\w+\s+)?{name}|{name}\s*(?:is|[:=])?\s*(?:false|off|no)\b");
    }

    private bool IsMatch(string pattern)
    {
        Budget.Spend(GenerationBudget.Search);
        return Regex.IsMatch(Text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    /// <summary>Whether the text may contain an identifier: a fast check, without a regular expression.</summary>
    private bool MayContain(string identifier)
    {
        Budget.Spend(1);
        if (identifier.Length > MaxNameLength)
            return false;
        var start = IdentifierWords.Split(identifier) is [var firstWord, ..] ? firstWord : identifier;
        return Text.Contains(start, StringComparison.OrdinalIgnoreCase);
    }

    private string? FindAfterName(string propertyName, string valuePattern, bool allowWhitespaceOnly)
    {
        if (!MayContain(propertyName))
            return null;
        Budget.Spend(GenerationBudget.Search);
        var separator = allowWhitespaceOnly ? @"(?:\s*(?:[:=]|\b(?:is|of|to|named|called)\b)\s*|\s+)" : @"\s*(?:[:=]|\bis\b)\s*";
        var pattern = $"(?i:{PromptPatterns.ForIdentifier(propertyName)}){separator}(?<value>{valuePattern})";
        var match = Regex.Match(Text, pattern, RegexOptions.CultureInvariant);
        return match.Success ? match.Groups["value"].Value : null;
    }

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

    private static IEnumerable<string> FindQuotedStrings(string text) =>
        PromptPatterns.QuotedStringRegex().Matches(text).Select(match => Unquote(match.Value));

    private static string Unquote(string text) =>
        text.Length > 1 && "\"“«'".Contains(text[0], StringComparison.Ordinal) ? text[1..^1] : text;

    private static IEnumerable<string> FindCapitalizedWords(string text) => PromptPatterns.CapitalizedWordsRegex().Matches(text)
        .Where(match => match.Value != "I" && !IsSentenceStart(text, match.Index))
        .Select(match => match.Value);

    private static bool IsIgnored(string words, IReadOnlyCollection<string>? ignoredWords) =>
        ignoredWords is not null && IdentifierWords.Split(words).All(ignoredWords.Contains);

    private static bool IsSentenceStart(string text, int index)
    {
        var before = text.AsSpan(0, index).TrimEnd(" \t\"'(“«*-");
        return before.IsEmpty || ".!?:\r\n".Contains(before[^1], StringComparison.Ordinal);
    }
}
