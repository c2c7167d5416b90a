using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>Finds words in a text, without respect to case.</summary>
internal static partial class TextWords
{
    private const int MaxTextLength = 10_000;

    /// <summary>Whether one of the words is in the text.</summary>
    public static bool ContainsAny(string text, IReadOnlyCollection<string> words)
    {
        foreach (var match in WordRegex().EnumerateMatches(text.AsSpan(0, Math.Min(text.Length, MaxTextLength))))
        {
            if (words.Contains(text.Substring(match.Index, match.Length), StringComparer.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex WordRegex();
}
