using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The categories of the moderation models, and the scores of a text in them.</summary>
internal static partial class ModerationCategories
{
    /// <summary>The score above which a text belongs to a category.</summary>
    public const double DefaultThreshold = 0.5;

    /// <summary>The categories of <c>mistral-moderation-2411</c>, and of <c>moderation_llm_v1</c> in guardrails.</summary>
    public static readonly string[] V1 =
    [
        "sexual", "hate_and_discrimination", "violence_and_threats", "dangerous_and_criminal_content", "selfharm", "health",
        "financial", "law", "pii",
    ];

    /// <summary>The categories of <c>mistral-moderation-2603</c>, and of <c>moderation_llm_v2</c> in guardrails.</summary>
    public static readonly string[] V2 =
    [
        "sexual", "hate_and_discrimination", "violence_and_threats", "dangerous", "criminal", "selfharm", "health", "financial",
        "law", "pii", "jailbreaking",
    ];

    /// <summary>
    /// Returns the score of a text in each category: 0.9 if the text contains the word <c>UNSAFE</c>, or the name of the category in
    /// capital letters, such as <c>PII</c> or <c>VIOLENCE_AND_THREATS</c>; otherwise 0. So a threshold of 1 disables a category, as in the
    /// API.
    /// </summary>
    public static IReadOnlyDictionary<string, double> GetScores(string text, IEnumerable<string> categories)
    {
        var words = Word().Matches(text).Select(match => match.Value).ToHashSet();
        return categories.ToDictionary(
            category => category, category => words.Contains("UNSAFE") || words.Contains(category.ToUpperInvariant()) ? 0.9 : 0);
    }

    [GeneratedRegex(@"\b[A-Z_]+\b")]
    private static partial Regex Word();
}
