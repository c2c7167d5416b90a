using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The regular expressions for the values in a prompt: numbers, quoted strings and capitalized words.</summary>
internal static partial class PromptPatterns
{
    /// <summary>A quoted string, or one or more capitalized words.</summary>
    public const string QuotedStringOrCapitalizedWords = $"{QuotedString}|{CapitalizedWords}";

    /// <summary>A number in decimal notation, with an optional minus sign.</summary>
    public const string Number = @"-?\d+(?:\.\d+)?";

    /// <summary>A word of letters, digits and the characters of e-mail addresses and identifiers, without final punctuation.</summary>
    public const string Word = @"[\p{L}\p{N}_@.+-]*[\p{L}\p{N}]";

    private const string QuotedString = """
        "[^"]+"|“[^”]+”|«[^»]+»|(?<![\p{L}\p{N}])'[^']+'(?![\p{L}\p{N}])
        """;

    /// <summary>One or more adjacent capitalized words: Paris, San Francisco, Saint-Denis.</summary>
    private const string CapitalizedWords = @"\p{Lu}[\p{L}\p{N}]*(?:-\p{L}+)*(?: \p{Lu}[\p{L}\p{N}]*(?:-\p{L}+)*)*";

    [GeneratedRegex(@"(?<![\p{L}\p{N}.])" + Number + @"(?![\p{L}\p{N}])")]
    public static partial Regex NumberRegex();

    [GeneratedRegex(QuotedString)]
    public static partial Regex QuotedStringRegex();

    [GeneratedRegex(@"(?<![\p{L}\p{N}])" + CapitalizedWords)]
    public static partial Regex CapitalizedWordsRegex();

    /// <summary>Returns a pattern for an identifier or for its words: "shopperId", "shopper_id", "shopper-id" and "shopper id".</summary>
    public static string ForIdentifier(string identifier) => IdentifierWords.Split(identifier) is { Count: > 0 } words
        ? AsWholeWord(string.Join(@"[\s_-]*", words.Select(Regex.Escape)))
        : AsWholeWord(Regex.Escape(identifier));

    /// <summary>Returns a pattern that does not match inside a longer word or identifier.</summary>
    public static string AsWholeWord(string pattern) => $@"(?<![\p{{L}}\p{{N}}_]){pattern}(?![\p{{L}}\p{{N}}_])";
}
